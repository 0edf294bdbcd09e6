import { byCodeUnits } from "../../by-code-units.ts";
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
  const own = new Set(graph.classes.map(({ id }) => id));
  const callees = graph.nodes.flatMap(({ kind, id }) => (kind === "external" ? [id] : []));
  const ancestors = graph.classes.flatMap((each) => each.ancestors.filter((id) => !own.has(id)));
  const references = graph.externalReferences
    .filter(({ how }) => how === "subclass" || how === "decorator")
    .map(({ name }) => name);
  return [...new Set([...callees, ...ancestors, ...references])]
    .filter((name) => !name.startsWith("<") && !isKnown(name))
    .toSorted(byCodeUnits);
}
