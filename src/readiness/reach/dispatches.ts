import type { SiteRef } from "../../callgraph/call-graph.ts";
import { rootOf } from "../../eventlet/root-of.ts";
import { groupBy } from "../../group-by.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";
import { isDeciding, type Link, moduleOf, nameOf, type Program } from "../program.ts";
import { type ComputedCalls, findComputedCalls, type Limit, PASSES } from "./computed-calls.ts";
import { findKin } from "./kin.ts";
import { sourcesOf } from "./variable-sources.ts";
import { calleeAt } from "./written-calls.ts";

/** A place that calls what it, or what it calls, has found under a computed name. */
export interface Dispatch {
  readonly from: number;
  readonly site: SiteRef;
  /** The graph knows some of what it may have found. */
  readonly isPartial: boolean;
  /** Whether it may have found the function of that number. */
  canFind(index: number): boolean;
}

/** Of each function, as many as differ in what they may find: first those whose call is not resolved at all. */
export function findDispatches(program: Program): readonly Dispatch[] {
  const computedIn = computedByFunction(program);
  const finds = findsWithin(program);
  const found = new Map<string, Dispatch>();
  const add = (from: number, site: SiteRef, isPartial: boolean, limit = UNLIMITED) => {
    const key = keyOf(from, limit);
    if (found.has(key) || found.has(keyOf(from, UNLIMITED))) return;
    found.set(key, { from, site, isPartial, canFind: finds(from, limit) });
  };
  for (const { function: id, site, text } of program.graph.unresolvedSites) {
    const from = program.indexOf(id);
    if (from === undefined || text !== "") continue;
    const own = computedIn(from);
    if (own.sites.includes(site.site)) add(from, site, false, own.limitAt(site.site));
    else if (
      (program.callees[from] ?? []).some(({ to }) => computedIn(to).gives) &&
      !callsParameter(program, from, site.site)
    )
      add(from, site, false);
  }
  for (const from of program.nodes.keys()) {
    const own = computedIn(from);
    for (const site of givenSites(program, from, (to) => computedIn(to).gives))
      add(from, site, true);
    for (const site of partialSites(program, from, own))
      add(from, site, true, own.limitAt(site.site));
  }
  return [...found.values()];
}

/**
 * `controller, action = resolve(path)`, `action(request)`: what such a resolver has given is called. All that the
 * graph takes it for lies outside the program, or is a guess.
 */
function givenSites(
  program: Program,
  from: number,
  gives: (index: number) => boolean,
): readonly SiteRef[] {
  const resolving = (program.callees[from] ?? [])
    .filter(({ to }) => gives(to))
    .flatMap(({ edge }) => edge.sites.map(({ site }) => site));
  const node = program.nodes[from];
  const facts = node && moduleOf(program.graph, node);
  if (resolving.length === 0 || facts === undefined) return [];
  const given = givenBy(facts, new Set(resolving));
  return (program.outward[from] ?? [])
    .flatMap(({ edge }) => edge.sites)
    .filter(
      ({ site }) =>
        given.has(calleeAt(program, from, site)) &&
        !linksAt(program, from, site).some((link) => isDeciding(link)),
    );
}

/** What calls at these places give, and the names that hold it or a part of it. */
function givenBy({ code }: ModuleFacts, sites: ReadonlySet<number>): ReadonlySet<number> {
  const given = new Set<number>();
  forEachConstraint(code, (operation, at) => {
    const isGiven = PASSES.has(operation)
      ? given.has(code[at + 1] as number)
      : operation === Op.Call && sites.has(code[at + 2] as number);
    if (isGiven) given.add(code[at] as number);
  });
  return given;
}

/** It calls what it was given (`before_commit()`): no function that it calls has found that. */
function callsParameter(program: Program, index: number, site: number): boolean {
  const node = program.nodes[index];
  const facts = node && moduleOf(program.graph, node);
  if (facts === undefined) return false;
  const parameters = new Set(
    facts.scopes.flatMap(({ callable }) =>
      (callable?.parameters ?? []).map(({ variable }) => variable),
    ),
  );
  const sources = sourcesOf(facts, calleeAt(program, index, site), parameters);
  return sources.size > 0 && [...sources].every((variable) => parameters.has(variable));
}

