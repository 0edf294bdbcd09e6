import type { CallGraph } from "../call-graph.ts";

/**
 * Dotted names outside the analysed code that its values really reach: callees, base classes and
 * decorators, sorted. Reading the modules that hold them would make the graph more complete.
 *
 * `isKnown` tells what must stay outside although it is installed: the standard library, and the
 * packages whose behaviour the knowledge describes by name.
 */
export function wantedNames(
  graph: CallGraph,
  isKnown: (name: string) => boolean,
): readonly string[] {
  const names = new Set<string>();
  for (const { kind, id } of graph.nodes) if (kind === "external") names.add(id);
  for (const { name, how } of graph.externalReferences) {
    if (how === "subclass" || how === "decorator") names.add(name);
  }
  const own = new Set(graph.classes.map(({ id }) => id));
  for (const { ancestors } of graph.classes) {
    for (const ancestor of ancestors) if (!own.has(ancestor)) names.add(ancestor);
  }
  return [...names].filter((name) => !name.startsWith("<") && !isKnown(name)).sort();
}
