import { byCodeUnits } from "../../by-code-units.ts";
import type { EntryPoint, RunsIn } from "../../callgraph/call-graph.ts";
import { DECIDING_RANK, type Link } from "../program.ts";
import { isImportLink, isTopLevel, type Scripts } from "../reach/run-time.ts";
import { findWaits } from "../reach/waits.ts";
import type { BoundarySite, Label } from "../readiness.ts";
import { isHandedOver, isPlanned, type PlanInput, plannedLinks } from "./plan-model.ts";

export interface BoundaryInput extends PlanInput {
  readonly scripts: Scripts;
  readonly entriesOf: ReadonlyMap<string, readonly EntryPoint[]>;
}

type LabelOf = (index: number) => Label;

/**
 * Every call site that the plan rewrites into a bridge: `async_def(...)` where async code, a spawn or
 * the outside enters a synchronous function, `awaitlet(...)` where a synchronous function waits.
 */
export function findBoundary(input: BoundaryInput, labelOf: LabelOf): readonly BoundarySite[] {
  const sites: BoundarySite[] = [];
  for (let index = 0; index < input.program.nodes.length; index += 1) {
    if (!isPlanned(input, index)) continue;
    sites.push(...callsFrom(input, labelOf, index));
    if (labelOf(index) === "sync") sites.push(...ownWaits(input, index), ...starts(input, index));
  }
  return withoutDoubles(sites.sort(compareSites));
}

/** One call site may have several edges to one callee (a property that is also called). */
function withoutDoubles(sites: readonly BoundarySite[]): BoundarySite[] {
  return sites.filter(
    (site, at) => at === 0 || compareSites(sites[at - 1] as BoundarySite, site) !== 0,
  );
}

function callsFrom(input: BoundaryInput, labelOf: LabelOf, index: number): BoundarySite[] {
  const isAsync = labelOf(index) === "async";
  return plannedLinks(input, index).flatMap((link) => {
    if ((labelOf(link.to) === "async") === isAsync) return [];
    return sitesOf(input, link, isAsync ? "async_def" : "awaitlet");
  });
}

function sitesOf(
  { program }: BoundaryInput,
  link: Link,
  kind: BoundarySite["kind"],
): BoundarySite[] {
  const path = program.nodes[link.from]?.path ?? "";
  return link.edge.sites.map(({ line, column }) => ({
    kind,
    function: link.edge.from,
    calls: link.edge.to,
    path,
    line,
    column,
  }));
}

function ownWaits({ program, reach }: BoundaryInput, index: number): BoundarySite[] {
  const node = program.nodes[index];
  return findWaits(program, reach, index)
    .filter(({ callee }) => callee === undefined)
    .map(({ line, column, calls }) => ({
      kind: "awaitlet" as const,
      function: node?.id ?? "",
      calls,
      path: node?.path ?? "",
      line,
      column,
    }));
}

/** Places where a stack begins that `async_def()` can be put around: never a thread, a signal, a finalizer or the exit. */
const ENTERABLE: ReadonlySet<RunsIn> = new Set([
  "caller",
  "green-thread",
  "hub",
  "loop",
  "framework",
  "unknown",
]);
const UNENTERABLE_ENTRIES: ReadonlySet<string> = new Set([
  "native-thread",
  "process",
  "signal-handler",
  "exit-handler",
  "finalizer",
]);

export const canEnter = ({ edge }: Link): boolean => ENTERABLE.has(edge.runsIn ?? "unknown");

/** Spawns, registrations, entry points; a function that nobody is seen to call is entered at its `def`. */
function starts(input: BoundaryInput, index: number): BoundarySite[] {
  const { program } = input;
  const node = program.nodes[index];
  if (node === undefined || isTopLevel(node)) return [];
  const spawned = launches(input, index)
    .filter(canEnter)
    .flatMap((link) => sitesOf(input, link, "async_def"));
  const entries = input.entriesOf.get(node.id) ?? [];
  const isEntered = entries.some(({ kind }) => !UNENTERABLE_ENTRIES.has(kind));
  // An override is entered where its family is, a library's hook where the library was called.
  const isFree =
    input.families.membersOf(index).length < 2 &&
    program.graph.externalOverrides[node.id] === undefined;
  const isRoot =
    isFree &&
    !hasCallers(input, index) &&
    launches(input, index).length === 0 &&
    entries.length === 0;
  if (spawned.length > 0 || (!isEntered && !isRoot)) return spawned;
  const { id, path = "", line = 1 } = node;
  return [{ kind: "async_def", function: id, calls: id, path, line, column: 0 }];
}

/** Links that start the function: spawns, callbacks, awaited APIs, and the body of a script or main guard. */
export function launches(input: BoundaryInput, index: number): readonly Link[] {
  const { program, scripts } = input;
  return (program.callers[index] ?? []).filter((link) => {
    const caller = program.nodes[link.from];
    if (link.rank > DECIDING_RANK || caller?.isTest === true) return false;
    if (!link.isInline) return link.edge.kind !== "call";
    if (isHandedOver(input, link)) return true;
    return (
      caller !== undefined &&
      isTopLevel(caller) &&
      !isPlanned(input, link.from) &&
      !isImportLink(program, scripts, link)
    );
  });
}

function hasCallers(input: BoundaryInput, index: number): boolean {
  return (input.program.callers[index] ?? []).some(
    (link) => link.isInline && link.rank <= DECIDING_RANK && isPlanned(input, link.from),
  );
}

function compareSites(a: BoundarySite, b: BoundarySite): number {
  return (
    byCodeUnits(a.path, b.path) ||
    a.line - b.line ||
    a.column - b.column ||
    byCodeUnits(a.kind, b.kind) ||
    byCodeUnits(a.function, b.function) ||
    byCodeUnits(a.calls, b.calls)
  );
}
