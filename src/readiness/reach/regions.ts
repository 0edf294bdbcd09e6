import type { GraphNode } from "../../callgraph/call-graph.ts";
import { groupBy } from "../../group-by.ts";
import {
  type ModuleFacts,
  type RegionFacts,
  SITE_WIDTH,
  SiteField,
} from "../../python/module-facts.ts";
import { regionChain } from "../../python/region-chain.ts";
import { moduleOf, type Program } from "../program.ts";

/** The regions around a site of a function, innermost first. */
export function regionsAround(
  program: Program,
  node: GraphNode | undefined,
  site: number,
): readonly RegionFacts[] {
  const facts = node === undefined ? undefined : moduleOf(program.graph, node);
  if (facts === undefined || site < 0) return [];
  return regionChain(facts, facts.sites[site * SITE_WIDTH + SiteField.region] ?? -1);
}

const byScope = new WeakMap<ModuleFacts, Map<number, RegionFacts[]>>();

/** The regions of one scope, in source order. */
export function regionsOf(
  facts: ModuleFacts | undefined,
  scope: number | undefined,
): readonly RegionFacts[] {
  if (facts === undefined) return [];
  let grouped = byScope.get(facts);
  if (grouped === undefined) {
    const inOrder = [...facts.regions].sort((a, b) => a.line - b.line);
    grouped = groupBy(inOrder, (region) => region.scope);
    byScope.set(facts, grouped);
  }
  return grouped.get(scope ?? -1) ?? [];
}

/** The `except` regions of a `try`: the siblings that follow it before the next `try`. */
export function handlersOf(facts: ModuleFacts, tried: RegionFacts): readonly RegionFacts[] {
  const siblings = siblingsOf(facts, tried).filter(
    (region) => region !== tried && region.line >= tried.endLine,
  );
  const end = siblings.findIndex((region) => region.kind === "try");
  return siblings
    .slice(0, end < 0 ? siblings.length : end)
    .filter((region) => region.kind === "except");
}

/** Regions by scope and parent, worked out once for each module. */
const groups = new WeakMap<ModuleFacts, Map<string, RegionFacts[]>>();

function siblingsOf(facts: ModuleFacts, { scope, parent }: RegionFacts): readonly RegionFacts[] {
  let grouped = groups.get(facts);
  if (grouped === undefined) {
    grouped = groupBy(facts.regions, (region) => `${region.scope}:${region.parent}`);
    for (const group of grouped.values()) group.sort((a, b) => a.line - b.line);
    groups.set(facts, grouped);
  }
  return grouped.get(`${scope}:${parent}`) ?? [];
}

/** `except:`, `except BaseException`, `except Exception`: what an ordinary exception cannot pass. */
export function catchesEverything(handler: RegionFacts): boolean {
  return caughtNames(handler).some((name) => /^(Base)?Exception$/.test(name) || name === "");
}

/** `except:` and `except BaseException`: what even a cancellation cannot pass. */
export function catchesCancellation(handler: RegionFacts): boolean {
  return caughtNames(handler).some((name) => name === "BaseException" || name === "");
}

/** The handler lets go what it has caught: a bare `raise`, or `with excutils.save_and_reraise_exception()`. */
export function passesOn(facts: ModuleFacts, handler: RegionFacts): boolean {
  if (handler.passesOn === true) return true;
  return regionsOf(facts, handler.scope).some(
    ({ kind, text, line }) =>
      kind === "with" &&
      line > handler.line &&
      line <= handler.endLine &&
      text.includes("save_and_reraise_exception"),
  );
}

export function caughtNames(handler: RegionFacts): readonly string[] {
  const caught = handler.text
    .replace(/^except\b\s*\*?\s*/, "")
    .replace(/\s+as\s+\w+\s*:?$/, "")
    .replace(/\s*:?\s*$/, "");
  if (caught === "") return [""];
  // A tuple may run over several lines, end in a comma, or be cut short.
  const names = caught.replace(/^\(|\)$/g, "").split(",");
  return names.map((name) => name.trim()).filter((name) => name !== "");
}
