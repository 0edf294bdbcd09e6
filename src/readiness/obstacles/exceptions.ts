import type { EventletUse } from "../../eventlet/findings.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import type { ModuleFacts, RegionFacts } from "../../python/module-facts.ts";
import { say } from "../../sentence.ts";
import type { Program } from "../program.ts";
import {
  catchesCancellation,
  catchesEverything,
  caughtNames,
  handlersOf,
  regionsAround,
  regionsOf,
} from "../regions.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

/** What exceptions become: Timeout, GreenletExit, cancellation, clean-up. */
export const exceptions: Detector = {
  looksAt: "reaching",
  detect: (subject, context) => [
    ...timeouts(subject, context),
    ...aroundWaits(subject, context),
    ...killed(subject),
    ...readsException(subject, context),
    ...lastItems(subject, context),
  ],
};

const isTimeout = ({ api, how }: EventletUse): boolean =>
  /^eventlet\.(timeout\.)?(Timeout|with_timeout)(\.|$)/.test(api) &&
  how !== "import" &&
  how !== "except";

function timeouts(
  { index, node, facts }: Subject,
  { program, reach, lookups }: ObstacleContext,
): Sighting[] {
  const found = new Map<number, Sighting>();
  for (const use of reach.usesOf(index).filter(isTimeout)) {
    if (found.has(use.line)) continue;
    const own = (lookups.externalCallsOf.get(node.id) ?? []).find(
      ({ site }) => site.line === use.line && site.column === use.column,
    );
    if (own?.arguments.some(isOwnException)) continue;
    const tried = regionsAround(program, node, use.site).find(
      (region) =>
        region.kind === "try" &&
        facts !== undefined &&
        handlersOf(facts, region).some(catchesEverything),
    );
    found.set(use.line, {
      id: "timeout-baseexception",
      line: use.line,
      detail:
        tried === undefined
          ? say`\`${use.api}\` becomes an ordinary exception`
          : say`\`${use.api}\` becomes an ordinary exception; the \`except\` after line ${String(tried.endLine)} will catch it`,
    });
  }
  return [...found.values(), ...uncaught(index, context(program, reach))];
}

interface Reaching {
  readonly program: ObstacleContext["program"];
  readonly reach: ObstacleContext["reach"];
}
const context = (program: Reaching["program"], reach: Reaching["reach"]): Reaching => ({
  program,
  reach,
});

/** `Timeout(5, SomeError())` raises SomeError in both worlds. */
function isOwnException(argument: {
  readonly position?: number;
  readonly keyword?: string;
  readonly constants?: readonly unknown[];
  readonly externals?: readonly string[];
}): boolean {
  const isSecond = argument.position === 1 || argument.keyword === "exception";
  return isSecond && !(argument.constants ?? []).some((value) => value === false || value === null);
}

/** Calls inside `try … except Exception` of functions that set a Timeout: the handler sees it from now on. */
function uncaught(index: number, { program, reach }: Reaching): Sighting[] {
  const node = program.nodes[index];
  const facts = node?.module === undefined ? undefined : program.graph.modules[node.module];
  if (node === undefined || facts === undefined) return [];
  const found: Sighting[] = [];
  for (const link of program.callees[index] ?? []) {
    if (
      !link.isInline ||
      link.rank === 2 ||
      !reach.usesOf(link.to).some((use) => isTimeout(use) && use.api.includes("Timeout"))
    )
      continue;
    for (const { line, site } of link.edge.sites) {
      const tried = regionsAround(program, node, site).find(
        (region) => region.kind === "try" && handlersOf(facts, region).some(catchesEverything),
      );
      if (tried === undefined) continue;
      found.push({
        id: "timeout-baseexception",
        line,
        detail: say`a Timeout set in ${link.edge.to} now ends in the \`except\` after line ${String(tried.endLine)}`,
      });
    }
  }
  return found;
}

function aroundWaits({ node, facts, waits }: Subject, { program }: ObstacleContext): Sighting[] {
  if (facts === undefined) return [];
  const found = new Map<string, Sighting>();
  for (const { site, line, calls } of waits) {
    for (const region of regionsAround(program, node, site)) {
      const sighting = judge(region, handlersOf(facts, region), { line, calls });
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
