import { areExclusive } from "../../python/exclusive-branches.ts";
import { type RegionFacts, SITE_WIDTH } from "../../python/module-facts.ts";
import { say } from "../../sentence.ts";
import { isCoroutine } from "../program.ts";
import { regionsAround } from "../reach/regions.ts";
import { acquiredLocks } from "./acquired-locks.ts";
import { looksLikeLock } from "./lock-names.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";
import { findSetUp } from "./set-up.ts";
import { areDifferentItems, changesInPlace, traceState } from "./state-trace.ts";

/** State that several tasks share, around waits; a function that is `async def` already stays as it is. */
export const sharedState: Detector = {
  looksAt: "waiting",
  detect: (subject, context) =>
    isCoroutine(context.program, subject.index)
      ? []
      : [...readWaitWrite(subject, context), ...loops(subject, context)],
};

const LOOKS: ReadonlySet<string> = new Set(["read", "test"]);

interface Wait {
  readonly site: number;
  readonly calls: string;
}

interface ItemRead {
  /** Of an item, its written key. */
  readonly item: string | undefined;
  readonly site: number;
  /** How many waits came before. */
  readonly waited: number;
}

/** What is known of a function's places. */
interface Places {
  readonly around: (site: number) => readonly RegionFacts[];
  /** On branches of which only one is taken. */
  readonly areApart: (a: number, b: number) => boolean;
  /** A lock is held there that the function takes by hand. */
  readonly isLocked: (site: number) => boolean;
}

/** The first wait by which what was read may be outdated when it is written. */
function waitBetween(
  [read, write]: readonly [number, number],
  waits: readonly Wait[],
  { around, areApart, isLocked }: Places,
): Wait | undefined {
  const written = around(write);
  if (
    areApart(read, write) ||
    isHandled(around(read), written) ||
    isGuarded(written) ||
    isLocked(write)
  )
    return undefined;
  return waits
    .filter(({ site }) => !areApart(read, site) && !areApart(site, write))
    .find(({ site }) => leadsTo(around(site), written));
}

/** A read or test of a key, then a wait, then a write of the key without reading it again. */
function readWaitWrite(
  { index, facts, node, waits }: Subject,
  { program }: ObstacleContext,
): Sighting[] {
  const { scope } = node;
  if (facts === undefined || scope === undefined || waits.length === 0) return [];
  const waiting = new Map(waits.map(({ site, calls }) => [site, calls]));
  const around = (site: number) => regionsAround(program, node, site);
  const lineOf = (at: number) => facts.sites[at * SITE_WIDTH] ?? node.line ?? 1;
  const areApart = (a: number, b: number) => areExclusive(facts, scope, [lineOf(a), lineOf(b)]);
  const isOwn = findSetUp(program).functions.has(index);
  const acquired = acquiredLocks(facts, scope);
  const isLocked = (at: number) =>
    acquired.some(({ line, endLine }) => line < lineOf(at) && lineOf(at) < endLine);
  const waited: Wait[] = [];
  const reads = new Map<string, readonly ItemRead[]>();
  const found = new Map<string, Sighting>();
  for (const { kind, key, item, site } of traceState(facts, scope)) {
    const calls = waiting.get(site);
    if (calls !== undefined) waited.push({ site, calls });
    if (LOOKS.has(kind)) takeRead(reads, key, item, { item, site, waited: waited.length });
    if (kind !== "write") continue;
    const read = takeRead(reads, key, item);
    if (read === undefined || found.has(key) || (isOwn && key.startsWith("self."))) continue;
    const wait = waitBetween([read.site, site], waited.slice(read.waited), {
      around,
      areApart,
      isLocked,
    });
    if (wait === undefined) continue;
    found.set(key, {
      id: "atomicity",
      line: lineOf(site),
      detail: say`\`${key}\` is read in line ${String(lineOf(read.site))}, then ${wait.calls} waits, then it is written`,
    });
  }
  return [...found.values()];
}

/** The last read of a key, or of what may be the same item of it; it is forgotten, or the next one takes its place. */
function takeRead(
  reads: Map<string, readonly ItemRead[]>,
  key: string,
  item: string | undefined,
  ...next: readonly ItemRead[]
): ItemRead | undefined {
  const known = reads.get(key) ?? [];
  reads.set(key, [...known.filter((each) => areDifferentItems(each.item, item)), ...next]);
  return known.findLast((each) => !areDifferentItems(each.item, item));
}

/** From inside some regions on to a place: not out of a branch that returns or raises, unless a `try` catches it. */
function leadsTo(from: readonly RegionFacts[], to: readonly RegionFacts[]): boolean {
  const left = from.filter((region) => !to.includes(region));
  const leaving = left.findIndex(({ leaves }) => leaves === true);
  return leaving < 0 || left.slice(leaving).some(({ kind }) => kind === "try");
}

/** A handler that notes a failure takes nothing from what was read before. */
const isHandled = (read: readonly RegionFacts[], written: readonly RegionFacts[]): boolean =>
  written.some((region) => region.kind === "except" && !read.includes(region));

const isGuarded = (regions: readonly RegionFacts[]): boolean =>
  regions.some(({ kind, text }) => kind.endsWith("with") && looksLikeLock(text));

/** `self.x`, `CACHE`, and what a dictionary's views show; a call, `list(self.x)` say, iterates over a copy. */
const SHARED = /^((?:(?:self|cls)\.)?[A-Za-z_][\w.]*?)(?:\.(?:items|values|keys)\(\))?$/;

function loops({ node, waits, facts }: Subject, { program }: ObstacleContext): Sighting[] {
  const found = new Map<number, Sighting>();
  const setUp = findSetUp(program).scopes.get(node.module ?? -1);
  for (const { site, calls } of waits) {
    for (const region of regionsAround(program, node, site)) {
      const iterable = region.text
        .replace(/^for\b.*?\bin\s+/s, "")
        .replace(/:$/, "")
        .trim();
      if (region.kind !== "for" || found.has(region.line)) continue;
      const name = SHARED.exec(iterable)?.[1];
      if (facts === undefined || name === undefined || !changesInPlace(facts, name, setUp))
        continue;
      found.set(region.line, {
        id: "iterate-while-shared",
        line: region.line,
        detail: say`iterates over \`${iterable}\` and waits in ${calls} inside`,
      });
    }
  }
  return [...found.values()];
}
