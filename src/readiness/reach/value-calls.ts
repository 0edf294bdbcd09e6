import type { SiteRef } from "../../callgraph/call-graph.ts";
import { ArgumentKind } from "../../python/constraints.ts";
import type { CallableFacts } from "../../python/module-facts.ts";
import { isBeneath, type Link, nameOf, type Program, scopeOf } from "../program.ts";
import { guess } from "./guessed-link.ts";
import { argumentsAt } from "./written-calls.ts";

/**
 * `controller(request)` on a value of which nothing is known may call any object whose class can be
 * called and that nothing else is seen to call: as a guess, where the arguments fit. Asked of `targets`
 * that are such methods.
 */
export function callsOfValues(program: Program, targets: Iterable<number>): readonly Link[] {
  const callable = [...targets].filter((index) => isUncalled(program, index));
  if (callable.length === 0) return [];
  return program.graph.unresolvedSites.flatMap(({ function: id, site, text }) => {
    const from = program.indexOf(id);
    if (from === undefined || text !== "" || program.standings[from] !== 0) return [];
    const given = givenTo(program, from, site);
    return callable
      .filter((to) => to !== from && takes(callableOf(program, to), given))
      .map((to) => guess(program, from, to, { how: "fallback", site }));
  });
}

function isUncalled(program: Program, index: number): boolean {
  const node = program.nodes[index];
  if (node === undefined || node.kind !== "method" || nameOf(node) !== "__call__") return false;
  return !(program.callers[index] ?? []).some(
    (link) => link.isInline && !isBeneath(program, link.from, index),
  );
}

/** Positional arguments and names, -1 and none where `*rest` or `**options` may hold more. */
interface Given {
  readonly positional: number;
  readonly names: ReadonlySet<number>;
  readonly isOpen: boolean;
}

const ANYTHING: Given = { positional: 0, names: new Set(), isOpen: true };

function givenTo(program: Program, from: number, { site }: SiteRef): Given {
  const written = argumentsAt(program, from, site);
  if (written === undefined) return ANYTHING;
  const of = (kind: number) => written.filter((argument) => argument.kind === kind);
  return {
    positional: of(ArgumentKind.positional).length,
    names: new Set(of(ArgumentKind.keyword).map(({ name }) => name)),
    isOpen: of(ArgumentKind.star).length + of(ArgumentKind.doubleStar).length > 0,
  };
}

const callableOf = (program: Program, index: number): CallableFacts | undefined => {
  const node = program.nodes[index];
  return node && scopeOf(program.graph, node)?.callable;
};

/** Whether a method takes so many arguments; names are left to it. */
function takes(callable: CallableFacts | undefined, { positional, names, isOpen }: Given): boolean {
  if (callable === undefined || isOpen) return true;
  const own = callable.parameters.slice(1);
  const places = own.filter(({ kind }) => kind === "positional" || kind === "positional-only");
  const hasRest = own.some(({ kind }) => kind === "var-positional");
  const required = places.filter(({ default: value }) => value === undefined).length;
  return (hasRest || positional <= places.length) && positional + names.size >= required;
}
