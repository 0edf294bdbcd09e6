import { say } from "../../sentence.ts";
import { isBeneath, isDeciding, type Link } from "../program.ts";
import { regionsAround } from "../reach/regions.ts";
import { isTopLevel, runsAtImport } from "../reach/run-time.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

const PRIMITIVES: ReadonlySet<string> = new Set([
  "sync-primitive",
  "event",
  "queue",
  "pool",
  "resource-pool",
  "db-pool",
]);

/** What runs while modules are imported: waits and spawns there, calls from there, primitives made there. */
export const importTime: Detector = {
  looksAt: "reaching",
  detect: (subject, context) =>
    isTopLevel(subject.node) ? inBody(subject, context) : fromBodies(subject, context),
};

function inBody(subject: Subject, context: ObstacleContext): Sighting[] {
  const { index, node } = subject;
  const { program, scripts, reach } = context;
  const isEarly = (site: number) => runsAtImport(program, scripts, index, site);
  const id = node.kind === "class-body" ? "class-body" : "module-level";
  const waits = subject.waits
    .filter(({ site }) => isEarly(site))
    .map(({ line, calls }) => ({ id, line, detail: say`waits in ${calls} while it is imported` }));
  const uses = reach.usesOf(index).filter(({ how, site }) => how === "call" && isEarly(site));
  const spawns = uses
    .filter(({ category, needsAwait }) => category === "spawn" && !needsAwait)
    .map(({ line, api }) => ({
      id,
      line,
      detail: say`starts a green thread (${api}) while it is imported`,
    }));
  const primitives = uses
    .filter(({ category }) => PRIMITIVES.has(category))
    .map(({ line, api }) => ({
      id: "module-level-primitive",
      line,
      detail: say`makes ${api} while it is imported`,
    }));
  return [...waits, ...spawns, ...primitives];
}

function fromBodies({ index }: Subject, context: ObstacleContext): Sighting[] {
  const { program, reach } = context;
  if (!reach.mustAwait(index)) return [];
  return (program.callers[index] ?? [])
    .filter((link) => link.isInline && isDeciding(link))
    .filter(({ from }) => !isBeneath(program, from, index))
    .flatMap((link) => earlySites(link, context));
}

function earlySites({ from, edge }: Link, { program, scripts }: ObstacleContext): Sighting[] {
  const caller = program.nodes[from];
  return edge.sites.flatMap(({ line, site }) => {
    const regions = regionsAround(program, caller, site);
    const isDefinition = regions.some(({ kind }) => kind === "default" || kind === "decorator");
    if (!runsAtImport(program, scripts, from, site)) return [];
    const id = isDefinition
      ? "default-arg"
      : caller?.kind === "class-body"
        ? "class-body"
        : "module-level";
    return [
      {
        id,
        line,
        ...(caller?.path === undefined ? {} : { path: caller.path }),
        detail: say`called at import time from ${edge.from}`,
      },
    ];
  });
}
