import type { FunctionId } from "../callgraph/call-graph.ts";
import type { Story, ThreePoint, WorkPackage } from "./estimate.ts";
import type { PricingInput } from "./price-functions.ts";
import { add, hundredths, NOTHING, scale } from "./three-point.ts";

/** A story is plannable up to this many points; a package above it is split by meaning. */
const LARGEST = 8;
/** Packages below this are gathered with their neighbours of the same epic, kind and folder. */
const SMALLEST = 1;

interface Piece {
  readonly title: string;
  readonly epic: string;
  readonly wave: number;
  readonly kind: WorkPackage["kind"];
  readonly points: number;
  readonly hours: ThreePoint;
  readonly packages: readonly string[];
  readonly functions: readonly FunctionId[];
  readonly paths: readonly string[];
  readonly leverage: number;
}

/**
 * Work packages as stories of one to eight points, in the order of work: by wave, within a wave by
 * leverage per point. Larger packages are split along classes and functions, smaller ones gathered.
 * The stories' points and hours add up to the packages'.
 */
export function writeStories(input: PricingInput, packages: readonly WorkPackage[]): Story[] {
  const leverageOf = new Map(
    input.readiness.verdicts.map(({ function: id, leverage }) => [id, leverage]),
  );
  const pieces = packages.flatMap((part) => split(part, leverageOf));
  const gathered = gather(pieces).sort(byOrderOfWork);
  const numbered = gathered.map((piece, index) => ({
    ...piece,
    id: `S-${String(index + 1).padStart(3, "0")}`,
  }));
  return numbered.map((piece) => story(piece, lastBefore(numbered, piece.wave)));
}

function split(part: WorkPackage, leverageOf: ReadonlyMap<FunctionId, number>): Piece[] {
  const base = {
    title: part.title,
    epic: part.epic,
    wave: part.wave,
    kind: part.kind,
    packages: [part.id],
    paths: part.paths,
  };
  const leverage = (ids: readonly FunctionId[]) =>
    ids.reduce((sum, id) => sum + (leverageOf.get(id) ?? 0), 0);
  const count = Math.ceil(part.points.likely / LARGEST);
  if (count <= 1) {
    return [
      {
        ...base,
        points: part.points.likely,
        hours: part.hours,
        functions: part.functions,
        leverage: leverage(part.functions),
      },
    ];
  }
  const groups = partition(part.functions, count);
  const shares = shareOut(part.points.likely, count);
  const hours = shareOutHours(part.hours, shares, part.points.likely);
  return shares.map((points, index) => {
    const functions = groups[index] ?? [];
    const title = `${part.title} (${index + 1} of ${count}${headline(functions)})`;
    return {
      ...base,
      title,
      points,
      hours: hours[index] ?? NOTHING,
      functions,
      leverage: leverage(functions),
    };
  });
}

/** Consecutive functions stay together: ids sort by class. */
function partition(functions: readonly FunctionId[], count: number): FunctionId[][] {
  const size = Math.ceil(functions.length / count);
  return Array.from({ length: count }, (_, index) =>
    functions.slice(index * size, (index + 1) * size),
  );
}

function headline(functions: readonly FunctionId[]): string {
  const [first] = functions;
  return first === undefined ? "" : `: ${first.split(".").slice(-2).join(".")} …`;
}

function shareOut(total: number, count: number): number[] {
  const each = Math.floor((total / count) * 100) / 100;
  return Array.from({ length: count }, (_, index) =>
    index < count - 1 ? each : hundredths(total - each * (count - 1)),
  );
}

function shareOutHours(total: ThreePoint, shares: readonly number[], points: number): ThreePoint[] {
  const parts = shares.slice(0, -1).map((share) => scale(total, share / points));
  const used = parts.reduce(add, NOTHING);
  return [...parts, add(total, scale(used, -1))];
}

/** Small pieces of one epic, kind and folder, put together up to the largest story. */
function gather(pieces: readonly Piece[]): Piece[] {
  const open = new Map<string, Piece>();
  const done: Piece[] = [];
  for (const piece of pieces) {
    if (piece.points >= SMALLEST) {
      done.push(piece);
      continue;
    }
    const key = [piece.wave, piece.epic, piece.kind, folder(piece)].join("\n");
    const known = open.get(key);
    if (known !== undefined && known.points + piece.points <= LARGEST)
      open.set(key, join(known, piece));
    else {
      if (known !== undefined) done.push(known);
      open.set(key, piece);
    }
  }
  return [...done, ...open.values()];
}

function folder({ paths: [path = ""] }: Piece): string {
  return path.split("/").slice(0, -1).join("/");
}

function join(a: Piece, b: Piece): Piece {
  const base = a.title.replace(/ and \d+ more$/, "");
  return {
    ...a,
    title: `${base} and ${a.packages.length} more`,
    points: hundredths(a.points + b.points),
    hours: add(a.hours, b.hours),
    packages: [...a.packages, ...b.packages],
    functions: [...a.functions, ...b.functions],
    paths: [...new Set([...a.paths, ...b.paths])].sort(),
    leverage: a.leverage + b.leverage,
  };
}

function byOrderOfWork(a: Piece, b: Piece): number {
  const gain = ({ leverage, points }: Piece) => leverage / Math.max(points, 0.01);
  return (
    a.wave - b.wave ||
    epicRank(a) - epicRank(b) ||
    gain(b) - gain(a) ||
    (a.title < b.title ? -1 : 1)
  );
}

function epicRank({ kind }: Piece): number {
  return ["fixed", "api-first", "library", "pattern", "function", "service", "tests"].indexOf(kind);
}

/** A story waits for the last story of the nearest earlier wave. */
function lastBefore(stories: readonly (Piece & { id: string })[], wave: number): string[] {
  const earlier = stories.filter((story) => story.wave < wave);
  const nearest = Math.max(...earlier.map((story) => story.wave));
  const last = earlier.filter((story) => story.wave === nearest).at(-1);
  return last === undefined ? [] : [last.id];
}

function story(piece: Piece & { id: string }, after: readonly string[]): Story {
  const { id, title, epic, points, hours, packages, functions, paths, wave, kind } = piece;
  return {
    id,
    title,
    epic,
    points,
    hours,
    packages,
    functions,
    paths,
    after,
    wave,
    acceptance: acceptance(kind),
  };
}

function acceptance(kind: WorkPackage["kind"]): string[] {
  switch (kind) {
    case "function":
      return [
        "the functions listed follow the plan's labels",
        "their tests pass",
        "assess finds no soundness violation in them",
      ];
    case "tests":
      return ["the tests run without Eventlet", "none is skipped"];
    case "service":
      return ["starts, stops and reloads under asyncio", "signals are handled"];
    case "library":
      return ["no call into the old library is left", "timeouts and retries behave as before"];
    default:
      return ["done and reviewed"];
  }
}
