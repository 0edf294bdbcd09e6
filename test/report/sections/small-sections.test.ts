import { describe, expect, test } from "vitest";
import { coverView } from "../../../src/report/sections/cover.ts";
import { diagnosticsView } from "../../../src/report/sections/diagnostics.ts";
import { glossaryView } from "../../../src/report/sections/glossary.ts";
import { optionsView } from "../../../src/report/sections/options.ts";
import { risksView } from "../../../src/report/sections/risks.ts";
import { scopeView } from "../../../src/report/sections/scope.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

describe("cover", () => {
  test("the commit's day is the code's, never the report's", async () => {
    const repository = { ...SMALL.repository, date: "2023-02-22T10:00:00Z" };
    const { branding: _, ...plain } = { ...SMALL, repository };
    const view = coverView(await contextOf({ assessment: plain }));
    expect(view).toMatchObject({ date: undefined, codeDate: "22 February 2023" });
  });

  test("the brand's words come before the repository's", async () => {
    const branding = { client: "ACME", title: "A plan", date: "2026-12-24" };
    const view = coverView(await contextOf({ assessment: { ...SMALL, branding } }));
    expect(view).toMatchObject({
      client: "ACME",
      title: "A plan",
      date: "24 December 2026",
      repository: "courier",
    });
  });

  test("only a bitmap that is in the file itself is a logo", async () => {
    const logoOf = async (logo: string) =>
      coverView(await contextOf({ assessment: { ...SMALL, branding: { logo } } })).logo;
    expect(await logoOf("data:image/png;base64,AAAA")).toBe("data:image/png;base64,AAAA");
    await expect(logoOf("https://example.org/logo.png")).rejects.toMatchObject({
      code: "BAD_BRAND",
    });
    await expect(logoOf("data:image/svg+xml,<svg/>")).rejects.toMatchObject({ code: "BAD_BRAND" });
  });
});

test("scope: options that were not set are not shown", async () => {
  const view = scopeView(
    await contextOf({ assessment: { ...SMALL, options: { a: null, b: "", c: 0 } } }),
  );
  expect(view.options).toEqual([{ name: "c", value: "0" }]);
});

test("options: one is recommended, and known questions are asked in the reader's language", async () => {
  const recommendation = {
    ...SMALL.estimate.recommendation,
    answers: [{ question: "resources", answer: "no" as const, because: "" }],
  };
  const estimate = { ...SMALL.estimate, recommendation };
  const view = optionsView(await contextOf({ assessment: { ...SMALL, estimate }, lang: "de" }));
  expect(view.options.filter((option) => option.isRecommended)).toHaveLength(1);
  expect(view.answers[0]?.questionText).toBe("Sind genug Zeit und Leute vorhanden?");
});

test("risks: the sum of the expected hours is that of the lines", async () => {
  const { risks, expected } = risksView(await contextOf());
  expect(expected).toBeCloseTo(risks.reduce((sum, risk) => sum + risk.expected, 0));
});

test("diagnostics: errors first, and every code counted", async () => {
  const { list, codes } = diagnosticsView(await contextOf());
  expect(list.items.map(({ severity }) => severity)).toEqual(["error", "warning", "info"]);
  expect(codes.reduce((sum, { count }) => sum + count, 0)).toBe(SMALL.diagnostics.length);
});

test("glossary: in the order of the reader's alphabet", async () => {
  const { terms } = glossaryView(await contextOf({ lang: "de" }));
  const names = terms.map(({ term }) => term);
  expect(names).toEqual([...names].sort(new Intl.Collator("de").compare));
});
