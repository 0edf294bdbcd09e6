import type { GraphNode } from "../../callgraph/call-graph.ts";
import type { RegionFacts } from "../../python/module-facts.ts";
import { say } from "../../sentence.ts";
import { isDeciding } from "../program.ts";
import { regionsAround, regionsOf } from "../reach/regions.ts";
import { looksLikeLock, managerText } from "./lock-names.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

/** Locks that are held while the function waits, and locks that are taken twice. */
export const locks: Detector = {
  looksAt: "waiting",
  detect: (subject, context) => {
    const found = new Map<string, Sighting>();
    for (const held of heldWhileWaiting(subject, context)) {
      for (const sighting of judge(subject, context, held)) {
        const key = `${sighting.id}:${sighting.line}`;
        if (!found.has(key)) found.set(key, sighting);
      }
    }
    return [...found.values()];
  },
};

function heldWhileWaiting(subject: Subject, context: ObstacleContext): readonly Held[] {
  return subject.waits.flatMap((wait) =>
    regionsAround(context.program, subject.node, wait.site).flatMap((region) => {
      const lock = wait.line === region.line ? undefined : lockOf(subject, context, region);
      return lock === undefined ? [] : [{ lock, region, wait }];
    }),
  );
}

interface Lock {
  readonly text: string;
  /** Class of the lock where it is known. */
  readonly api: string | undefined;
}

const THREADING_LOCK = /^(threading|_thread|thread)\.|lockutils|fasteners/;
const FILE_LOCK = /fasteners|InterProcess|external\s*=\s*True|flock/;

function lockOf(
  { index }: Subject,
  { reach, program }: ObstacleContext,
  region: RegionFacts,
): Lock | undefined {
  if (region.kind !== "with") return undefined;
  const text = managerText(region.text);
  const entered = reach
    .usesOf(index)
    .find(({ how, line }) => how === "with" && line === region.line)?.api;
  const outward = (program.outward[index] ?? []).find(
    ({ edge, name }) =>
      /__(enter|exit)__$/.test(name) && edge.sites.some(({ line }) => line === region.line),
  )?.name;
  const api = entered ?? outward;
  // Eventlet's own semaphores are replaced by name; what stays behind unnoticed are the thread locks.
  if (api?.startsWith("eventlet."))
    return /threading\.(R?Lock|Condition)/.test(api) ? { text, api } : undefined;
  if (api !== undefined) return THREADING_LOCK.test(api) ? { text, api } : undefined;
  // The program's own context manager is no lock by its name: what it takes inside is.
  const isOwn = (program.callees[index] ?? []).some(
    ({ edge }) => edge.how === "with" && edge.sites.some(({ line }) => line === region.line),
  );
  if (isOwn) return undefined;
  return looksLikeLock(text) || FILE_LOCK.test(text) ? { text, api: undefined } : undefined;
}

interface Held {
  readonly lock: Lock;
  readonly region: RegionFacts;
  readonly wait: Subject["waits"][number];
}

function judge(
  subject: Subject,
  context: ObstacleContext,
  { lock, region, wait }: Held,
): Sighting[] {
  const isExternal = FILE_LOCK.test(lock.text) || FILE_LOCK.test(lock.api ?? "");
  const found: Sighting[] = [
    {
      id: isExternal ? "external-file-lock" : "with-lock-across",
      line: region.line,
      detail: say`${nameOf(lock)} is held while ${wait.calls} waits`,
    },
  ];
  if (lock.api === undefined || !lock.api.includes("RLock") || wait.callee === undefined)
    return found;
  const again = retaken(subject, context, { text: lock.text, from: wait.callee });
  if (again !== undefined) {
    found.push({
      id: "rlock-reentrancy",
      line: wait.line,
      detail: say`\`${lock.text}\` is held and taken again in ${again}`,
    });
  }
  return found;
}

function nameOf({ text, api }: Held["lock"]) {
  return api === undefined
    ? say`\`${text}\``
    : say`\`${text}\` (${api.replace(/\.__(enter|exit)__$/, "")})`;
}

/** How deep a lock is followed: beyond that a re-entrance is an accident of the call graph. */
const MAXIMUM_FUNCTIONS = 200;

/** A function below `from` in the same class (or module) that takes the lock of the same name. */
function retaken(
  { node, facts }: Subject,
  { program }: ObstacleContext,
  { text, from }: { readonly text: string; readonly from: number },
): string | undefined {
  const isSameOwner = (callee: GraphNode) =>
    callee.module === node.module &&
    (text.startsWith("self.") ? callee.class === node.class : callee.path === node.path);
  const reached = new Set([from]);
  for (const index of reached) {
    if (reached.size > MAXIMUM_FUNCTIONS) return undefined;
    const callee = program.nodes[index];
    const mayTake = callee !== undefined && isSameOwner(callee);
    if (mayTake && takes(facts, callee.scope, text)) return callee.id;
    for (const link of program.callees[index] ?? [])
      if (link.isInline && isDeciding(link)) reached.add(link.to);
  }
  return undefined;
}

function takes(facts: Subject["facts"], scope: number | undefined, lock: string): boolean {
  if (facts === undefined) return false;
  return regionsOf(facts, scope).some(
    ({ kind, text }) => kind === "with" && managerText(text) === lock,
  );
}
