import {
  DECIDING_RANK,
  isBeneath,
  isDeciding,
  type Link,
  nameOf,
  type Program,
  scopeOf,
} from "../program.ts";
import { ANY, contextsOf } from "./contexts.ts";
import type { Families } from "./families.ts";
import type { Reach } from "./find-reach.ts";
import { findHandedOn } from "./handed-on.ts";
import { findRegistered, findReplaced, findStandIns } from "./replaced-functions.ts";
import { isTopLevel } from "./run-time.ts";
import { storedFunctions } from "./stored-functions.ts";
import { parametersOf } from "./written-calls.ts";

/**
 * `value`: it is made inside another function and given away, or kept in a collection or an attribute.
 * `computed`: it may be found under a name made at run time and handed on.
 * `replaced`: a decorator of the program that is not seen to call it puts something else in its place.
 * `file`: it makes its objects files, which whatever gets one reads or writes.
 */
export type GivenAway = "value" | "computed" | "replaced" | "file";

/** Functions that must be awaited, perhaps at least, and that nothing is seen to call or to start, families taken as one. */
export interface Unseen {
  readonly all: ReadonlySet<number>;
  isUnseen(index: number): boolean;
  /** In which way it is put out of sight, if in any: who calls it is not seen then. */
  givenAway(index: number): GivenAway | undefined;
  /** What decorators of the program put in the place of an unseen function: whoever calls it calls these. */
  wrappersOf(index: number): readonly number[];
  /** What decorators of the program put in the place of any function. */
  standInsOf(index: number): readonly number[];
}

/** Of the product only: what stands above these functions is a guess at best. */
export function findUnseen(
  program: Program,
  reach: Reach,
  families: Families,
  isAwaited: (library: string) => boolean,
): Unseen {
  const isKnown = knowsOf(program, families);
  const inner = findInner(program, reach, isKnown);
  const wrappersOf = (index: number) =>
    isDecorated(program, index)
      ? (program.callers[index] ?? []).filter((link) => isUncalled(link)).map(({ from }) => from)
      : [];
  const isUncalled = (link: Link) =>
    inner.has(link.from) || (isInner(program, link.from) && !isCalledThere(program, link));
  const isReplaced = findReplaced(program);
  const isRegistered = findRegistered(program);
  const isValue = (index: number) =>
    isKept(program, index) || isHandedOut(program, index, isAwaited) || isRegistered(index);
  const isHandedOn = findHandedOn(program);
  const unseen = new Set(inner);
  const standing = new Set<number>();
  for (const index of candidates(program, reach)) {
    const wrappers = wrappersOf(index);
    const isHidden = (link: Link) => wrappers.includes(link.from);
    if (families.membersOf(index).some((member) => isKnown(member, isHidden, index))) continue;
    unseen.add(index);
    for (const wrapper of wrappers) standing.add(wrapper);
  }
  return {
    all: unseen,
    isUnseen: (index) => unseen.has(index),
    givenAway: (index) => {
      if (inner.has(index) && !standing.has(index)) return "value";
      if (!unseen.has(index)) return undefined;
      if (isValue(index)) return "value";
      if (isHandedOn(index)) return "computed";
      if (isReplaced(index) && wrappersOf(index).length === 0) return "replaced";
      return isOfFiles(program, index) ? "file" : undefined;
    },
    wrappersOf: (index) => (unseen.has(index) ? wrappersOf(index) : []),
    standInsOf: findStandIns(program),
  };
}

/** Declared for whoever asks; handed to a library, which counts where it is sure (as a link). */
const SAYS_NOTHING: ReadonlySet<string> = new Set(["plugin", "callback"]);

/** `asked`: the member of the family that it is asked for, if another. */
type IsKnown = (index: number, isHidden: (link: Link) => boolean, asked?: number) => boolean;

