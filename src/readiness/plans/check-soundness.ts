import { say, type Text } from "../../sentence.ts";
import { DECIDING_RANK, type Link } from "../program.ts";
import { isImportLink, isTopLevel } from "../reach/run-time.ts";
import type { BoundarySite, Label, SoundnessViolation } from "../readiness.ts";
import { type BoundaryInput, canEnter, launches } from "./boundary.ts";
import { isPlanned, plannedLinks } from "./plan-model.ts";

type Code = SoundnessViolation["code"];
type LabelOf = (index: number) => Label;

/** A stack that begins in, or goes on into, a synchronous function without `async_def()` above it. */
interface Uncovered {
  readonly index: number;
  readonly code: Code;
  readonly because: Text;
}

/**
 * Does every path from an entry to an `awaitlet(...)` pass an `async_def(...)` in the same thread?
 *
 * Walks the program as the plan would leave it, trusting only the labels and the list of bridges.
 * A stack is uncovered where it starts in a synchronous function without a bridge, or where async
 * code calls one without a bridge. Each such start is followed along plain calls to the first
 * `awaitlet(...)` below it; that path is the proof.
 */
export function checkSoundness(
  input: BoundaryInput,
  labelOf: LabelOf,
  boundary: readonly BoundarySite[],
): readonly SoundnessViolation[] {
  const bridges = new Set(boundary.map(keyOf));
  const waiting = new Map<string, BoundarySite>();
  for (const site of boundary) {
    if (site.kind === "awaitlet" && !waiting.has(site.function)) waiting.set(site.function, site);
  }
  const violations: SoundnessViolation[] = [];
  for (let index = 0; index < input.program.nodes.length; index += 1) {
    if (!isPlanned(input, index)) continue;
    for (const start of uncoveredStarts(input, { index, labelOf, bridges })) {
      const violation = follow(input, { start, labelOf, waiting });
      if (violation !== undefined) violations.push(violation);
    }
    violations.push(...forgotten(input, { index, labelOf, bridges }), ...mixed(input, index));
  }
  return withoutDoubles(violations);
}

const keyOf = ({ kind, function: id, calls, line, column }: BoundarySite): string =>
  `${kind} ${id} ${calls} ${line}:${column}`;

interface Checked {
  readonly index: number;
  readonly labelOf: LabelOf;
  readonly bridges: ReadonlySet<string>;
}

/** Many paths may lead to one broken wait: the first one proves it. */
function withoutDoubles(violations: readonly SoundnessViolation[]): readonly SoundnessViolation[] {
  const first = new Map<string, SoundnessViolation>();
  for (const violation of violations) {
    const key = [violation.code, violation.function, violation.path, violation.line].join("\n");
    if (!first.has(key)) first.set(key, violation);
  }
  return [...first.values()];
}

function uncoveredStarts(input: BoundaryInput, checked: Checked): Uncovered[] {
  const { index, labelOf } = checked;
  if (labelOf(index) === "async") return uncoveredCalls(input, checked);
  const node = input.program.nodes[index];
  if (node !== undefined && isTopLevel(node)) {
    return [
      { index, code: "import-time", because: say`the body of a module runs before any event loop` },
    ];
  }
  return [
    ...byRegistration(input, checked),
    ...byEntryPoint(input, index),
    ...(input.sightings.get(index) ?? []).flatMap(({ id }) =>
      id === "del"
        ? [{ index, code: "finalizer" as const, because: say`the garbage collector calls it` }]
        : [],
    ),
  ];
}

/** From an async function into a synchronous one without `async_def()`: awaitlet would find no context. */
function uncoveredCalls(input: BoundaryInput, { index, labelOf, bridges }: Checked): Uncovered[] {
  return plannedLinks(input, index)
    .filter(({ to }) => labelOf(to) === "sync")
    .filter((link) => !isBridged(link, "async_def", bridges))
    .map(({ to, edge }) => ({
      index: to,
      code: "nested-awaitlet",
      because: say`${edge.from} is async and calls it directly`,
    }));
}

function isBridged(
  { edge }: Link,
  kind: BoundarySite["kind"],
  bridges: ReadonlySet<string>,
): boolean {
  return edge.sites.every(({ line, column }) =>
    bridges.has(`${kind} ${edge.from} ${edge.to} ${line}:${column}`),
  );
}

