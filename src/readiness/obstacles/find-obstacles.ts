import type { CallGraph } from "../../callgraph/call-graph.ts";
import { groupBy } from "../../group-by.ts";
import { SITE_WIDTH } from "../../python/module-facts.ts";
import { moduleOf, nameOf, scopeOf } from "../program.ts";
import { readDecorators } from "../reach/replaced-functions.ts";
import { findWaits } from "../reach/waits.ts";
import { DETECTORS } from "./index.ts";
import type { Detector, Lookups, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

/** All sightings of each function, by its number, in the order of the detectors. */
export type Sightings = ReadonlyMap<number, readonly Sighting[]>;

/** Runs every detector on every function that it looks at; code of read libraries is not judged. */
export function findObstacles(context: ObstacleContext): Sightings {
  const { program, reach } = context;
  return lookAt(context, program.nodes.keys(), (index) => {
    const isWaiting = reach.needsAwait.rankOf(index) >= 0 || reach.suspends.rankOf(index) >= 0;
    if (isWaiting) return DETECTORS;
    return reach.touches.rankOf(index) >= 0 ? OF_REACHING : OF_ANY;
  });
}

/** What would stand on functions that wait only if a guess is true. */
export function findGuessedObstacles(context: ObstacleContext): Sightings {
  return lookAt(context, context.guessed.wouldWait, () => DETECTORS);
}

const OF_REACHING = DETECTORS.filter(({ looksAt }) => looksAt !== "waiting");
const OF_ANY = DETECTORS.filter(({ looksAt }) => looksAt === "any");

function lookAt(
  context: ObstacleContext,
  functions: Iterable<number>,
  detectorsFor: (index: number) => readonly Detector[],
): Sightings {
  const found = new Map<number, readonly Sighting[]>();
  for (const index of functions) {
    if (context.program.nodes[index]?.isLibrary === true) continue;
    const subject = subjectOf(context, index);
    const sightings = detectorsFor(index).flatMap(({ detect }) => detect(subject, context));
    if (sightings.length > 0) found.set(index, sightings);
  }
  return found;
}

function subjectOf({ program, reach }: ObstacleContext, index: number): Subject {
  const node = program.nodes[index];
  if (node === undefined) throw new RangeError(`no function number ${index}`);
  return {
    index,
    node,
    name: nameOf(node),
    scope: scopeOf(program.graph, node),
    facts: moduleOf(program.graph, node),
    waits: findWaits(program, reach, index),
  };
}

/** The indices that detectors look things up in. */
export function readLookups(graph: CallGraph): Lookups {
  const pathOf = (id: string) => graph.node(id)?.path ?? "";
  return {
    entriesOf: groupBy(graph.entryPoints, (entry) => entry.function),
    imported: readImports(graph),
    classes: new Map(graph.classes.map((info) => [info.id, info])),
    externalCallsOf: groupBy(graph.externalCalls, (call) => call.caller),
    referencesOf: groupBy(graph.externalReferences, (reference) => pathOf(reference.user)),
    referencesBy: groupBy(graph.externalReferences, (reference) => reference.user),
    decoratorsAt: readDecorators(graph),
    decoratorLines: findDecoratorLines(graph),
  };
}

function findDecoratorLines({ modules }: CallGraph): (module: number) => ReadonlySet<number> {
  const known = new Map<number, ReadonlySet<number>>();
  return (module) => {
    const facts = modules[module];
    const lines =
      known.get(module) ??
      new Set(
        facts?.scopes.flatMap(({ decorators }) =>
          decorators.map(({ site }) => facts.sites[site * SITE_WIDTH] ?? 0),
        ),
      );
    known.set(module, lines);
    return lines;
  };
}

function readImports(graph: CallGraph): Map<string, Map<string, string>> {
  const byPath = new Map<string, Map<string, string>>();
  for (const { within, module, name, alias } of graph.externalImports) {
    const path = graph.node(within)?.path;
    if (path === undefined) continue;
    const names = byPath.get(path) ?? new Map<string, string>();
    byPath.set(path, names);
    if (name !== undefined) names.set(alias ?? name, `${module}.${name}`);
    else if (alias !== undefined && alias !== module.split(".")[0]) names.set(alias, module);
    else names.set(alias ?? module, alias ?? module);
  }
  return byPath;
}
