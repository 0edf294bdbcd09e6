import { forEachConstraint, LiteralKind, Op } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";
import { nameOf, type Program } from "../program.ts";
import { findComputedCalls } from "./computed-calls.ts";

/**
 * Methods that may be found under a name made at run time and handed to something that calls them
 * (`engine.create_task(getattr(operation, hook))`): a module of the product does so and writes their
 * name as a text. Private methods are the affair of their class.
 */
export function findHandedOn(program: Program): (index: number) => boolean {
  const names = new Set(
    productModules(program)
      .filter((facts) => findComputedCalls(facts).isHandedOn)
      .flatMap((facts) => [...textsOf(facts)]),
  );
  return (index) => {
    const node = program.nodes[index];
    const name = node?.kind === "method" ? nameOf(node) : "_";
    return !name.startsWith("_") && names.has(name);
  };
}

/** Modules that are neither tests nor examples nor libraries. */
function productModules({ graph, nodes, standings }: Program): readonly ModuleFacts[] {
  const numbers = new Set(
    nodes.flatMap(({ module, isLibrary }, index) =>
      module !== undefined && isLibrary !== true && standings[index] === 0 ? [module] : [],
    ),
  );
  return [...numbers].flatMap((number) => graph.modules[number] ?? []);
}

function textsOf({ code, strings }: ModuleFacts): ReadonlySet<string> {
  const texts = new Set<string>();
  forEachConstraint(code, (operation, at) => {
    if (operation === Op.Literal && code[at + 1] === LiteralKind.string)
      texts.add(strings[code[at + 2] ?? -1] ?? "");
  });
  return texts;
}