const BY_PLACE: Readonly<Record<string, Code>> = {
  "native-thread": "thread-hop",
  process: "thread-hop",
  signal: "signal-handler",
  finalizer: "finalizer",
};

function byRegistration(input: BoundaryInput, { index, bridges }: Checked): Uncovered[] {
  const { program, scripts } = input;
  const started = launches(input, index)
    .filter((link) => !canEnter(link) || !isBridged(link, "async_def", bridges))
    .map(({ edge }) => ({
      index,
      code: BY_PLACE[edge.runsIn ?? ""] ?? ("no-async-def-above" as const),
      because: say`${edge.through ?? say`a caller`} starts it (${edge.from})`,
    }));
  const imported = (program.callers[index] ?? []).filter(
    (link) =>
      link.isInline &&
      link.rank <= DECIDING_RANK &&
      program.nodes[link.from]?.isTest !== true &&
      !isPlanned(input, link.from) &&
      isImportLink(program, scripts, link),
  );
  return [
    ...started,
    ...imported.map(({ edge }) => ({
      index,
      code: "import-time" as const,
      because: say`${edge.from} calls it while it is imported`,
    })),
  ];
}

const BY_ENTRY: Readonly<Record<string, Code>> = {
  "native-thread": "thread-hop",
  process: "thread-hop",
  "signal-handler": "signal-handler",
  "exit-handler": "no-async-def-above",
  finalizer: "finalizer",
};

function byEntryPoint(input: BoundaryInput, index: number): Uncovered[] {
  const id = input.program.nodes[index]?.id;
  if (launches(input, index).some((link) => !canEnter(link))) return [];
  return (input.entriesOf.get(id ?? "") ?? []).flatMap(({ kind, because }) => {
    const code = BY_ENTRY[kind];
    return code === undefined ? [] : [{ index, code, because }];
  });
}

interface Followed {
  readonly start: Uncovered;
  readonly labelOf: LabelOf;
  readonly waiting: ReadonlyMap<string, BoundarySite>;
}

/** The first `awaitlet(...)` below an uncovered start, and the way to it. */
function follow(
  input: BoundaryInput,
  { start, labelOf, waiting }: Followed,
): SoundnessViolation | undefined {
  const { program } = input;
  const parents = new Map<number, number>([[start.index, -1]]);
  for (const [index] of parents) {
    const node = program.nodes[index];
    const site = waiting.get(node?.id ?? "");
    if (node !== undefined && site !== undefined) {
      return {
        code: start.code,
        function: node.id,
        path: site.path,
        line: site.line,
        message: say`awaitlet(${site.calls}) without async_def() above it: ${start.because}.`,
        pathFromEntry: pathTo(index, parents).map((at) => program.nodes[at]?.id ?? ""),
      };
    }
    for (const { to } of plannedLinks(input, index)) {
      if (labelOf(to) === "sync" && !parents.has(to)) parents.set(to, index);
    }
  }
  return undefined;
}

function pathTo(index: number, parents: ReadonlyMap<number, number>): number[] {
  const path: number[] = [];
  for (let at = index; at >= 0; at = parents.get(at) ?? -1) path.unshift(at);
  return path;
}

/** A synchronous function that calls an async one without `awaitlet()` only makes a coroutine and drops it. */
function forgotten(
  input: BoundaryInput,
  { index, labelOf, bridges }: Checked,
): SoundnessViolation[] {
  if (labelOf(index) === "async") return [];
  const node = input.program.nodes[index];
  return plannedLinks(input, index)
    .filter((link) => labelOf(link.to) === "async" && !isBridged(link, "awaitlet", bridges))
    .map(({ edge }) => ({
      code: "nested-awaitlet",
      function: edge.from,
      path: node?.path ?? "",
      line: edge.sites[0]?.line ?? node?.line ?? 1,
      message: say`${edge.to} becomes async; its coroutine is never awaited here.`,
      pathFromEntry: [edge.from, edge.to],
    }));
}

function mixed({ sightings, program }: BoundaryInput, index: number): SoundnessViolation[] {
  const node = program.nodes[index];
  return (sightings.get(index) ?? [])
    .filter(({ id }) => id === "mixed-eventlet-awaitlet")
    .map(({ line, detail }) => ({
      code: "mixed-stack",
      function: node?.id ?? "",
      path: node?.path ?? "",
      line,
      message: say`An Eventlet wait and an await on one stack: ${detail}.`,
      pathFromEntry: [node?.id ?? ""],
    }));
}
