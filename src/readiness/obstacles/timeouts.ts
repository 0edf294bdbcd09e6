import type { EventletUse } from "../../eventlet/findings.ts";
import type { RegionFacts } from "../../python/module-facts.ts";
import { say } from "../../sentence.ts";
import { isDeciding } from "../program.ts";
import { caughtNames, handlersOf, passesOn, regionsAround } from "../reach/regions.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

/** Timeouts of Eventlet are no `Exception`; those of asyncio are, and an outer handler sees them. */
export const timeouts: Detector = {
  looksAt: "reaching",
  detect: (subject, context) => [...own(subject, context), ...below(subject, context)],
};

const isTimeout = ({ api, how }: EventletUse): boolean =>
  /^eventlet\.(timeout\.)?(Timeout|with_timeout)(\.|$)/.test(api) &&
  how !== "import" &&
  how !== "except";

/** Naming the class (`isinstance(err, Timeout)`) starts no clock. */
const isSet = ({ how }: EventletUse): boolean => how === "call" || how === "with";

function own({ index }: Subject, context: ObstacleContext): Sighting[] {
  const found = new Map<number, Sighting>();
  for (const use of context.reach.usesOf(index).filter(isTimeout)) {
    if (found.has(use.line) || raisesOwn(use, context)) continue;
    const tried = isSet(use) ? swallowing(context, index, use.site) : undefined;
    found.set(use.line, {
      id: "timeout-baseexception",
      line: use.line,
      ...(tried === undefined
        ? { detail: say`\`${use.api}\` becomes an ordinary exception`, isNoticed: true }
        : {
            detail: say`\`${use.api}\` becomes an ordinary exception; the \`except\` after line ${String(tried.endLine)} will catch it`,
          }),
    });
  }
  return [...found.values()];
}

/** Calls inside `try … except Exception` of functions that a Timeout leaves: the handler sees it from now on. */
function below({ index }: Subject, context: ObstacleContext): Sighting[] {
  const { program, reach } = context;
  return (program.callees[index] ?? [])
    .filter((link) => link.isInline && isDeciding(link))
    .filter(({ to }) => reach.usesOf(to).some((use) => leaves(use, to, context)))
    .flatMap(({ edge }) =>
      edge.sites.flatMap(({ line, site }) => {
        const tried = swallowing(context, index, site);
        if (tried === undefined) return [];
        const detail = say`a Timeout set in ${edge.to} now ends in the \`except\` after line ${String(tried.endLine)}`;
        return [{ id: "timeout-baseexception", line, detail }];
      }),
    );
}

function leaves(use: EventletUse, index: number, context: ObstacleContext): boolean {
  if (!isTimeout(use) || !isSet(use) || !use.api.includes("Timeout")) return false;
  if (raisesOwn(use, context) || secondIs(use, context, false)) return false;
  return !triesAround(context, index, use.site).some((handlers) => handlers.some(seesTimeout));
}

/**
 * The `try` whose handler lets a Timeout pass today, and will catch its successor; none where one
 * further in handles Timeouts already: it will handle their successors before.
 */
function swallowing(
  context: ObstacleContext,
  index: number,
  site: number,
): RegionFacts | undefined {
  const { program } = context;
  const node = program.nodes[index];
  const facts = program.graph.modules[node?.module ?? -1];
  if (facts === undefined) return undefined;
  for (const region of regionsAround(program, node, site)) {
    if (region.kind !== "try") continue;
    const first = handlersOf(facts, region).find(
      (handler) => seesTimeout(handler) || caughtNames(handler).includes("Exception"),
    );
    if (first === undefined || passesOn(facts, first)) continue;
    return seesTimeout(first) ? undefined : region;
  }
  return undefined;
}

function triesAround(
  { program }: ObstacleContext,
  index: number,
  site: number,
): readonly (readonly RegionFacts[])[] {
  const node = program.nodes[index];
  const facts = program.graph.modules[node?.module ?? -1];
  if (facts === undefined) return [];
  return regionsAround(program, node, site)
    .filter(({ kind }) => kind === "try")
    .map((region) => handlersOf(facts, region));
}

/** It names the Timeout, or catches what is no `Exception` as well. */
const seesTimeout = (handler: RegionFacts): boolean =>
  caughtNames(handler).some((name) => /Timeout|^BaseException$|^$/.test(name));

/** `Timeout(5, SomeError())` raises SomeError in both worlds. */
function raisesOwn(use: EventletUse, context: ObstacleContext): boolean {
  const second = secondOf(use, context);
  return second !== undefined && !secondIs(use, context, false) && !secondIs(use, context, null);
}

/** `Timeout(5, False)` ends the block without an exception. */
function secondIs(use: EventletUse, context: ObstacleContext, value: false | null): boolean {
  return secondOf(use, context)?.constants?.includes(value) === true;
}

function secondOf({ function: id, line, column }: EventletUse, { lookups }: ObstacleContext) {
  const call = (lookups.externalCallsOf.get(id) ?? []).find(
    ({ site }) => site.line === line && site.column === column,
  );
  return call?.arguments.find(({ position, keyword }) => position === 1 || keyword === "exception");
}
