import type { FunctionId } from "../../callgraph/call-graph.ts";
import { addToGroup } from "../../group-by.ts";
import { ArgumentKind, forEachConstraint, Op } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";
import { SITE_WIDTH, SiteField } from "../../python/module-facts.ts";
import type { ApiEntry, Knowledge } from "../catalogue.ts";
import type { GraphView } from "../graph-view.ts";
import type { Mention } from "./mention.ts";

/** What takes elements one by one, as `for` does. */
const CONSUMERS: ReadonlySet<string> = new Set(
  "all any dict enumerate filter frozenset list map max min next set sorted sum tuple zip".split(
    " ",
  ),
);

/**
 * Places where something is iterated that waits between its elements (`for x in pool.imap(f, xs)`,
 * `list(pile)`), followed within a function from the call that made it to what consumes it.
 */
export function findIterations(
  view: GraphView,
  knowledge: Knowledge,
  calls: readonly Mention[],
): readonly Mention[] {
  const flows = new Map<number, ModuleFlow>();
  return calls.flatMap((call): readonly Mention[] => {
    const entry = iteratedClass(knowledge, call.entry);
    const facts = view.factsOf(call.function);
    const module = view.graph.node(call.function)?.module;
    if (entry === undefined || facts === undefined || module === undefined) return [];
    let flow = flows.get(module);
    if (flow === undefined) {
      flow = moduleFlow(facts);
      flows.set(module, flow);
    }
    return consumptionsOf(flow, call.site).map((site) => ({
      ...call,
      entry,
      function: ownerOf(view, module, facts, site) ?? call.function,
      line: facts.sites[site * SITE_WIDTH + SiteField.line] ?? call.line,
      column: facts.sites[site * SITE_WIDTH + SiteField.column] ?? call.column,
      site,
      how: "iterate" as const,
      protocol: "__next__",
    }));
  });
}

/** The class whose instances a call gives, when iterating them waits. */
function iteratedClass(knowledge: Knowledge, entry: ApiEntry): ApiEntry | undefined {
  const returned = entry.kind === "class" ? entry.name : entry.symbol?.returns;
  const name = returned === "$self" ? ownerName(entry.name) : returned?.replace(/\[.*$/, "");
  const found = name === undefined ? undefined : knowledge.apis.get(name);
  if (found?.iterationYields !== undefined && found.iterationYields !== "never") return found;
  return entry.iterationYields !== undefined && entry.kind !== "class" ? entry : undefined;
}

const ownerName = (name: string): string => name.slice(0, name.lastIndexOf("."));

interface ModuleFlow {
  /** Site of a call → the variable of its result. */
  readonly results: ReadonlyMap<number, number>;
  readonly copies: ReadonlyMap<number, readonly number[]>;
  /** Variable → sites at which it is consumed. */
  readonly consumed: ReadonlyMap<number, readonly number[]>;
}

/** Operations that take elements from their second operand: the offset of their site operand. */
const CONSUMING_SITES: Readonly<Record<number, number>> = {
  [Op.Iterate]: 2,
  [Op.Extend]: 2,
  [Op.YieldFrom]: 3,
};

function moduleFlow({ code, strings }: ModuleFacts): ModuleFlow {
  const results = new Map<number, number>();
  const copies = new Map<number, number[]>();
  const consumed = new Map<number, number[]>();
  const names = new Map<number, string>();
  const consumeArguments = (callee: string, call: number, site: number) => {
    if (!CONSUMERS.has(callee)) return;
    for (const value of positionals(code, call)) addToGroup(consumed, value, site);
  };
  forEachConstraint(code, (operation, at) => {
    const first = code[at] ?? -1;
    const second = code[at + 1] ?? -1;
    const third = code[at + 2] ?? -1;
    const site = CONSUMING_SITES[operation];
    if (site !== undefined) addToGroup(consumed, second, code[at + site] ?? -1);
    else if (operation === Op.LoadName) names.set(first, strings[second] ?? "");
    else if (operation === Op.Copy) addToGroup(copies, second, first);
    else if (operation === Op.Call) {
      results.set(third, first);
      consumeArguments(names.get(second) ?? "", at, third);
    }
  });
  return { results, copies, consumed };
}

/** Positional arguments of a call: all follow its first four operands, each as kind, name, value. */
function positionals(code: Int32Array, call: number): readonly number[] {
  const parts = code.subarray(call + 4, call + 4 + (code[call + 3] ?? 0) * 3);
  const values: number[] = [];
  for (let at = 0; at < parts.length; at += 3) {
    if (parts[at] === ArgumentKind.positional) values.push(parts[at + 2] ?? -1);
  }
  return values;
}

function consumptionsOf(
  { results, copies, consumed }: ModuleFlow,
  site: number,
): readonly number[] {
  const start = results.get(site);
  if (start === undefined) return [];
  const reached = new Set([start]);
  const sites = new Set<number>();
  // A Set also visits what is added while it is being walked, so it is its own worklist.
  for (const variable of reached) {
    for (const each of consumed.get(variable) ?? []) if (each >= 0) sites.add(each);
    for (const each of copies.get(variable) ?? []) reached.add(each);
  }
  return [...sites];
}

function ownerOf(
  view: GraphView,
  module: number,
  facts: ModuleFacts,
  site: number,
): FunctionId | undefined {
  return view.functionAt(module, facts.sites[site * SITE_WIDTH + SiteField.scope] ?? -1);
}