/** Something of the product calls or starts it, or the program is entered there. */
function knowsOf(program: Program, families: Families): IsKnown {
  const entries = new Set(
    program.graph.entryPoints.flatMap(({ function: id, kind }) =>
      SAYS_NOTHING.has(kind) ? [] : [id],
    ),
  );
  // A plugin that runs itself as a script (`Probe().run()` at its end) tells nothing of its relatives' callers.
  const isOfScript = ({ from, to }: Link) =>
    program.nodes[from]?.kind === "module" &&
    program.nodes[from]?.module === program.nodes[to]?.module;
  return (index, isHidden, asked = index) => {
    if (entries.has(program.nodes[index]?.id ?? "")) return true;
    const members = families.membersOf(index);
    return (program.callers[index] ?? []).some(
      (link) =>
        isDeciding(link) &&
        (link.isInline || link.edge.kind !== "call") &&
        !members.includes(link.from) &&
        !(asked !== index && isOfScript(link)) &&
        !isBeneath(program, link.from, index) &&
        !isHidden(link),
    );
  };
}

/**
 * Is the instance of the caller called that makes the call? A decorator's wrapper is one function for all
 * that it wraps: that the wrapper of one is called says nothing of what it does for another.
 */
function isCalledThere(program: Program, call: Link): boolean {
  const { from } = call;
  const instances = contextsOf(call).map(([instance]) => instance);
  if (instances.includes(ANY)) return true;
  return (program.callers[from] ?? []).some(
    (link) =>
      isDeciding(link) &&
      !isBeneath(program, link.from, from) &&
      contextsOf(link).some(([, instance]) => instance === ANY || instances.includes(instance)),
  );
}

/** Functions inside others that nothing calls but their like: a wrapper of a wrapper is no more seen than it is. */
function findInner(program: Program, reach: Reach, isKnown: IsKnown): ReadonlySet<number> {
  const inner = new Set(candidates(program, reach).filter((index) => isInner(program, index)));
  for (let before = -1; before !== inner.size; ) {
    before = inner.size;
    for (const index of inner) {
      if (isKnown(index, (link) => inner.has(link.from))) inner.delete(index);
    }
  }
  return inner;
}

function candidates(program: Program, reach: Reach): readonly number[] {
  return [...program.nodes.entries()].flatMap(([index, node]) => {
    const isOurs = program.standings[index] === 0 && node.isLibrary !== true;
    const isFunction = !isTopLevel(node) && node.kind !== "lambda";
    return isOurs && isFunction && reach.needsAwait.rankOf(index) >= 0 ? [index] : [];
  });
}

function isInner({ graph, nodes }: Program, index: number): boolean {
  const node = nodes[index];
  const scope = node && scopeOf(graph, node);
  const parent = graph.modules[node?.module ?? -1]?.scopes[scope?.parent ?? -1];
  return parent !== undefined && parent.kind !== "module" && parent.kind !== "class";
}

/** `self.hooks.append(self.notify)`: that nothing is seen to call it does not mean that nothing does. */
function isKept({ graph, nodes }: Program, index: number): boolean {
  const { module = -1, scope = -1 } = nodes[index] ?? {};
  const facts = graph.modules[module];
  return facts !== undefined && storedFunctions(facts).kept.has(scope);
}

/** `zipfile`, a client's upload or `shutil.copyfileobj()` call them on any object that has them. */
const OF_FILES: ReadonlySet<string> = new Set(
  "read readline readlines readinto write writelines".split(" "),
);

function isOfFiles(program: Program, index: number): boolean {
  const node = program.nodes[index];
  const isNamedSo = node?.kind === "method" && OF_FILES.has(nameOf(node));
  return isNamedSo && parametersOf(program, index).length <= 1;
}

/** Perhaps a library gets it, and calls it in a manner that is not known: not one that awaits what it is given. */
const isHandedOut = (
  { callers }: Program,
  index: number,
  isAwaited: (library: string) => boolean,
): boolean =>
  (callers[index] ?? []).some(
    ({ edge, rank }) =>
      edge.kind === "callback" &&
      edge.runsIn === "unknown" &&
      rank > DECIDING_RANK &&
      !isAwaited(edge.through ?? ""),
  );

function isDecorated({ graph, nodes }: Program, index: number): boolean {
  const node = nodes[index];
  return node !== undefined && (scopeOf(graph, node)?.decorators.length ?? 0) > 0;
}
