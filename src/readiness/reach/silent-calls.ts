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

export interface SilentCall extends UnknownCall {
  /** The graph names what it is a method of: an attribute of a library's object, of which nothing is known. */
  readonly isGuest: boolean;
}

/**
 * Places of the product that call a method of one of the names and that the graph says nothing about:
 * the method belongs to what somebody hung on an object of a library (`request.rpcapi.update_all(…)`,
 * `self.app.volumes.detach_all()`), and the library's object is known, its guest is not.
 */
export function findSilentCalls(
  program: Program,
  names: ReadonlySet<string>,
): readonly SilentCall[] {
  const calls = writtenCalls(program, names);
  const callers = new Set(calls.map(({ from }) => program.nodes[from]?.id));
  const spoken = new Set<string>();
  const guests = new Set<string>();
  const isDescribed = new Set(program.graph.externalCalls.map(({ callee }) => callee));
  for (const { from, to, sites } of program.graph.edges) {
    const isGuest = GUEST.test(to) && program.indexOf(to) === undefined && !isDescribed.has(to);
    if (!callers.has(from)) continue;
    for (const { site } of sites) (isGuest ? guests : spoken).add(`${from} ${site}`);
  }
  for (const { function: id, site } of program.graph.unresolvedSites)
    spoken.add(`${id} ${site.site}`);
  return calls.flatMap((call) => {
    const place = `${program.nodes[call.from]?.id} ${call.site.site}`;
    return spoken.has(place) ? [] : [{ ...call, isGuest: guests.has(place) }];
  });
}

/** A method of an attribute of a library's object: the class, the attribute or more, the method. */
const GUEST = /\.[A-Z]\w*(\.[a-z_]\w*){2,}$/;

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
