import type { FunctionAssessment } from "../../assessment/assessment.ts";
import type { SectionContext } from "../section.ts";
import { appendixCapOf, capped, locate, tally } from "../section.ts";

const AROUND = 2;
const STEPS = 12;
const PLACES = 3;

/** The appendix: every reaching function with verdict, reason and proof, as far as the cap goes. */
export function functionsView(context: SectionContext) {
  const own = context.assessment.functions.filter((fn) => !fn.isTest);
  const tests = context.assessment.functions.length - own.length;
  const order = [...own].sort(
    (a, b) => b.leverage - a.leverage || b.points - a.points || (a.id < b.id ? -1 : 1),
  );
  const list = capped(order, appendixCapOf(context, 120, 120));
  return {
    ...list,
    items: [...list.items]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((fn) => functionView(context, fn)),
    tests,
  };
}

function functionView(context: SectionContext, fn: FunctionAssessment) {
  const { link, words, assessment } = context;
  return {
    ...fn,
    at: locate(link, fn.path, fn.line),
    kindName: words.t(`kind.${fn.kind}`),
    evidence: capped(
      fn.evidence.map((step) => ({
        ...step,
        at: locate(link, step.path, step.line),
        isGuessed: step.confidence !== "certain" && step.isFamily !== true,
      })),
      STEPS,
    ),
    obstacles: groupObstacles(context, fn),
    excerpt: excerptAt(
      assessment,
      fn.evidence[0]?.path ?? fn.path,
      fn.evidence[0]?.line ?? fn.line,
    ),
  };
}

/** The same obstacle in many places is one obstacle; its first places stand for all. */
export function groupObstacles({ assessment, link }: SectionContext, fn: FunctionAssessment) {
  return tally(fn.obstacles, (obstacle) => obstacle.id).map(({ key, items }) => ({
    title: assessment.rules[key]?.title ?? key,
    places: capped(
      items.map(({ path, line, detail }) => ({ path, line, detail, at: locate(link, path, line) })),
      PLACES,
    ),
  }));
}

export interface ExcerptLine {
  readonly line: number;
  readonly text: string;
  readonly isHit: boolean;
}

/** The source line of the evidence with its neighbours, as far as they were kept. */
export function excerptAt(
  assessment: SectionContext["assessment"],
  path: string,
  line: number,
): readonly ExcerptLine[] {
  const lines = Object.hasOwn(assessment.excerpts, path) ? assessment.excerpts[path] : undefined;
  if (lines?.[String(line)] === undefined) return [];
  return Array.from({ length: 2 * AROUND + 1 }, (_, index) => line - AROUND + index).flatMap(
    (number) => {
      const text = lines[String(number)];
      return text === undefined ? [] : [{ line: number, text, isHit: number === line }];
    },
  );
}
