import type { CallEdge } from "../../callgraph/call-graph.ts";
import { say } from "../../sentence.ts";
import { isBeneath, isDeciding, type Link } from "../program.ts";
import { storedFunctions } from "../reach/stored-functions.ts";
import type { Detector, Lookups, ObstacleContext, Sighting, Subject } from "./obstacle.ts";
import type { ObstacleCatalogue } from "./obstacle-catalogue.ts";

/** Functions that something outside calls: when, on which thread, and whether it could await. */
export const callbacks: Detector = {
  looksAt: "waiting",
  detect: (subject, context) => [
    ...once(
      (context.program.callers[subject.index] ?? [])
        // That a test hands it to `assertRaises` says nothing about the program.
        .filter((link) => isDeciding(link) && !isBeneath(context.program, link.from, link.to))
        .flatMap((link) => fromLink(link, context)),
    ),
    ...fromEntries(subject, context),
    ...asHook(subject),
  ],
};

/** `sys.excepthook = report`: the interpreter calls it wherever something went wrong. */
function asHook({ facts, node }: Subject): Sighting[] {
  const hook = facts && storedFunctions(facts).hooks.get(node.scope ?? -1);
  if (hook === undefined) return [];
  const through = say`\`${hook.name}\``;
  return [{ id: "trace-profile-hooks", line: hook.line, detail: say`made ${through}`, through }];
}

/** Several edges can say the same of one line. */
function once(sightings: readonly Sighting[]): Sighting[] {
  const seen = new Set<string>();
  return sightings.filter(({ id, path, line }) => {
    const key = `${id} ${path}:${line}`;
    return !seen.has(key) && seen.add(key);
  });
}

function fromLink(
  { from, edge, isInline }: Link,
  { program, catalogue, lookups }: ObstacleContext,
): Sighting[] {
  // A method that the library's class has as well is an override (overrides.ts).
  if (edge.how === "override" && program.graph.externalOverrides[edge.to] !== undefined) return [];
  const id = isInline ? inlineObstacle(edge, catalogue) : laterObstacle(edge, catalogue);
  if (id === undefined) return [];
  if (id === "descriptor-hooks" && isToldBetter(edge, lookups, catalogue)) return [];
  const through = edge.through === undefined ? say`an external function` : say`\`${edge.through}\``;
  const node = program.nodes[from];
  return edge.sites.slice(0, 1).map(({ line }) => ({
    id,
    line,
    ...(node?.path === undefined ? {} : { path: node.path }),
    detail: say`handed to ${through} in ${edge.from}`,
    through,
  }));
}

/** What the library makes of the function has an obstacle of its own: an RPC endpoint. */
function isToldBetter(
  { to, through }: CallEdge,
  { entriesOf }: Lookups,
  { entryKinds }: ObstacleCatalogue,
): boolean {
  return (entriesOf.get(to) ?? []).some(
    ({ kind, because }) => because === through && entryKinds[kind] === "endpoint-rpc",
  );
}

function inlineObstacle(
  edge: CallEdge,
  { callbacks: known, decorators }: ObstacleCatalogue,
): string | undefined {
  const { through } = edge;
  if (through === undefined || known.awaitable.test(through)) return undefined;
  if (edge.how === "override") return "descriptor-hooks";
  if (edge.how !== "argument") return undefined;
  if (known.hooks.test(through)) return "trace-profile-hooks";
  if (known.fromC.test(through)) return "sync-callback-c-frames";
  if (decorators.synchronous.some((pattern) => pattern.test(through))) return "decorator-retry";
  if (decorators.transparent.some((pattern) => pattern.test(through))) return undefined;
  return "sync-callback-inline";
}

/** The caller waits for what another thread makes of the function: it calls it, and gets its result. */
const WAITED_FOR = /^eventlet\.tpool\.execute$|^asyncio\.to_thread$|\.run_in_executor$/;

const BY_PLACE: Readonly<Record<string, string>> = {
  hub: "callback-hub",
  loop: "callback-loop",
  signal: "signal-handler",
  exit: "atexit",
  finalizer: "weakref-callback",
};

const UNLESS_AWAITED: Readonly<Record<string, string>> = {
  unknown: "callback-foreign",
  framework: "descriptor-hooks",
};

function laterObstacle(edge: CallEdge, catalogue: ObstacleCatalogue): string | undefined {
  if (edge.kind === "call") return undefined;
  const { through = "", runsIn = "unknown" } = edge;
  if (catalogue.callbacks.hooks.test(through)) return "trace-profile-hooks";
  if (WAITED_FOR.test(through)) return "callback-other-thread";
  if (runsIn === "native-thread" || runsIn === "process") {
    return edge.kind === "spawn" ? "thread-target" : "callback-other-thread";
  }
  if (/(^|\.)GreenThread\.link$/.test(through)) return "link-callback";
  if (edge.kind === "spawn" && runsIn !== "hub") return undefined;
  const unlessAwaited = UNLESS_AWAITED[runsIn];
  if (unlessAwaited === undefined) return BY_PLACE[runsIn];
  return isAwaited(through, catalogue) ? undefined : unlessAwaited;
}

/** The framework, or its async twin, awaits what it is given. */
export function isAwaited(
  name: string,
  { awaitedOverrides, decorators, callbacks: known }: ObstacleCatalogue,
): boolean {
  if (decorators.registering.some((pattern) => pattern.test(name))) return false;
  const awaited = [...awaitedOverrides, ...decorators.transparent, known.awaitable];
  return awaited.some((pattern) => pattern.test(name));
}

function fromEntries({ node }: Subject, { lookups, catalogue }: ObstacleContext): Sighting[] {
  const found: Sighting[] = [];
  for (const { kind, because, path, line } of lookups.entriesOf.get(node.id) ?? []) {
    const id = catalogue.entryKinds[kind] ?? "none";
    if (id === "none" || id === "boundary" || found.some((sighting) => sighting.id === id))
      continue;
    if (catalogue.awaitedOverrides.some((pattern) => pattern.test(because))) continue;
    found.push({
      id,
      path,
      line,
      detail: say`entered from outside: ${because}`,
      through: say`\`${because}\``,
    });
  }
  if (
    lookups.entriesOf.get(node.id)?.some(({ kind }) => kind === "main" || kind === "console-script")
  ) {
    found.push({ id: "main-entry", line: node.line ?? 1, detail: say`the program starts here` });
  }
  return found;
}
