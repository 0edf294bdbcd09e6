import { byCodeUnits } from "../../by-code-units.ts";
import type { ExternalCall } from "../../callgraph/call-graph.ts";
import type { ApiEntry, Knowledge } from "../../eventlet/catalogue.ts";
import type { EventletUse } from "../../eventlet/findings.ts";
import { inEnglish, say } from "../../sentence.ts";
import type { Program } from "../program.ts";
import type { Reach } from "../reach/find-reach.ts";
import type { SilentBreak } from "../readiness.ts";
import { type Concurrency, readConcurrency } from "./concurrency.ts";
import { findGatheredWork } from "./gathered-work.ts";

/** Places where a straightforward rewrite, a loop of awaits, would do one after the other what now runs side by side. */
export function findConcurrencyLosses(
  program: Program,
  reach: Reach,
  uses: readonly EventletUse[],
  knowledge: Knowledge,
): readonly SilentBreak[] {
  const concurrency = readConcurrency(knowledge);
  const pools = program.graph.externalCalls.flatMap(({ caller, callee, arguments: given }) => {
    const pool = concurrency.poolOf(callee);
    return pool === undefined ? [] : [{ caller, size: sizeOf(pool, given) }];
  });
  const losses: SilentBreak[] = [];
  for (const use of uses) {
    if (use.isTest || (use.how !== "call" && use.how !== "iterate")) continue;
    const part = concurrency.partOf(use.api);
    if (part !== "gathers" && part !== "drains") continue;
    if (part === "drains" && !fillsPool(program, concurrency, uses, use)) continue;
    const worker = workerOf(program, use);
    losses.push(describe({ ...use, worker, size: poolSize(program, pools, use) }));
  }
  const told = new Set(losses.map(({ function: id }) => id));
  for (const { index, start } of findGatheredWork(program, reach, concurrency)) {
    const { id = "", path = "" } = program.nodes[index] ?? {};
    if (told.has(id)) continue;
    losses.push(describe({ ...start, api: start.calls, function: id, path }));
  }
  return dropRepeated(losses.sort(compareBreaks));
}

interface Concurrent extends Pick<EventletUse, "api" | "function" | "path" | "line"> {
  readonly worker?: string | undefined;
  readonly size?: number | undefined;
}

function describe({ api, function: id, path, line, worker, size }: Concurrent): SilentBreak {
  const together = size === undefined ? say`side by side` : say`up to ${size} at a time`;
  return {
    id: "concurrency-loss",
    function: id,
    path,
    line,
    detail: say`\`${api}\` runs ${worker ?? say`its work`} ${together}; a loop of \`await\` or \`awaitlet()\` would run it one after the other.`,
    remedy:
      /(^|\.)spawn(_n)?$/.test(api) && !api.includes("Pool") && !api.includes("Pile")
        ? say`Start tasks in an \`asyncio.TaskGroup\` (or \`asyncio.gather\`), and await them together.`
        : say`Start tasks in an \`asyncio.TaskGroup\` (or \`asyncio.gather\`), each inside \`async with asyncio.Semaphore(${size ?? say`the pool's size`})\`.`,
  };
}

const ownerOf = (id: string): string => id.slice(0, Math.max(0, id.lastIndexOf(".")));

/** Where nothing is put into a pool, neither here nor elsewhere in the class, waiting for it only drains it. */
function fillsPool(
  { graph }: Program,
  { partOf, poolOf }: Concurrency,
  uses: readonly EventletUse[],
  wait: EventletUse,
): boolean {
  // A pool's own methods: `class Pool(GreenPool)`.
  if (graph.externalOverrides[wait.function]?.startsWith("eventlet.") === true) return false;
  const owner = ownerOf(wait.function);
  const isMethod = graph.classes.some(({ id }) => id === owner);
  return uses.some(
    ({ api, function: id }) =>
      partOf(api) === "starts" &&
      poolOf(ownerOf(api)) !== undefined &&
      (id === wait.function || (isMethod && ownerOf(id) === owner)),
  );
}

/** What is started at that line, else what is put into a pool last before it, for `waitall`. */
function workerOf(program: Program, use: EventletUse): string | undefined {
  const index = program.indexOf(use.function);
  const started = (program.callees[index ?? -1] ?? [])
    .filter(({ edge }) => edge.kind === "spawn" && edge.through?.includes("greenpool") !== false)
    .filter(({ to }) => program.nodes[to]?.isTest !== true)
    .flatMap(({ edge }) => edge.sites.map(({ line }) => ({ to: edge.to, line })))
    .sort((a, b) => b.line - a.line || byCodeUnits(a.to, b.to));
  return (started.find(({ line }) => line <= use.line) ?? started[0])?.to;
}

interface MadePool {
  readonly caller: string;
  readonly size: number | undefined;
}

/**
 * The constant size of the pool made in this function, else in this class, else in this module;
 * undefined where several values, or one that is no constant, may arrive.
 */
function poolSize(
  program: Program,
  pools: readonly MadePool[],
  use: EventletUse,
): number | undefined {
  const near = [
    pools.filter(({ caller }) => caller === use.function),
    pools.filter(({ caller }) => ownerOf(caller) === ownerOf(use.function)),
    pools.filter(({ caller }) => program.graph.node(caller)?.path === use.path),
  ].find((found) => found.length > 0);
  const [size, ...others] = new Set((near ?? []).map((pool) => pool.size));
  return others.length === 0 ? size : undefined;
}

function sizeOf(
  pool: NonNullable<ApiEntry["pool"]>,
  given: ExternalCall["arguments"],
): number | undefined {
  if (given.length === 0) return pool.size;
  const size = given.find(
    ({ position, keyword }) => position === pool.position || keyword === pool.keyword,
  );
  const [only, ...others] = size?.constants ?? [];
  // A lone 1 is mostly the spare value of `len(…) or 1`.
  return typeof only === "number" && only > 1 && others.length === 0 ? only : undefined;
}

export function compareBreaks(a: SilentBreak, b: SilentBreak): number {
  return (
    byCodeUnits(a.path, b.path) ||
    a.line - b.line ||
    byCodeUnits(a.id, b.id) ||
    byCodeUnits(inEnglish(a.detail), inEnglish(b.detail))
  );
}

/** Making a pile, filling it and reading it is one loss, told where it is first seen. */
function dropRepeated(losses: readonly SilentBreak[]): readonly SilentBreak[] {
  const seen = new Set<string>();
  return losses.filter(({ path, line, function: id, detail }) => {
    const isPile = inEnglish(detail).includes("GreenPile");
    const key = isPile ? `${id} pile` : `${path}:${line}`;
    return !seen.has(key) && seen.add(key);
  });
}