/**
 * What the graph takes such places to find, as far as it is only possible and part of the name is written.
 * Where that is how private names begin, also what else of these classes is called so.
 */
export function findComputedTargets(
  program: Program,
  matters: (index: number) => boolean,
): readonly FoundByName[] {
  const computedIn = computedByFunction(program);
  const targetsOf = targetsWithin(program);
  return [...program.nodes.keys()].flatMap((from) => {
    const own = computedIn(from);
    return own.sites.flatMap((wanted) => {
      const { prefix } = own.limitAt(wanted) ?? UNLIMITED;
      const links = prefix === "" ? [] : linksAt(program, from, wanted);
      const site = links[0]?.edge.sites.find((each) => each.site === wanted);
      if (site === undefined) return [];
      return targetsOf(links, prefix)
        .filter(matters)
        .map((to) => ({ from, to, site }));
    });
  });
}

export interface FoundByName {
  readonly from: number;
  readonly to: number;
  readonly site: SiteRef;
}

function targetsWithin({ nodes }: Program) {
  const methods = [...nodes.keys()].filter((index) => nodes[index]?.kind === "method");
  const byClass = groupBy(methods, (index) => nodes[index]?.class ?? "");
  return (links: readonly Link[], prefix: string): readonly number[] => {
    const found = links.filter((link) => link.isInline && !isDeciding(link)).map(({ to }) => to);
    const owners = new Set(found.map((to) => nodes[to]?.class ?? ""));
    const alike = prefix.startsWith("_") ? [...owners].flatMap((id) => byClass.get(id) ?? []) : [];
    return [...new Set([...found, ...alike])].filter((index) => {
      const node = nodes[index];
      return node !== undefined && nameOf(node).startsWith(prefix);
    });
  };
}

const linksAt = ({ callees }: Program, index: number, wanted: number): readonly Link[] =>
  (callees[index] ?? []).filter(({ edge }) => edge.sites.some(({ site }) => site === wanted));

const keyOf = (from: number, { isOwn, prefix, module = "" }: Limit): string =>
  `${from} ${isOwn} ${prefix} ${module}`;

const UNLIMITED: Limit = { prefix: "", isOwn: false };

/** Which functions a place of a function may find within a limit. */
function findsWithin({ graph, nodes }: Program) {
  const areKin = findKin(graph.classes);
  const ours = new Set(graph.modules.map((facts) => facts.module));
  const packages = new Set([...ours].map(rootOf));
  /** A module of the program has no methods among its members, one of another package none of ours. */
  const isModule = (name: string) => ours.has(name) || !packages.has(rootOf(name));
  return (from: number, { prefix, isOwn, module }: Limit) =>
    (index: number): boolean => {
      const found = nodes[index];
      if (module !== undefined && isModule(module)) return false;
      if (found === undefined || !nameOf(found).startsWith(prefix)) return false;
      return !isOwn || areKin(nodes[from]?.class ?? "", found.class ?? "");
    };
}

function computedByFunction({ graph, nodes }: Program) {
  const computed = graph.modules.map((facts): ComputedCalls => findComputedCalls(facts));
  return (index: number) => {
    const { module = -1, scope = -1 } = nodes[index] ?? {};
    return {
      sites: computed[module]?.sites.get(scope) ?? [],
      isMixed: (site: number) => computed[module]?.mixed.has(site) === true,
      limitAt: (site: number) => computed[module]?.limits.get(site),
      gives: computed[module]?.givers.has(scope) === true,
    };
  };
}

/**
 * The known callees of such a place are guesses, or come from elsewhere than the computed name. Where
 * the graph takes all methods of the object's classes for what `getattr()` finds, nothing is left, but
 * for classes that it does not know the object to have.
 */
function partialSites(
  program: Program,
  index: number,
  { sites, isMixed, limitAt }: ReturnType<ReturnType<typeof computedByFunction>>,
): readonly SiteRef[] {
  return sites.flatMap((wanted) => {
    const links = linksAt(program, index, wanted);
    const isOwn = limitAt(wanted)?.isOwn === true;
    const isPartial =
      links.every((link) => link.isInline && (isOwn || link.edge.how !== "getattr")) &&
      (isMixed(wanted) || !links.some(isDeciding));
    const site = links[0]?.edge.sites.find((each) => each.site === wanted);
    return isPartial && site !== undefined ? [site] : [];
  });
}
