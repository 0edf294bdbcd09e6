import { expect, test } from "vitest";
import { inRanges } from "../../src/report/id-ranges.ts";

test("three or more in a row are a range", () => {
  expect(inRanges(["S-001", "S-002", "S-005", "S-009", "S-010", "S-011"])).toEqual([
    "S-001",
    "S-002",
    "S-005",
    "S-009 – S-011",
  ]);
  expect(inRanges([])).toEqual([]);
});
