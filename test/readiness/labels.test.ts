import { describe, expect, test } from "vitest";
import type { Readiness } from "../../src/readiness/readiness.ts";
import { assessedProgram, type Label, labelledPrograms, readLabels } from "./labelled.ts";

/** The share of the labelled functions on whose verdict the tool has to agree. */
const AGREEMENT = 0.95;

const programs = await Promise.all(
  labelledPrograms().map(async (name) => ({
    name,
    labels: readLabels(name),
    readiness: await assessedProgram(name),
  })),
);

/** Where two files share a dotted name, the path is part of the id. */
function verdictIn({ verdicts }: Readiness, { id, path }: Label): string {
  const own = verdicts.find((verdict) => verdict.function === `${id}@${path}`);
  const named = verdicts.find((verdict) => verdict.function === id);
  return (own ?? named)?.verdict ?? "unaffected";
}

const all = programs.flatMap(({ labels, readiness }) =>
  labels.map((label) => ({ label, verdict: verdictIn(readiness, label) })),
);

const share = (list: readonly { readonly label: Label; readonly verdict: string }[]): number =>
  list.filter(({ label, verdict }) => label.verdict === verdict).length / list.length;

describe("the labelled programs", () => {
  test("are enough to mean something", () => {
    expect(all.filter(({ label }) => label.verdict !== "unaffected").length).toBeGreaterThan(120);
  });

  test("agree on the verdict of at least 95 % of all functions", () => {
    const wrong = all.filter(({ label, verdict }) => label.verdict !== verdict);
    const listed = wrong.map(
      ({ label, verdict }) => `${label.id}: ${verdict}, labelled ${label.verdict}`,
    );
    expect(share(all), listed.join("\n")).toBeGreaterThanOrEqual(AGREEMENT);
  });

  test("agree on the verdict of at least 95 % of the functions that reach", () => {
    const reaching = all.filter(
      ({ label, verdict }) => label.verdict !== "unaffected" || verdict !== "unaffected",
    );
    expect(share(reaching)).toBeGreaterThanOrEqual(AGREEMENT);
  });

  test("no function is called asyncio-ready that the label forbids to be async", () => {
    const bold = all.filter(
      ({ label, verdict }) => verdict === "asyncio-ready" && label.verdict === "redesign",
    );
    expect(bold.map(({ label }) => label.id)).toEqual([]);
  });

  test.each(programs.map(({ name, readiness }) => [name, readiness] as const))(
    "%s: every plan is sound, or says why not",
    (_, readiness) => {
      for (const { isSound, violations, strategy } of readiness.plans) {
        expect({ strategy, isSound }).toEqual({ strategy, isSound: violations.length === 0 });
        for (const { pathFromEntry, message } of violations) {
          expect(pathFromEntry.length).toBeGreaterThan(0);
          expect(message).not.toBe("");
        }
      }
    },
  );
});
