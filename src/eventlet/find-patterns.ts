import { byCodeUnits } from "../by-code-units.ts";
import { inEnglish } from "../sentence.ts";
import type { PatternFinding } from "./findings.ts";
import { byPlace } from "./graph-view.ts";
import { PATTERNS } from "./patterns/index.ts";
import type { PatternContext } from "./patterns/pattern.ts";

/** The named patterns that real migrations report as expensive, with their evidence. */
export function findPatterns(context: PatternContext): readonly PatternFinding[] {
  return PATTERNS.flatMap(({ id, find }) => {
    const entry = context.knowledge.patterns.get(id);
    if (entry === undefined) throw new Error(`the pattern ${id} is not described`);
    return find(context).map((found) => ({
      pattern: id,
      function: found.function,
      path: context.view.pathOf(found.function),
      line: found.line,
      detail: found.detail,
      evidence: found.evidence ?? [],
      points: entry.points,
      isTest: context.view.isTest(found.function),
    }));
  }).sort(
    (left, right) =>
      byPlace(left, right) ||
      byCodeUnits(left.pattern, right.pattern) ||
      byCodeUnits(inEnglish(left.detail), inEnglish(right.detail)),
  );
}
