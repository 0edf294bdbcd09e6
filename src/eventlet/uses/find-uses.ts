import { byCodeUnits } from "../../by-code-units.ts";
import type { Confidence, FunctionId } from "../../callgraph/call-graph.ts";
import type { ApiEntry, Knowledge } from "../catalogue.ts";
import { SURENESS, weaker } from "../confidence.ts";
import type { EventletUse, Signal } from "../findings.ts";
import type { GraphView } from "../graph-view.ts";
import type { Patching } from "../patching/find-processes.ts";
import { findMentions } from "./find-mentions.ts";
import { findPatchedImports } from "./find-patched-imports.ts";
import { guessMethods } from "./guess-methods.ts";
import { guessReceivers } from "./guess-receivers.ts";
import type { Mention } from "./mention.ts";
import { choosesThreadingBackend, isOfThatService } from "./threading-backend.ts";
import { weighMention } from "./weigh-mention.ts";

/** Every place where the repository uses Eventlet: by name, through patched names, through libraries. */
export function findUses(
  view: GraphView,
  knowledge: Knowledge,
  patching: Patching,
  signals: readonly Signal[],
): readonly EventletUse[] {
  const weigh = weighMention(view, knowledge);
  const greenness = greennessOf(view, patching);
  const mentions = [
    ...findMentions(view, knowledge),
    ...findPatchedImports(view, knowledge),
    ...guessReceivers(view, knowledge),
    ...guessMethods(view, knowledge),
  ];
  const onThreads = choosesThreadingBackend(view, signals);
  const uses = mentions.flatMap((mention) => {
    if (onThreads && isOfThatService(mention.entry)) return [];
    const use = useOf(view, mention, greenness(mention), weigh(mention));
    return use === undefined ? [] : [use];
  });
  return withoutDoubles(uses).sort(byUse);
}

/** How green a patched or library name is where it is used. */
interface Greenness {
  readonly isGreen: boolean;
  readonly confidence: Confidence;
  /** The process runs green threads, but this name is not cooperative in it: it blocks them all. */
  readonly blocksGreen: boolean;
}

function greennessOf(view: GraphView, patching: Patching): (mention: Mention) => Greenness {
  const green = greenModules(view, patching);
  return ({ entry, function: user }) => {
    const module = view.moduleOf(user) ?? user;
    if (entry.via === "eventlet")
      return { isGreen: true, confidence: "certain", blocksGreen: false };
    if (entry.patchedBy === undefined && entry.blocks !== true) {
      return { isGreen: entry.via === "library", confidence: "certain", blocksGreen: false };
    }
    const groups = patching.groups.get(module);
    const found = (entry.patchedBy ?? []).flatMap((group) => groups?.get(group) ?? []);
    const best = found.sort((left, right) => SURENESS[right] - SURENESS[left])[0];
    if (best !== undefined && entry.blocks !== true) {
      return { isGreen: true, confidence: best, blocksGreen: false };
    }
    return { isGreen: false, confidence: "certain", blocksGreen: green.has(module) };
  };
}

/** Modules whose code runs in a process with green threads. */
function greenModules(view: GraphView, patching: Patching): ReadonlySet<FunctionId> {
  const modules = new Set<FunctionId>();
  for (const { process, run } of patching.runs) {
    if (process.kind === "test" || !run.imports.some(({ module }) => isEventlet(module))) continue;
    for (const module of run.modules) modules.add(module);
  }
  for (const [module, groups] of patching.groups) if (groups.size > 0) modules.add(module);
  return new Set([...modules].filter((module) => !view.isTest(module)));
}

const isEventlet = (module: string): boolean =>
  module === "eventlet" || module.startsWith("eventlet.");

function useOf(
  view: GraphView,
  mention: Mention,
  greenness: Greenness,
  weight: { readonly yields: boolean; readonly needsAwait: boolean },
): EventletUse | undefined {
  const { entry } = mention;
  const isBlocking = !greenness.isGreen && greenness.blocksGreen && weighs(entry, weight);
  if (!greenness.isGreen && !isBlocking) return undefined;
  // `eventlet.wsgi` on the way to `eventlet.wsgi.server` says nothing of its own.
  if (entry.kind === "module" && mention.how === "read") return undefined;
  if (entry.via !== "eventlet" && !isBlocking && !isWorthRecording(mention, weight))
    return undefined;
  return {
    api: entry.name,
    function: mention.function,
    path: view.pathOf(mention.function),
    line: mention.line,
    column: mention.column,
    site: mention.site,
    via: entry.via,
    how: mention.how,
    yields: !isBlocking && weight.yields,
    needsAwait: !isBlocking && weight.needsAwait,
    confidence: weaker(mention.confidence, greenness.confidence),
    ...(isBlocking ? { blocks: true } : {}),
    category: entry.category,
    fidelity: entry.asyncio.fidelity,
    effort: isBlocking || mention.how === "import" ? 0 : entry.effort,
    isTest: view.isTest(mention.function),
  };
}

/** A blocking call is worth telling where a cooperative one of its kind would have waited. */
function weighs(entry: ApiEntry, weight: { readonly needsAwait: boolean }): boolean {
  return entry.isContention !== true && weight.needsAwait;
}

/** Patched names and libraries matter where they wait, start green threads, or hold a lock. */
function isWorthRecording(
  { entry, how }: Mention,
  weight: { readonly yields: boolean; readonly needsAwait: boolean },
): boolean {
  if (how === "import") return weight.yields;
  return (
    weight.yields ||
    weight.needsAwait ||
    entry.startsGreenThread === true ||
    (entry.isContention === true && entry.category === "lock" && entry.kind === "method") ||
    entry.category === "context-local"
  );
}

/**
 * One use per API, place and manner: the surest. A name that is called or handed on where it is
 * read (`eventlet.spawn(f)` reads `eventlet.spawn`) is one use, not two.
 */
function withoutDoubles(uses: readonly EventletUse[]): EventletUse[] {
  const found = new Map<string, EventletUse>();
  const strong = new Set(uses.filter(({ how }) => how !== "read" && how !== "import").map(placeOf));
  for (const use of uses) {
    if (use.how === "read" && !use.yields && strong.has(placeOf(use))) continue;
    const key = `${use.function}\n${use.api}\n${use.line}\n${use.column}\n${use.how}`;
    const known = found.get(key);
    if (known === undefined || SURENESS[known.confidence] < SURENESS[use.confidence])
      found.set(key, use);
  }
  return [...found.values()];
}

const placeOf = (use: EventletUse): string => `${use.function}\n${use.api}\n${use.line}`;

function byUse(left: EventletUse, right: EventletUse): number {
  return (
    byCodeUnits(left.path, right.path) ||
    left.line - right.line ||
    left.column - right.column ||
    byCodeUnits(left.api, right.api) ||
    byCodeUnits(left.how, right.how)
  );
}
