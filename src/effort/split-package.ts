import type { FunctionId } from "../callgraph/call-graph.ts";
import { type Sentence, say, type Text, textIn } from "../sentence.ts";
import type { EffortModel } from "./effort-model.ts";
import type { ThreePoint, WorkPackage } from "./estimate.ts";
import { LARGEST, type Piece } from "./piece.ts";
import { FIRST_TESTS } from "./price-tests.ts";
import { add, hundredths, NOTHING, scale } from "./three-point.ts";

/** What is known of the functions in a package. */
export interface FunctionFacts {
  pointsOf(id: FunctionId): number;
  leverageOf(id: FunctionId): number;
  /** The class that a method belongs to, else undefined. */
  classOf(id: FunctionId): string | undefined;
}

interface Part {
  readonly title: Text;
  readonly weight: number;
  readonly functions: readonly FunctionId[];
  readonly paths: readonly string[];
}

const STEPS = [
  "fixed",
  "api-first",
  "first tests",
  "library",
  "pattern",
  "function",
  "boundary",
  "tests",
];
const LAST_STEP = STEPS.length;

/**
 * A package as pieces of at most eight points: split along classes and functions where it has some,
 * else along its steps or its files. The pieces' points and hours add up to the package's.
 */
export function splitPackage(
  part: WorkPackage,
  model: EffortModel,
  facts: FunctionFacts,
): readonly Piece[] {
  const count = Math.ceil(part.points.likely / LARGEST);
  const parts = count <= 1 ? [wholeOf(part)] : partsOf(part, count, model, facts).flatMap(halve);
  const points = shareOut(
    part.points.likely,
    parts.map(({ weight }) => weight),
  );
  const hours = shareOutHours(part.hours, points, part.points.likely);
  return parts.map(({ title, functions, paths }, index) => ({
    titles: [title],
    epic: part.epic,
    wave: part.wave,
    kind: part.kind,
    step: stepOf(part),
    points: points[index] ?? 0,
    hours: hours[index] ?? NOTHING,
    packages: [part.id],
    functions,
    paths,
    leverage: functions.reduce((sum, id) => sum + facts.leverageOf(id), 0),
  }));
}

function stepOf({ id, kind }: WorkPackage): number {
  const step = STEPS.indexOf(id.startsWith(FIRST_TESTS) ? "first tests" : kind);
  return step < 0 ? LAST_STEP : step;
}

function wholeOf({ title, functions, paths, points }: WorkPackage): Part {
  return { title, functions, paths, weight: points.likely };
}

function partsOf(
  part: WorkPackage,
  count: number,
  { fixed }: EffortModel,
  facts: FunctionFacts,
): readonly Part[] {
  const { functions, paths, title, points } = part;
  if (functions.length > 1) return alongFunctions(part, count, facts);
  const steps = fixed.find(({ id }) => part.id === `fixed:${id}`)?.steps ?? [];
  const even = { functions, paths, weight: points.likely / count };
  if (steps.length >= count) {
    const weight = points.likely / steps.length;
    return steps.map((step) => ({ ...even, title: step, weight }));
  }
  if (paths.length >= count) {
    return Array.from({ length: count }, (_, index) => {
      const own = paths.filter((_path, at) => Math.floor((at * count) / paths.length) === index);
      const weight = (points.likely * own.length) / paths.length;
      return { title: say`${textIn(title)}: ${own}`, functions, paths: own, weight };
    });
  }
  return Array.from({ length: count }, () => ({ ...even, title }));
}

/** Functions of one class stay together as long as they fit. */
function alongFunctions(
  { functions, paths, title, kind, points }: WorkPackage,
  count: number,
  { pointsOf, classOf }: FunctionFacts,
): readonly Part[] {
  const weigh = (id: FunctionId) => (kind === "function" ? Math.max(0.01, pointsOf(id)) : 1);
  const total = functions.reduce((sum, id) => sum + weigh(id), 0);
  const sizeOf = (ids: readonly FunctionId[]) =>
    (ids.reduce((sum, id) => sum + weigh(id), 0) * points.likely) / total;
  const room = Math.min(LARGEST, (points.likely / count) * 1.25);
  const units = groupByClass(functions, classOf).flatMap((group) =>
    sizeOf(group) <= room ? [group] : group.map((id) => [id]),
  );
  const isCut = new Set(units.filter(({ length }) => length === 1).map(([id]) => id));
  // A class that is cut is named by its methods, a whole one by itself.
  const ownerOf = (id: FunctionId) => (isCut.has(id) ? undefined : classOf(id));
  return fill(units, room, sizeOf).map((ids) => ({
    functions: ids,
    weight: sizeOf(ids),
    paths,
    title: say`${textIn(title)}: ${namesIn(ids, ownerOf, classOf)}`,
  }));
}

/** Units put together in their order, as many as the room holds. */
function fill(
  units: readonly FunctionId[][],
  room: number,
  sizeOf: (ids: readonly FunctionId[]) => number,
): readonly FunctionId[][] {
  const bins: FunctionId[][] = [];
  for (const unit of units) {
    const bin = bins.at(-1);
    if (bin === undefined || sizeOf(bin) + sizeOf(unit) > room) bins.push([...unit]);
    else bin.push(...unit);
  }
  return bins;
}

function groupByClass(
  functions: readonly FunctionId[],
  classOf: FunctionFacts["classOf"],
): FunctionId[][] {
  const groups: FunctionId[][] = [];
  let current: string | undefined;
  for (const id of functions) {
    const owner = classOf(id);
    const last = groups.at(-1);
    if (last === undefined || owner === undefined || owner !== current) groups.push([id]);
    else last.push(id);
    current = owner;
  }
  return groups;
}

const NAMES_SHOWN = 3;

function namesIn(
  functions: readonly FunctionId[],
  ownerOf: FunctionFacts["classOf"],
  classOf: FunctionFacts["classOf"],
): Sentence {
  const last = (id: string, parts: number) => id.split(".").slice(-parts).join(".");
  const nameOf = (id: FunctionId) => {
    const owner = ownerOf(id);
    return owner === undefined ? last(id, classOf(id) === undefined ? 1 : 2) : last(owner, 1);
  };
  const names = [...new Set(functions.map(nameOf))];
  const more = names.length - NAMES_SHOWN;
  const shown = names.slice(0, NAMES_SHOWN);
  return more > 0 ? say`${shown} and ${more} more` : say`${shown}`;
}

/** A function that alone is too large has no finer meaning to split by: equal parts of it. */
function halve(part: Part): readonly Part[] {
  const count = Math.ceil(part.weight / LARGEST);
  return Array.from({ length: Math.max(1, count) }, () => ({
    ...part,
    weight: part.weight / Math.max(1, count),
  }));
}

/** Hundredths by weight; the last one takes what rounding leaves. */
function shareOut(total: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let given = 0;
  return weights.map((weight, index) => {
    const isLast = index === weights.length - 1;
    const each = hundredths(isLast ? total - given : (total * weight) / (whole || 1));
    given = hundredths(given + each);
    return each;
  });
}

function shareOutHours(total: ThreePoint, shares: readonly number[], points: number): ThreePoint[] {
  const parts = shares.slice(0, -1).map((share) => scale(total, points === 0 ? 0 : share / points));
  const used = parts.reduce(add, NOTHING);
  return [...parts, add(total, scale(used, -1))];
}
