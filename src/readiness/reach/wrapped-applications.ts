import type { EntryPoint } from "../../callgraph/call-graph.ts";
import { addToGroup } from "../../group-by.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import { type ModuleFacts, SITE_WIDTH, SiteField } from "../../python/module-facts.ts";
import type { Link, Program } from "../program.ts";

/**
 * WSGI middleware calls the application that it wraps with the `environ` it was called with
 * (https://peps.python.org/pep-3333/#middleware-components-that-play-both-sides). What it wraps is often said
 * by a paste file alone, or by a framework: any application of the program may be meant. By callee, as guesses.
 */
export function findWrappedApplications(program: Program): ReadonlyMap<number, readonly Link[]> {
  const { graph, nodes } = program;
  const found = new Map<number, Link[]>();
  const applications = findApplications(program);
  if (applications.length === 0) return found;
  for (const { function: id, site } of graph.unresolvedSites) {
    const from = program.indexOf(id);
    if (from === undefined || !isMiddleware(program, from, site.site)) continue;
    for (const to of applications.filter((each) => each !== from)) {
      const edge = {
        from: id,
        to: nodes[to]?.id ?? "",
        kind: "call",
        how: "fallback",
        confidence: "possible",
        sites: [site],
      } as const;
      addToGroup(found, to, { from, to, edge, rank: 2, isInline: true });
    }
  }
  return found;
}

function isMiddleware({ graph, nodes, standings }: Program, index: number, site: number): boolean {
  const { module = -1, scope, isLibrary } = nodes[index] ?? {};
  const facts = graph.modules[module];
  if (facts === undefined || scope === undefined) return false;
  return standings[index] === 0 && isLibrary !== true && handsEnvironOn(facts, scope, site);
}

function findApplications({ graph, standings, indexOf }: Program): readonly number[] {
  const found = graph.entryPoints
    .filter(isApplication)
    .flatMap(({ function: id }) => indexOf(id) ?? []);
  return [...new Set(found)].filter((index) => standings[index] === 0);
}

const isApplication = ({ kind, because }: EntryPoint): boolean =>
  kind === "wsgi-app" || kind === "web-handler" || because.startsWith("pecan.");

/** The scope has both parameters of an application, and the call at the site gets its first as first of two. */
function handsEnvironOn(facts: ModuleFacts, scope: number, site: number): boolean {
  const { code, scopes, strings, sites } = facts;
  const parameters = scopes[scope]?.callable?.parameters ?? [];
  const named = (name: string) => parameters.find((each) => strings[each.name] === name)?.variable;
  const environ = named("environ");
  if (environ === undefined || named("start_response") === undefined) return false;
  if (site < 0 || sites[site * SITE_WIDTH + SiteField.scope] !== scope) return false;
  let isHanded = false;
  forEachConstraint(code, (operation, at) => {
    if (operation !== Op.Call || code[at + 2] !== site) return;
    isHanded ||= code[at + 3] === 2 && code[at + 6] === environ;
  });
  return isHanded;
}
