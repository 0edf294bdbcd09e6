import { defined } from "../defined.ts";
import type { ApiEntry, Fidelity, Via } from "./catalogue.ts";
import type { RawEntry, RawLibrary } from "./knowledge-files.ts";

const PREFIXES: Readonly<Record<Via, string>> = {
  eventlet: "EVT-",
  "monkey-patch": "MPT-",
  library: "LIB-",
};

/** The rule id of a name: `eventlet.greenthread.sleep` → `EVT-greenthread-sleep`. */
function ruleId(name: string, via: Via): string {
  const rest = via === "eventlet" ? name.replace(/^eventlet\./, "") : name;
  return PREFIXES[via] + rest.replaceAll("*", "any").replaceAll(".", "-");
}

/** What an entry means by what it leaves out. */
const DEFAULTS = {
  aliases: [],
  category: "library",
  yields: "never",
  needsAwait: "no",
  effort: 0,
  effortReason: "no change at the call site",
  risk: "low",
  riskReason: "equivalent semantics",
  source: "",
} as const;

/** An entry with its defaults filled in. */
export function expandEntry(raw: RawEntry, via: Via): ApiEntry {
  const { note, asyncio, awaitlet, example, symbol, ...rest } = raw;
  const replacement = asyncio?.replacement ?? "-";
  const { aliases, category, yields, needsAwait, effort, effortReason, risk, riskReason, source } =
    { ...DEFAULTS, ...rest };
  return {
    ...rest,
    id: raw.id ?? ruleId(raw.name, via),
    via,
    aliases,
    kind: raw.kind ?? kindOf(raw.name),
    category,
    yields,
    needsAwait,
    asyncio: {
      ...asyncio,
      replacement,
      fidelity: asyncio?.fidelity ?? "adapt",
      ...noted(asyncio?.note, note),
    },
    awaitlet: { ...awaitlet, replacement: awaitlet?.replacement ?? replacement },
    effort,
    effortReason,
    risk,
    riskReason,
    source,
    ...defined({ example: example && joined(example), symbol: symbol && plainSymbol(symbol) }),
  };
}

/** A name that stands for another: what is not said of it holds as for the other. */
export function expandAlike(raw: RawEntry, other: ApiEntry, via: Via): ApiEntry {
  const { aliases, patchedBy, symbol, id, example, ...shared } = other;
  return expandEntry({ ...shared, ...defined(raw), name: raw.name } as RawEntry, via);
}

/** Effort of one call by how faithful the library's twin is: replacing the library itself is priced once, elsewhere. */
const CALL_EFFORT: Readonly<Record<Fidelity, number>> = {
  direct: 1,
  adapt: 2,
  redesign: 2,
  none: 2,
};

const BLOCKS_LATER = "blocks the event loop as soon as the patch is gone";
const BLOCKS_TODAY = "blocks the event loop, as it blocks Eventlet's hub today";

/** A call of a described library: what it leaves out, its library says. */
export function expandCall(raw: RawEntry, library: RawLibrary): ApiEntry {
  const {
    blocks = false,
    patchedBy,
    mechanism,
    source,
  } = {
    ...defined(pick(library)),
    ...defined(pick(raw)),
  };
  const yields = blocks ? "never" : (raw.yields ?? "may");
  const isFree = yields === "never" && !blocks;
  const fidelity = library.fidelity === "direct" ? "direct" : "adapt";
  return expandEntry(
    {
      category: library.category ?? "library",
      ...raw,
      yields,
      needsAwait: raw.needsAwait ?? (isFree ? "no" : "yes"),
      ...(blocks ? { blocks } : {}),
      ...defined({ patchedBy, mechanism }),
      asyncio: { replacement: library.alternative, fidelity, ...raw.asyncio },
      awaitlet: {
        replacement: "awaitlet(...) in place of await, around whatever the asyncio form awaits",
        ...raw.awaitlet,
      },
      effort: raw.effort ?? (isFree ? 0 : CALL_EFFORT[library.fidelity]),
      effortReason: raw.effortReason ?? "call site; the package itself is priced once",
      risk: raw.risk ?? (fidelity === "direct" ? "low" : "medium"),
      riskReason: raw.riskReason ?? (blocks ? BLOCKS_TODAY : BLOCKS_LATER),
      library: library.id,
      ...defined({ source }),
    },
    "library",
  );
}

/** What a call inherits from its library. */
function pick({ blocks, patchedBy, mechanism, source }: RawEntry | RawLibrary) {
  return { blocks, patchedBy, mechanism, source };
}

function kindOf(name: string): ApiEntry["kind"] {
  const parts = name.split(".");
  const owner = parts.at(-2) ?? "";
  return /^_?[A-Z]/.test(owner) ? "method" : "function";
}

function noted(...notes: readonly (string | undefined)[]): { readonly note?: string } {
  const said = notes.filter((note) => note !== undefined && note !== "");
  return said.length === 0 ? {} : { note: said.join(" ") };
}

function joined(example: NonNullable<RawEntry["example"]>): NonNullable<ApiEntry["example"]> {
  // A copy of another entry carries its example already joined.
  const text = (lines: readonly string[] | string): string =>
    typeof lines === "string" ? lines : lines.join("\n");
  return {
    before: text(example.before),
    asyncio: text(example.asyncio),
    ...(example.awaitlet === undefined ? {} : { awaitlet: text(example.awaitlet) }),
  };
}

function plainSymbol(symbol: NonNullable<RawEntry["symbol"]>): NonNullable<ApiEntry["symbol"]> {
  const { isProperty, ...rest } = symbol;
  return isProperty === true ? { kind: "property", ...rest } : rest;
}
