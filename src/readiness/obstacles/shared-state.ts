import { SITE_WIDTH } from "../../python/module-facts.ts";
import { say } from "../../sentence.ts";
import { regionsAround } from "../regions.ts";
import { changesInPlace, traceState } from "../state-trace.ts";
import { looksLikeLock } from "./lock-names.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

/** State that several tasks share, around waits. */
export const sharedState: Detector = {
  looksAt: "waiting",
  detect: (subject, context) => [...readWaitWrite(subject, context), ...loops(subject, context)],
};

/** A read or test of a key, then a wait, then a write of the key without reading it again. */
function readWaitWrite({ facts, node, waits }: Subject, { program }: ObstacleContext): Sighting[] {
  if (facts === undefined || node.scope === undefined || waits.length === 0) return [];
  const waiting = new Map(waits.map(({ site, calls }) => [site, calls]));
  const readAt = new Map<string, { wait?: string; line: number }>();
  const found = new Map<string, Sighting>();
  for (const { kind, key, site } of traceState(facts, node.scope)) {
    const line = facts.sites[site * SITE_WIDTH] ?? node.line ?? 1;
    const calls = waiting.get(site);
    if (calls !== undefined) for (const read of readAt.values()) read.wait ??= calls;
    if (kind === "read" || kind === "test") readAt.set(key, { line });
    if (kind !== "write") continue;
    const read = readAt.get(key);
    readAt.delete(key);
    if (read?.wait === undefined || found.has(key)) continue;
    const isGuarded = regionsAround(program, node, site).some(
      (region) => region.kind.endsWith("with") && looksLikeLock(region.text),
    );
    if (!isGuarded) {
      found.set(key, {
        id: "atomicity",
        line,
        detail: say`\`${key}\` is read in line ${String(read.line)}, then ${read.wait} waits, then it is written`,
      });
    }
  }
  return [...found.values()];
}

/** `self.x`, `CACHE`, and what a dictionary's views show; a call, `list(self.x)` say, iterates over a copy. */
const SHARED = /^((?:(?:self|cls)\.)?[A-Za-z_][\w.]*?)(?:\.(?:items|values|keys)\(\))?$/;

function loops({ node, waits, facts }: Subject, { program }: ObstacleContext): Sighting[] {
  const found = new Map<number, Sighting>();
  for (const { site, calls } of waits) {
    for (const region of regionsAround(program, node, site)) {
      const iterable = region.text
        .replace(/^for\b.*?\bin\s+/s, "")
        .replace(/:$/, "")
        .trim();
      if (region.kind !== "for" || found.has(region.line)) continue;
      const name = SHARED.exec(iterable)?.[1];
      if (facts === undefined || name === undefined || !changesInPlace(facts, name)) continue;
      found.set(region.line, {
        id: "iterate-while-shared",
        line: region.line,
        detail: say`iterates over \`${iterable}\` and waits in ${calls} inside`,
      });
    }
  }
  return [...found.values()];
}
