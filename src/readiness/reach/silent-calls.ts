import type { SiteRef } from "../../callgraph/call-graph.ts";
import { addToGroup } from "../../group-by.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import { type ModuleFacts, SITE_WIDTH, SiteField } from "../../python/module-facts.ts";
import type { Program } from "../program.ts";

/** A place that calls a method of something of which nothing is known. */
export interface UnknownCall {
  readonly from: number;
  readonly name: string;
  readonly site: SiteRef;
}

/**
 * Places of the product that call a method of one of the names and that the graph says nothing about:
 * the method belongs to what somebody hung on an object of a library (`request.rpcapi.update_all(…)`),
 * and the library's object is known, its guest is not.
 */
export function findSilentCalls(
  program: Program,
  names: ReadonlySet<string>,
): readonly UnknownCall[] {
  const calls = writtenCalls(program, names);
  const callers = new Set(calls.map(({ from }) => program.nodes[from]?.id));
  const spoken = new Set<string>();
  for (const { from, sites } of program.graph.edges) {
    if (callers.has(from)) for (const { site } of sites) spoken.add(`${from} ${site}`);
  }
  for (const { function: id, site } of program.graph.unresolvedSites)
    spoken.add(`${id} ${site.site}`);
  return calls.filter(({ from, site }) => !spoken.has(`${program.nodes[from]?.id} ${site.site}`));
}

function writtenCalls(
  { graph, nodes, standings }: Program,
  names: ReadonlySet<string>,
): readonly UnknownCall[] {
  const written = graph.modules.map((facts) => facts && methodCalls(facts, names));
  return nodes.flatMap(({ module = -1, scope = -1, isLibrary }, from) => {
    const isProduct = standings[from] === 0 && isLibrary !== true;
    const own = isProduct ? written[module]?.get(scope) : undefined;
    return (own ?? []).map((call) => ({ ...call, from }));
  });
}

/** A call of a method as it is written, whoever's method that is. */
export type WrittenCall = Omit<UnknownCall, "from">;

/** The calls of methods of these names, by the scope that they stand in. */
function methodCalls(
  facts: ModuleFacts,
  names: ReadonlySet<string>,
): ReadonlyMap<number, readonly WrittenCall[]> {
  const { code, strings } = facts;
  const methods = new Map<number, string>();
  const found = new Map<number, WrittenCall[]>();
  forEachConstraint(code, (operation, at) => {
    if (operation === Op.LoadAttribute) {
      const name = strings[code[at + 2] ?? -1] ?? "";
      if (names.has(name)) methods.set(code[at] ?? -1, name);
    }
    const name = operation === Op.Call ? methods.get(code[at + 1] ?? -1) : undefined;
    if (name !== undefined) noteCall(found, facts, name, code[at + 2] ?? -1);
  });
  return found;
}

/** Puts a call among those of the scope that it stands in. */
export function noteCall(
  found: Map<number, WrittenCall[]>,
  { sites }: ModuleFacts,
  name: string,
  site: number,
): void {
  const field = (which: number) => sites[site * SITE_WIDTH + which] ?? 0;
  const place = { line: field(SiteField.line), column: field(SiteField.column), site };
  addToGroup(found, field(SiteField.scope), { name, site: place });
}
