import type { Capped, Location, SectionContext } from "./section.ts";
import { capped, locate, tally, wordFor } from "./section.ts";

export interface Finding {
  /** Findings of one rule stand together. */
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly detail: string;
  readonly remedy?: string;
}

export interface FindingGroup {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly count: number;
  /** Of the work package that the estimate holds for them: further places cost less than the first. */
  readonly points: number;
  readonly places: Capped<{ readonly at: Location; readonly detail: string }>;
}

/** Findings by rule, the rule with most first: what it is and what to do is said once, places follow. */
export function groupFindings(
  { assessment, link, words }: SectionContext,
  findings: readonly Finding[],
  cap: number,
): readonly FindingGroup[] {
  const priced = new Map(assessment.estimate.packages.map(({ id, points }) => [id, points.likely]));
  return tally(findings, (finding) => finding.rule).map(({ key, items }) => {
    const rule = assessment.rules[key];
    return {
      id: key,
      title: rule?.title ?? wordFor(words, "finding", key),
      why: rule?.why ?? "",
      remedy: rule?.remedy ?? items[0]?.remedy ?? "",
      count: items.length,
      points: priced.get(`pattern:${key}`) ?? 0,
      places: capped(
        items.map(({ path, line, detail }) => ({ at: locate(link, path, line), detail })),
        cap,
      ),
    };
  });
}
