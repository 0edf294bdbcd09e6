import { readSheet } from "read-excel-file/node";
import { expect, test } from "vitest";
import type { Assessment } from "../../../src/assessment/assessment.ts";
import { renderWorkbook } from "../../../src/report/exports/workbook.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

async function hoursPerDay(estimate: Assessment["estimate"]): Promise<unknown> {
  const { words } = await contextOf();
  const { content } = await renderWorkbook({ ...SMALL, estimate }, words);
  const rates = await readSheet(Buffer.from(content as Uint8Array), "Rates");
  return rates.find(([name]) => name === "Hours per day")?.[1];
}

test("the workbook's day has as many hours as the estimate's", async () => {
  const { hoursPerDay: _, ...before } = { ...SMALL.estimate, hoursPerDay: 7 };
  expect(await hoursPerDay({ ...before, hoursPerDay: 7 })).toBe(7);
  expect(await hoursPerDay(before)).toBe(6);
});
