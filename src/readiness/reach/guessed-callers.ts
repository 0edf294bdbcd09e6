import type { GraphNode } from "../../callgraph/call-graph.ts";
import type { Climates } from "../../eventlet/findings.ts";
import { NO_CLIMATES } from "../../eventlet/processes/climates.ts";
import { groupBy } from "../../group-by.ts";
import {
  DECIDING_RANK,
  isBeneath,
  isDeciding,
  type Link,
  nameOf,
  type Program,
} from "../program.ts";
import { findComputedTargets, findDispatches } from "./dispatches.ts";
import type { Families } from "./families.ts";
import type { Reach } from "./find-reach.ts";
import { guess } from "./guessed-link.ts";
import { callsOnOneself } from "./own-calls.ts";
import { isCommonName } from "./parameter-calls.ts";
import { findSilentCalls, type UnknownCall } from "./silent-calls.ts";
import { findUnseen, type Unseen } from "./unseen.ts";
import { callsOfValues } from "./value-calls.ts";

/**
 * Who may call the functions that nothing is seen to call. Such a function is hardly ever dead: it is
 * a plugin's, a driver's or a controller's, found by a name made at run time. What follows from its
 * callers cannot be read off the graph, but which places may call it can: if one of these cannot await,
 * the function had better stay synchronous, which is never wrong.
 */
export interface GuessedCallers extends Unseen {
  /** The plugin group that the function, its class or its module is declared in. */
  pluginOf(index: number): string | undefined;
  /** The guessed calls, by caller. */
  readonly linksOf: ReadonlyMap<number, readonly Link[]>;
  /** The callers, and whatever calls them inline: they wait only if a guess is true. */
  readonly wouldWait: ReadonlySet<number>;
}

/** What is known of the processes, and of the libraries that await what they are given. */
export interface Surroundings {
  readonly climates: Climates | undefined;
  isAwaited(library: string): boolean;
}

const UNKNOWN: Surroundings = { climates: undefined, isAwaited: () => false };

export function guessCallers(
  program: Program,
  reach: Reach,
  families: Families,
  { climates, isAwaited }: Surroundings = UNKNOWN,
): GuessedCallers {
  const found = findUnseen(program, reach, families, isAwaited);
  const unseen = found.all;
  const isOpen = (link: Link) =>
    link.from !== link.to &&
    !isBeneath(program, link.from, link.to) &&
    canBeMade(link, climates ?? NO_CLIMATES);
  const named = [
    ...possibleCalls(program, unseen),
    ...callsOfTables(program, reach, unseen),
    ...callsByName(program, reach, unseen),
    ...resumptions(program, unseen),
    ...callsOnOneself(program, reach.mustAwait),
    ...callsOfFound(program, reach),
  ].filter(isOpen);
  const computed = callsByComputedName(program, unseen, named).filter(isOpen);
  const callable = new Set([...unseen, ...computed.map(({ from }) => from)]);
  const guessed = [...named, ...computed, ...callsOfValues(program, callable).filter(isOpen)];
  // A generator that would wait only if a guess is true: whoever makes it would wait likewise.
  const perhaps = guessed.map(({ from }) => from).filter((index) => !reach.mustAwait(index));
  const links = [...guessed, ...resumptions(program, new Set(perhaps)).filter(isOpen)];
  const linksOf = groupBy(links, ({ from }) => from);
  return {
    ...found,
    pluginOf: findPlugins(program),
    linksOf,
    wouldWait: callersAbove(program, reach, linksOf.keys()),
  };
}

/** Some process, known or not, executes the caller and has what it calls. */
function canBeMade({ edge: { from, to } }: Link, { known, isUnknown }: Climates): boolean {
  return isUnknown(from) || isUnknown(to) || known.some((climate) => climate.passes(from, to));
}

/** The declaration that makes a function, its class or its module a plugin. */
function findPlugins(program: Program): (index: number) => string | undefined {
  const declared = new Map(
    program.graph.entryPoints.flatMap(({ function: id, kind, because }) =>
      kind === "plugin" ? [[id, because] as const] : [],
    ),
  );
  return (index) => {
    const { id = "", class: owner = id, module = -1 } = program.nodes[index] ?? {};
    const { module: name = "" } = program.graph.modules[module] ?? {};
    return declared.get(id) ?? declared.get(owner) ?? declared.get(name);
  };
}

/** Edges of the graph that are possible only. */
function possibleCalls(program: Program, unseen: ReadonlySet<number>): readonly Link[] {
  return [...unseen].flatMap((index) =>
    (program.callers[index] ?? []).filter((link) => link.isInline && !isDeciding(link)),
  );
}

/**
 * A function of a module that a call takes out of a table of many (`get = GETTERS[kind]`) is surely among what it may call,
 * whatever else calls that function.
 */
function callsOfTables(
  program: Program,
  reach: Reach,
  unseen: ReadonlySet<number>,
): readonly Link[] {
  return program.nodes.flatMap(({ kind, isLibrary }, index) => {
    const isMeant = kind === "function" && isLibrary !== true && reach.mustAwait(index);
    if (!isMeant || unseen.has(index)) return [];
    return (program.callers[index] ?? []).filter(
      (link) => link.isInline && !isDeciding(link) && link.edge.how === "call",
    );
  });
}

