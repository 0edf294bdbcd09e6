import { forEachConstraint, Op } from "../../python/constraints.ts";
import type { ModuleFacts, RegionFacts } from "../../python/module-facts.ts";
import { say } from "../../sentence.ts";
import type { Program } from "../program.ts";
import {
  catchesCancellation,
  catchesEverything,
  caughtNames,
  handlersOf,
  passesOn,
  regionsAround,
  regionsOf,
} from "../reach/regions.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

/** What exceptions become: Timeout, GreenletExit, cancellation, clean-up. */
export const exceptions: Detector = {
  looksAt: "reaching",
  detect: (subject, context) => [
    ...aroundWaits(subject, context),
    ...killed(subject),
    ...readsException(subject, context),
    ...lastItems(subject, context),
  ],
};

function aroundWaits({ node, facts, waits }: Subject, { program }: ObstacleContext): Sighting[] {
  if (facts === undefined) return [];
  const found = new Map<string, Sighting>();
  for (const { site, line, calls } of waits) {
    for (const region of regionsAround(program, node, site)) {
      const handlers = handlersOf(facts, region).filter((each) => !passesOn(facts, each));
      const sighting = judge(region, handlers, { line, calls });
      const key = `${sighting?.id} ${sighting?.line}`;
      if (sighting !== undefined && !found.has(key)) found.set(key, sighting);
    }
  }
  return [...found.values()];
}

function judge(
  region: RegionFacts,
  handlers: readonly RegionFacts[],
  wait: { readonly line: number; readonly calls: string },
): Sighting | undefined {
  // An ordinary handler, a retry say, is not run when the task is cancelled.
  if (region.kind === "finally" || (region.kind === "except" && catchesCancellation(region))) {
    return {
      id: "finally-yields",
      line: wait.line,
      detail: say`its clean-up waits in ${wait.calls}`,
    };
  }
  if (region.kind !== "try") return undefined;
  const handler = handlers.find(catchesCancellation);
  if (handler === undefined) return undefined;
  return {
    id: "broad-except",
    line: handler.line,
    detail: say`catches the cancellation of ${wait.calls}`,
  };
}

function killed({ facts, node }: Subject): Sighting[] {
  if (facts === undefined) return [];
  const handler = regionsOf(facts, node.scope).find(
    (region) =>
      region.kind === "except" &&
      caughtNames(region).some((name) => /(^|\.)GreenletExit$/.test(name)),
  );
  return handler === undefined
    ? []
    : [{ id: "greenletexit", line: handler.line, detail: say`handles GreenletExit` }];
}

function readsException({ index }: Subject, { program }: ObstacleContext): Sighting[] {
  return (program.outward[index] ?? [])
    .filter(({ name }) => /^(sys\.exc_info|traceback\.(print_exc|format_exc))$/.test(name))
    .slice(0, 1)
    .map(({ name, edge }) => ({
      id: "exc-info",
      line: edge.sites[0]?.line ?? 1,
      detail: say`reads \`${name}\``,
    }));
}

/** `next(it)` without a default, not below an `except StopIteration`, in a function that waits. */
function lastItems(
  { index, node, facts, waits }: Subject,
  { program }: ObstacleContext,
): Sighting[] {
  if (facts === undefined || waits.length === 0 || countsOn(program, node.module)) return [];
  const calls = (program.outward[index] ?? []).filter(({ name }) => /^<builtin>\.next$/.test(name));
  return calls
    .flatMap(({ edge }) => edge.sites)
    .filter(({ site }) => argumentsAt(facts, site) === 1)
    .filter(
      ({ site }) => !regionsAround(program, node, site).some((region) => handlesEnd(facts, region)),
    )
    .slice(0, 1)
    .map(({ line }) => ({ id: "stopiteration", line, detail: say`\`next()\` without a default` }));
}

const counting = new WeakMap<Program, ReadonlySet<number | undefined>>();

/** The module makes `itertools.count()` or the like: `next()` mostly takes a number from it, and it never ends. */
function countsOn(program: Program, module: number | undefined): boolean {
  let known = counting.get(program);
  if (known === undefined) {
    const makes = (index: number) =>
      (program.outward[index] ?? []).some(({ name }) => /^itertools\.(count|cycle)$/.test(name));
    known = new Set(program.nodes.flatMap((node, index) => (makes(index) ? [node.module] : [])));
    counting.set(program, known);
  }
  return known.has(module);
}

function handlesEnd(facts: ModuleFacts, region: RegionFacts): boolean {
  if (region.kind !== "try") return false;
  return handlersOf(facts, region).some(
    (handler) => catchesEverything(handler) || caughtNames(handler).includes("StopIteration"),
  );
}

const counts = new WeakMap<ModuleFacts, Map<number, number>>();

/** How many arguments the call at a site has. */
function argumentsAt(facts: ModuleFacts, site: number): number | undefined {
  let known = counts.get(facts);
  if (known === undefined) {
    known = new Map();
    const { code } = facts;
    forEachConstraint(code, (operation, at) => {
      if (operation === Op.Call) known?.set(code[at + 2] ?? -1, code[at + 3] ?? 0);
    });
    counts.set(facts, known);
  }
  return known.get(site);
}
