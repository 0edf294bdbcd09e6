import type { Capped, Location, SectionContext } from "./section.ts";
import { capped, locate, tally, wordFor } from "./section.ts";

export interface Finding {
  /** Findings of one rule stand together. */
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly detail: string;
  readonly points?: number;
  readonly remedy?: string;
}

export interface FindingGroup {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly count: number;
  readonly points: number;
  readonly places: Capped<{ readonly at: Location; readonly detail: string }>;
}

/** Findings by rule, the rule with most first: what it is and what to do is said once, places follow. */
export function groupFindings(
  { assessment, link, words }: SectionContext,
  findings: readonly Finding[],
  cap: number,
): readonly FindingGroup[] {
  return tally(findings, (finding) => finding.rule).map(({ key, items }) => {
    const rule = assessment.rules[key];
    return {
      id: key,
      title: rule?.title ?? wordFor(words, "finding", key),
      why: rule?.why ?? "",
      remedy: rule?.remedy ?? items[0]?.remedy ?? "",
      count: items.length,
      points: items.reduce((sum, finding) => sum + (finding.points ?? 0), 0),
      places: capped(
        items.map(({ path, line, detail }) => ({ at: locate(link, path, line), detail })),
        cap,
      ),
    };
  });
}