/**
 * `x.name(…)` where nothing is known of `x`: any unseen function of that name, and any method where
 * the name is telling, whatever else calls it. A name of several words is hardly given twice by chance.
 */
function callsByName(program: Program, reach: Reach, unseen: ReadonlySet<number>): readonly Link[] {
  const isMeant = ({ kind, isLibrary }: GraphNode, index: number) =>
    unseen.has(index) ||
    (kind === "method" &&
      isLibrary !== true &&
      reach.mustAwait(index) &&
      TELLING.test(nameAt(program, index)));
  const meant = program.nodes.flatMap((node, index) => (isMeant(node, index) ? [index] : []));
  const byName = groupBy(meant, (index) => nameAt(program, index));
  const links = ({ from, name, site }: UnknownCall) =>
    name === "" || isCommonName(name)
      ? []
      : (byName.get(name) ?? []).map((to) => guess(program, from, to, { how: "fallback", site }));
  return [
    ...[...unresolvedCalls(program), ...callsOfFakes(program)].flatMap(links),
    ...findSilentCalls(program, new Set([...unseen].map((index) => nameAt(program, index))))
      .filter(({ name, isGuest }) => isGuest || TELLING.test(name))
      .flatMap(links)
      .filter(({ to }) => unseen.has(to)),
  ];
}

function unresolvedCalls(program: Program): readonly UnknownCall[] {
  return program.graph.unresolvedSites.flatMap(({ function: id, site, text }) => {
    const from = program.indexOf(id);
    return from === undefined ? [] : [{ from, name: text.slice(1), site }];
  });
}

/** All that is seen to be called there are fakes of the tests: what the product puts in is not known. */
function callsOfFakes(program: Program): readonly UnknownCall[] {
  const fakes = new Map<string, UnknownCall>();
  for (const { from, to, site } of callsAt(program)) {
    if (isFake(program, from, to))
      fakes.set(`${from}:${site.site}`, { from, name: nameAt(program, to), site });
  }
  if (fakes.size === 0) return [];
  for (const { from, to, site } of callsAt(program)) {
    if (!isFake(program, from, to)) fakes.delete(`${from}:${site.site}`);
  }
  return [...fakes.values()];
}

/** The product's calls, place by place; of what lies outside the program without a number. */
function* callsAt({ graph, standings, indexOf }: Program) {
  for (const { from: id, to, sites } of graph.edges) {
    const from = indexOf(id);
    if (from === undefined || standings[from] !== 0) continue;
    for (const site of sites) yield { from, to: indexOf(to) ?? -1, site };
  }
}

const isFake = (program: Program, from: number, to: number): boolean =>
  to >= 0 && isBeneath(program, to, from);

const TELLING = /^_?[a-z0-9]+(_[a-z0-9]+)+$/i;

/**
 * Places that call what was found under a computed name may mean any public method; those of which the
 * graph knows some, a method that nothing else is guessed to call.
 */
function callsByComputedName(
  program: Program,
  unseen: ReadonlySet<number>,
  named: readonly Link[],
): readonly Link[] {
  const explained = new Set(named.map(({ to }) => to));
  const targets = [...unseen].filter(
    (index) => program.nodes[index]?.kind === "method" && !nameAt(program, index).startsWith("_"),
  );
  return findDispatches(program).flatMap(({ from, site, isPartial, canFind }) =>
    targets
      .filter((to) => canFind(to) && (!isPartial || !explained.has(to)))
      .map((to) => guess(program, from, to, { how: "getattr", site })),
  );
}

/** Of what `getattr()` is taken to find under a computed name, methods of a telling one, whatever else calls them. */
function callsOfFound(program: Program, reach: Reach): readonly Link[] {
  const matters = (index: number) => reach.mustAwait(index) && TELLING.test(nameAt(program, index));
  return findComputedTargets(program, matters).map(({ from, to, site }) =>
    guess(program, from, to, { how: "getattr", site }),
  );
}

/** Whoever makes a generator hands it to what goes through it, mostly one of its own callers. */
function resumptions(program: Program, unseen: ReadonlySet<number>): readonly Link[] {
  return [...unseen].flatMap((index) =>
    (program.callers[index] ?? []).filter(
      (link) => !link.isInline && link.edge.kind === "call" && link.edge.how !== "decorator",
    ),
  );
}

function nameAt({ nodes }: Program, index: number): string {
  const node = nodes[index];
  return node === undefined ? "" : nameOf(node);
}

/** The callers and all that wait for them, as far as the graph is sure; what must wait anyway is left out. */
function callersAbove(
  program: Program,
  reach: Reach,
  callers: Iterable<number>,
): ReadonlySet<number> {
  const above = new Set([...callers].filter((index) => !reach.mustAwait(index)));
  for (const index of above) {
    for (const { from, isInline, rank } of program.callers[index] ?? []) {
      const waits = isInline && rank <= DECIDING_RANK && !isBeneath(program, from, index);
      if (waits && !reach.mustAwait(from)) above.add(from);
    }
  }
  return above;
}
