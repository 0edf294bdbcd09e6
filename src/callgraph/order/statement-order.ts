import { forEachConstraint } from "../../python/constraints.ts";
import type { CallGraph } from "../call-graph.ts";
import type { OrderedStore, StatementOrder } from "../state/moments.ts";
import type { Solving } from "../state/solving.ts";
import type { Times } from "../state/times.ts";
import { ANY_TIME } from "../state/times.ts";
import { namesBoundAgain, type Place } from "./bound-names.ts";
import { importsOf } from "./imports.ts";
import { runTimes } from "./run-times.ts";
import { stepsOf, Timeline } from "./timeline.ts";

/**
 * What a program's order of statements tells of the names of its modules and classes that are bound
 * more than once, or replaced from outside (`Service.run = patched`): which of their values a read
 * can meet. Told from the graph of a first solution, which knows no such order, for a small program
 * that one module starts; undefined where nothing is bound twice or anything called is not known.
 */
export function findStatementOrder(s: Solving, graph: CallGraph): StatementOrder | undefined {
  const start = onlyStart(s);
  const bound = namesBoundAgain(s);
  if (start === undefined || bound.length === 0 || graph.unresolvedSites.length > 0)
    return undefined;
  const steps = stepsOf(s, graph);
  const entries = entriesOf(s, graph);
  const timeline = new Timeline(s, steps, entries);
  timeline.start(start);
  const isAll = [...s.program.modules.keys()].every((each) =>
    timeline.scopes.has(s.program.scope(each, 0)),
  );
  if (!isAll) return undefined;
  const timesOfScope = runTimes(s, timeline, steps, entries);
  const scopes = recordScopes(s, timeline);
  const timesOf = (module: number, at: number): Times => {
    const tick = timeline.tickOf(module, at);
    if (tick !== undefined) return { ticks: [tick], from: Infinity };
    const scope = scopes.get(`${module}:${at}`);
    return scope === undefined || timeline.scopes.has(scope) ? ANY_TIME : timesOfScope(scope);
  };
  const timesOfSite = (site: number): Times => {
    const scope = s.program.scopeOfSite(site);
    if (timeline.scopes.has(scope)) return timeline.timesOfSite(site) ?? ANY_TIME;
    return timesOfScope(scope);
  };
  const order = (store: Place): OrderedStore => ({
    module: store.module,
    at: store.at,
    site: store.site,
    times: timesOf(store.module, store.at),
    isSure: store.isOnly && timeline.sure.has(`${store.module}:${store.at}`),
  });
  return {
    names: bound.map(({ stores, ...name }) => ({ ...name, stores: stores.map(order) })),
    timesOf,
    timesOfSite,
  };
}

/** The module that no other imports, if there is one such. */
function onlyStart(s: Solving): number | undefined {
  const imported = new Set<number>();
  for (const module of s.program.modules.keys()) {
    forEachConstraint(s.program.facts(module).code, (_operation, at) => {
      for (const each of importsOf(s, module, at - 2)) if (each !== module) imported.add(each);
    });
  }
  for (let at = 0; at < s.log.loads.length; at += 2) imported.add(s.log.loads.at(at + 1));
  const starts = [...s.program.modules.keys()].filter((module) => !imported.has(module));
  return starts.length === 1 ? starts[0] : undefined;
}

/** Functions that something outside may call by itself, without having been handed them. */
function entriesOf(s: Solving, graph: CallGraph): ReadonlySet<number> {
  const entries = new Set<number>();
  for (const { function: id, kind } of graph.entryPoints) {
    const node = graph.node(id);
    if (kind === "module" || kind === "main" || node?.module === undefined) continue;
    if (graph.callersOf(id).some((edge) => edge.kind !== "call")) continue;
    entries.add(s.program.scope(node.module, node.scope ?? 0));
  }
  return entries;
}

/** The scope in which each constraint stands. */
function recordScopes(s: Solving, timeline: Timeline): ReadonlyMap<string, number> {
  const scopes = new Map<string, number>();
  for (const module of s.program.modules.keys()) {
    for (const [local, records] of timeline.scopesOf(module).records.entries()) {
      for (const at of records) scopes.set(`${module}:${at}`, s.program.scope(module, local));
    }
  }
  return scopes;
}
