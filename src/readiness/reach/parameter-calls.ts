import { addToGroup } from "../../group-by.ts";
import { isBeneath, isDeciding, type Link, type Program, scopeOf } from "../program.ts";
import { guess } from "./guessed-link.ts";

/**
 * Calls of a method on a parameter of which no value is known, in functions that nothing is seen to
 * call: what hands the value over is outside, and any method of that name may be meant. By callee, as
 * guesses. Where a caller is seen it mostly hands over what some library made (an open file, say).
 */
export function findParameterCalls(program: Program): ReadonlyMap<number, readonly Link[]> {
  const { graph } = program;
  const methods = methodsByName(program);
  const found = new Map<number, Link[]>();
  for (const { function: id, site, reason, text } of graph.unresolvedSites) {
    const from = program.indexOf(id);
    if (reason !== "unknown-parameter" || from === undefined) continue;
    if (!isProduct(program, from) || isCalled(program, from)) continue;
    for (const to of methods.get(text.slice(1)) ?? []) {
      addToGroup(found, to, guess(program, from, to, { how: "fallback", site }));
    }
  }
  return found;
}

/** Starting it in a thread of its own says as little as nothing: those arguments are unknown as well. */
function isCalled(program: Program, index: number): boolean {
  return (program.callers[index] ?? []).some(
    (link) => link.isInline && isDeciding(link) && !isBeneath(program, link.from, index),
  );
}

/** What texts and containers have as well: such a name says nothing about the object. */
const COMMON = new Set(
  `add append clear copy count decode difference discard encode endswith extend find format get index
  insert intersection items join keys lower pop popitem remove replace reverse rsplit setdefault sort
  split splitlines startswith strip title union update upper values`.split(/\s+/),
);

function methodsByName(program: Program): ReadonlyMap<string, readonly number[]> {
  const methods = new Map<string, number[]>();
  for (const { methods: own } of program.graph.classes) {
    for (const [name, id] of Object.entries(own)) {
      const index = program.indexOf(id);
      if (index === undefined || !isProduct(program, index) || isSpecial(name)) continue;
      const node = program.nodes[index];
      // Calling a generator function runs none of its body.
      if (node === undefined || scopeOf(program.graph, node)?.callable?.isGenerator) continue;
      addToGroup(methods, name, index);
    }
  }
  return methods;
}

export const isCommonName = (name: string): boolean => COMMON.has(name);
const isSpecial = (name: string): boolean => isCommonName(name) || /^__.*__$/.test(name);

/** Tests and examples, and libraries that were read, are not what is decided about. */
const isProduct = ({ nodes, standings }: Program, index: number): boolean =>
  standings[index] === 0 && nodes[index]?.isLibrary !== true;
