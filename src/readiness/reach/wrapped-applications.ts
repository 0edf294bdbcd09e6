import type { EntryPoint } from "../../callgraph/call-graph.ts";
import { addToGroup } from "../../group-by.ts";
import { SITE_WIDTH, SiteField } from "../../python/module-facts.ts";
import type { Link, Program } from "../program.ts";
import { guess } from "./guessed-link.ts";
import { givenAt } from "./written-calls.ts";

/**
 * WSGI middleware calls the application that it wraps with the `environ` it was called with
 * (https://peps.python.org/pep-3333/#middleware-components-that-play-both-sides). What it wraps is often said
 * by a paste file alone, or by a framework: any application of the program may be meant. By callee, as guesses.
 */
export function findWrappedApplications(program: Program): ReadonlyMap<number, readonly Link[]> {
  const { graph } = program;
  const found = new Map<number, Link[]>();
  const applications = findApplications(program);
  if (applications.length === 0) return found;
  for (const { function: id, site } of graph.unresolvedSites) {
    const from = program.indexOf(id);
    if (from === undefined || !isMiddleware(program, from, site.site)) continue;
    for (const to of applications.filter((each) => each !== from)) {
      addToGroup(found, to, guess(program, from, to, { how: "fallback", site }));
    }
  }
  return found;
}

function isMiddleware(program: Program, index: number, site: number): boolean {
  const { standings, nodes } = program;
  const isProduct = standings[index] === 0 && nodes[index]?.isLibrary !== true;
  return isProduct && handsEnvironOn(program, index, site);
}

function findApplications({ graph, standings, indexOf }: Program): readonly number[] {
  const found = graph.entryPoints
    .filter(isApplication)
    .flatMap(({ function: id }) => indexOf(id) ?? []);
  return [...new Set(found)].filter((index) => standings[index] === 0);
}

const isApplication = ({ kind, because }: EntryPoint): boolean =>
  kind === "wsgi-app" || kind === "web-handler" || because.startsWith("pecan.");

/** The function has both parameters of an application, and its call at the site gets the first as first of two. */
function handsEnvironOn(program: Program, index: number, site: number): boolean {
  const { module = -1, scope } = program.nodes[index] ?? {};
  const facts = program.graph.modules[module];
  if (facts === undefined || scope === undefined || site < 0) return false;
  const { scopes, strings, sites } = facts;
  const parameters = scopes[scope]?.callable?.parameters ?? [];
  const named = (name: string) => parameters.find((each) => strings[each.name] === name)?.variable;
  const environ = named("environ");
  if (environ === undefined || named("start_response") === undefined) return false;
  if (sites[site * SITE_WIDTH + SiteField.scope] !== scope) return false;
  const given = givenAt(program, index, site);
  return given.length === 2 && given[0] === environ;
}
