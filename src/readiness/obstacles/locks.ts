import type { GraphNode } from "../../callgraph/call-graph.ts";
import { say } from "../../sentence.ts";
import { isDeciding, moduleOf, nameOf } from "../program.ts";
import { regionsAround, regionsOf } from "../reach/regions.ts";
import type { Wait } from "../reach/waits.ts";
import { acquiredLocks } from "./acquired-locks.ts";
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
  const acquired = acquiredLocks(subject.facts, subject.node.scope);
  return subject.waits.flatMap((wait) => {
    const entered = regionsAround(context.program, subject.node, wait.site)
      .filter(({ kind, line }) => kind === "with" && line !== wait.line)
      .map(({ text, line }) => ({
        line,
        lock: enteredLock(subject.index, context, { text, line }),
      }));
    const taken = acquired
      .filter(({ line, endLine }) => line < wait.line && wait.line < endLine)
      .map(({ text, line }) => ({ line, lock: takenLock(subject, context, { text, line }) }));
    return [...entered, ...taken].flatMap(({ line, lock }) =>
      lock === undefined || givesBack(lock, wait) ? [] : [{ lock, line, wait }],
    );
  });
}

/** Waiting for a condition gives its lock back meanwhile. */
const givesBack = ({ text, api }: Lock, { calls }: Wait): boolean =>
  /Condition\.wait(_for)?$/.test(calls) &&
  (api === undefined ? /cond|not_?(empty|full)|all_tasks_done/i.test(text) : /Condition/.test(api));

interface Lock {
  readonly text: string;
  /** Class of the lock where it is known. */
  readonly api: string | undefined;
}

const THREADING_LOCK = /^(threading|_thread|thread)\.|lockutils|fasteners/;
const FILE_LOCK = /fasteners|InterProcess|external\s*=\s*True|flock/;

/** Where a lock is taken, as it is written there. */
interface Taking {
  readonly text: string;
  readonly line: number;
  /** So many context managers of the program stand between the block and this place. */
  readonly depth?: number;
}

/** A manager inside a manager inside a manager: enough for every real program seen. */
const MAXIMUM_DEPTH = 3;

/** The lock that a `with` of a function (by its number) takes. */
function enteredLock(index: number, context: ObstacleContext, taking: Taking): Lock | undefined {
  const text = managerText(taking.text);
  const used = context.reach
    .usesOf(index)
    .find(({ how, line }) => how === "with" && line === taking.line)?.api;
  const api = used ?? calledAt(index, context, { ...taking, method: /__(enter|exit)__$/ });
  if (api !== undefined) return threadLock(text, api);
  // The program's own context manager is no lock by its name: what it takes inside is.
  const own = (context.program.callees[index] ?? []).filter(
    ({ edge }) => edge.how === "with" && edge.sites.some(({ line }) => line === taking.line),
  );
  if (own.length > 0) {
    const depth = (taking.depth ?? 0) + 1;
    if (depth > MAXIMUM_DEPTH) return undefined;
    const inside = own
      .filter(isDeciding)
      .map(({ to }) => lockInside(to, context, depth))
      .find((lock) => lock !== undefined);
    return inside && { text, api: inside.api };
  }
  return looksLikeLock(text) || FILE_LOCK.test(text) ? { text, api: undefined } : undefined;
}

/**
 * The lock that a context manager of the program keeps for its user: a `with` around the `yield` of a
 * generator, or what `__enter__` takes and does not give back.
 */
function lockInside(index: number, context: ObstacleContext, depth: number): Lock | undefined {
  const { program, reach } = context;
  const node = program.nodes[index];
  if (node === undefined) return undefined;
  if (nameOf(node) === "__enter__") {
    const used = reach.usesOf(index).find(({ api }) => /^threading\.\w+\.acquire$/.test(api));
    return used === undefined ? undefined : threadLock("", used.api);
  }
  return regionsOf(moduleOf(program.graph, node), node.scope)
    .filter(({ kind, yields }) => kind === "with" && yields === true)
    .map(({ text, line }) => enteredLock(index, context, { text, line, depth }))
    .find((lock) => lock !== undefined);
}

/** The lock that is taken by `acquire()`: one of the program's own or unknown classes is none by its name. */
function takenLock(subject: Subject, context: ObstacleContext, taking: Taking): Lock | undefined {
  const used = context.reach
    .usesOf(subject.index)
    .find(({ api, line }) => line === taking.line && api.endsWith(".acquire"))?.api;
  const api = used ?? calledAt(subject.index, context, { ...taking, method: /\.acquire$/ });
  return api === undefined ? undefined : threadLock(taking.text, api);
}

function calledAt(
  index: number,
  { program }: ObstacleContext,
  { line, method }: Taking & { readonly method: RegExp },
): string | undefined {
  return (program.outward[index] ?? []).find(
    ({ edge, name }) => method.test(name) && edge.sites.some((site) => site.line === line),
  )?.name;
}

/** Eventlet's own semaphores are replaced by name; what stays behind unnoticed are the thread locks. */
function threadLock(text: string, api: string): Lock | undefined {
  const isThreads = api.startsWith("eventlet.")
    ? /threading\.(R?Lock|Condition)/.test(api)
    : THREADING_LOCK.test(api);
  return isThreads ? { text, api } : undefined;
}

interface Held {
  readonly lock: Lock;
  /** Where it is taken. */
  readonly line: number;
  readonly wait: Wait;
}

function judge(subject: Subject, context: ObstacleContext, { lock, line, wait }: Held): Sighting[] {
  const isExternal = FILE_LOCK.test(lock.text) || FILE_LOCK.test(lock.api ?? "");
  const found: Sighting[] = [
    {
      id: isExternal ? "external-file-lock" : "with-lock-across",
      line,
      detail: say`${describeLock(lock)} is held while ${wait.calls} waits`,
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

function describeLock({ text, api }: Lock) {
  return api === undefined
    ? say`\`${text}\``
    : say`\`${text}\` (${api.replace(/\.(__(enter|exit)__|acquire)$/, "")})`;
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
  return (
    regionsOf(facts, scope).some(
      ({ kind, text }) => kind === "with" && managerText(text) === lock,
    ) || acquiredLocks(facts, scope).some(({ text }) => text === lock)
  );
}
