import type { ArgumentValue, FunctionId } from "../../callgraph/call-graph.ts";
import type { ApiEntry, ArgumentTest, Knowledge, Yields } from "../catalogue.ts";
import { findApi } from "../find-api.ts";
import type { GraphView } from "../graph-view.ts";
import { protocolYields } from "../special-methods.ts";
import type { Mention } from "./mention.ts";
import { isGuarded } from "./queue-guards.ts";

export interface Weight {
  /** It can switch to the hub today, where it is green. */
  readonly yields: boolean;
  /** Its replacement is awaited here. */
  readonly needsAwait: boolean;
}

const NOTHING: Weight = { yields: false, needsAwait: false };

/** What a mention means for the function it stands in: the knowledge, refined by the arguments. */
export function weighMention(view: GraphView, knowledge: Knowledge): (mention: Mention) => Weight {
  const fills = fillingReceivers(view, knowledge);
  return (mention) => {
    const { entry } = mention;
    if (isContention(entry)) return NOTHING;
    if (mention.decorates === true) return { yields: true, needsAwait: true };
    if (mention.how === "import") return weighImport(entry);
    if (!isWaiting(mention) || isRuledOut(mention)) return NOTHING;
    const yields = yieldsOf(mention);
    if (entry.waitsWhenFull === true && !fills(mention)) return NOTHING;
    if (hasWhatItNeeds(view, mention)) return NOTHING;
    return { yields: yields !== "never", needsAwait: isAwaited(mention, yields) };
  };
}

const isContention = ({ isContention: isLock, decorates }: ApiEntry): boolean =>
  isLock === true || decorates === "contention";

/** By the arguments of the call. */
function isRuledOut({ entry, arguments: given }: Mention): boolean {
  if (entry.neverIf?.some((test) => matches(test, given)) === true) return true;
  return entry.onlyIf?.some((keyword) => isAsked(keyword, given)) === false;
}

/** Only a module's own body may wait when it is imported, and nobody can await an import. */
function weighImport({ importYields = "never" }: ApiEntry): Weight {
  return { yields: importYields !== "never", needsAwait: false };
}

/** The code around it has seen to it that a queue's `get()` or `put()` finds what it would wait for. */
function hasWhatItNeeds(view: GraphView, { entry, how, function: user, site }: Mention): boolean {
  const way = entry.category === "queue" && how === "call" && /\.(get|put)$/.exec(entry.name)?.[1];
  const facts = view.factsOf(user);
  if (facts === undefined || site < 0) return false;
  return (way === "get" || way === "put") && isGuarded(facts, site, way);
}

/**
 * "Maybe" counts where something waits today: back-pressure, clean-up. Where nothing waits
 * (`listen()`, building a Timeout) the twin can be had without `await`.
 */
function isAwaited(mention: Mention, yields: Yields): boolean {
  const isOwn = mention.protocol === undefined || isOwnEntry(mention);
  const needsAwait = isOwn ? mention.entry.needsAwait : "maybe";
  return needsAwait === "yes" || (needsAwait === "maybe" && yields !== "never");
}

/** An attribute that waits when it is read does so; a function that is only named does not. */
function isWaiting({ how, entry }: Mention): boolean {
  if (how === "call" || how === "with" || how === "iterate" || how === "item") return true;
  return how === "read" && entry.symbol?.kind === "property";
}

const isOwnEntry = ({ entry, protocol }: Mention): boolean =>
  protocol !== undefined && entry.name.endsWith(`.${protocol}`);

function yieldsOf(mention: Mention): Yields {
  const { entry, protocol } = mention;
  if (protocol === undefined || isOwnEntry(mention)) return entry.yields;
  return protocolYields(entry, protocol) ?? "never";
}

function isAsked(asked: string, values: readonly ArgumentValue[]): boolean {
  const value = values.find(({ keyword }) => keyword === asked);
  const [constant, ...others] = value?.constants ?? [];
  const isOff = others.length === 0 && (constant === false || constant === null);
  return value !== undefined && !isOff;
}

function matches(test: ArgumentTest, values: readonly ArgumentValue[]): boolean {
  const value = values.find(
    ({ position, keyword }) =>
      (keyword !== undefined && keyword === test.keyword) ||
      (keyword === undefined && position !== undefined && position === test.position),
  );
  if (value === undefined) return false;
  if (typeof test.is === "string" && value.externals?.includes(test.is) === true) return true;
  return value.constants?.length === 1 && value.constants[0] === test.is;
}

/**
 * Whether a queue that is put into can be full: some queue of its kind that the module makes has a
 * limit; where the module makes none, some queue of the repository.
 */
function fillingReceivers(view: GraphView, knowledge: Knowledge): (mention: Mention) => boolean {
  const limited = new Map<FunctionId, boolean>();
  let anyLimited: boolean | undefined;
  for (const call of view.graph.externalCalls) {
    const capacity = findApi(knowledge, call.callee.replace(/\.__init__$/, ""))?.capacity;
    if (capacity === undefined) continue;
    const isLimited = !capacity.unlimited.some((value) =>
      isGiven(capacity, call.arguments)
        ? matches({ ...capacity, is: value }, call.arguments)
        : true,
    );
    const module = view.moduleOf(call.caller) ?? call.caller;
    limited.set(module, (limited.get(module) ?? false) || isLimited);
    anyLimited = (anyLimited ?? false) || isLimited;
  }
  return ({ function: user }) => limited.get(view.moduleOf(user) ?? user) ?? anyLimited ?? true;
}

function isGiven(
  test: { readonly position?: number; readonly keyword?: string },
  values: readonly ArgumentValue[],
): boolean {
  return values.some(
    ({ position, keyword }) =>
      (keyword !== undefined && keyword === test.keyword) ||
      (keyword === undefined && position === test.position),
  );
}
