import type { FunctionAssessment } from "../../assessment/assessment.ts";
import { byCodeUnits } from "../../by-code-units.ts";
import type { SectionContext } from "../section.ts";
import { capOf, capped, locate, tally } from "../section.ts";

const AROUND = 2;
const STEPS = 12;
const PLACES = 3;

/** The appendix: every reaching function with verdict, reason and proof, as far as the cap goes. */
export function functionsView(context: SectionContext) {
  const own = context.assessment.functions.filter((fn) => !fn.isTest);
  const tests = context.assessment.functions.length - own.length;
  const order = [...own].sort(
    (a, b) => b.leverage - a.leverage || b.points - a.points || byCodeUnits(a.id, b.id),
  );
  const isWhole = context.isPrint && context.isFull;
  const list = capped(order, isWhole ? WHOLE : capOf(context, onPaper(order.length), WHOLE));
  const byId = (a: FunctionAssessment, b: FunctionAssessment) => byCodeUnits(a.id, b.id);
  const items = [...list.items].sort(byId).map((fn) => functionView(context, fn));
  if (!isWhole) return { ...list, items, tests, brief: [] };
  const brief = context.isDraft === true ? [] : order.slice(list.shown).sort(byId);
  return {
    ...capped(order, order.length),
    items,
    tests,
    brief: brief.map((fn) => briefView(context, fn)),
  };
}

/** So many functions are shown with all their evidence. */
const WHOLE = 120;

/**
 * On paper, where two fill a page, the appendix of a small program is whole; of a large one it shows how
 * the evidence looks where it matters most, and says where the rest is.
 */
function onPaper(functions: number): number {
  return functions <= WHOLE / 2 ? functions : WHOLE / 5;
}

/** One paragraph of plain text: thousands of these are printed in the time of a hundred whole ones. */
function briefView({ words, assessment }: SectionContext, fn: FunctionAssessment) {
  const [first] = fn.evidence;
  const source = first === undefined ? undefined : excerptOf(assessment, first.path)?.[first.line];
  const steps = fn.evidence.map(({ path, line, calls }) => `${path}:${line} → ${calls}`);
  return {
    id: fn.id,
    facts: [
      words.t(`verdict.${fn.verdict}`),
      `${fn.path}:${fn.line}`,
      words.t(`confidence.${fn.confidence}`),
      ...fn.roles.map((role) => words.t(`role.${role}`)),
      words.t("unit.points", { n: fn.points }),
      words.t("functions.wave", { n: fn.wave }),
    ].join(" · "),
    reason: fn.reason,
    path: steps.join("; "),
    source: source?.trim(),
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

function excerptOf({ excerpts }: SectionContext["assessment"], path: string) {
  return Object.hasOwn(excerpts, path) ? excerpts[path] : undefined;
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
  const lines = excerptOf(assessment, path);
  if (lines?.[String(line)] === undefined) return [];
  return Array.from({ length: 2 * AROUND + 1 }, (_, index) => line - AROUND + index).flatMap(
    (number) => {
      const text = lines[String(number)];
      return text === undefined ? [] : [{ line: number, text, isHit: number === line }];
    },
  );
}
