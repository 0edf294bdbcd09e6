import { Ajv, type ErrorObject } from "ajv";
import type { CallbackArgument } from "../callgraph/program/external-symbols.ts";
import { defined } from "../defined.ts";
import { badConfig } from "../failure.ts";
import type { ApiEntry, Knowledge, LibraryEntry } from "./catalogue.ts";
import { expandCall, expandEntry } from "./expand-entry.ts";
import { findRule } from "./find-api.ts";
import type { RawEntry, RawLibrary } from "./knowledge-files.ts";

/** The `knowledge` section of a settings file. */
export interface UserKnowledge {
  readonly values: Readonly<Record<string, unknown>>;
  /** The settings file, for messages. */
  readonly path: string;
  /** Line of a JSON pointer's value in that file (`/knowledge/apis/0/name`). */
  readonly locate: (pointer: string) => number | undefined;
}

/** What the section may hold, once it is checked. */
interface UserValues {
  readonly apis?: readonly RawEntry[];
  readonly wrappers?: readonly Wrapper[];
  readonly libraries?: readonly RawLibrary[];
  /** Packages that wait for nothing. */
  readonly waitless?: readonly string[];
  /** Rule id or name of an API → story points of one call. */
  readonly points?: Readonly<Record<string, number>>;
}

/** "Calls to `name` spawn argument 0." */
interface Wrapper {
  readonly name: string;
  readonly spawns?: number;
  readonly calls?: number;
  readonly keyword?: string;
  readonly runsIn?: "green-thread" | "native-thread";
  readonly returns?: string;
}

/** The user's entries over ours; refuses what the schema does not allow, with file and line. */
export function layUserKnowledge(
  shipped: Knowledge,
  user: UserKnowledge,
  schema: object,
): Knowledge {
  const values = checked(user, schema);
  const apis = new Map(shipped.apis);
  for (const entry of values.apis ?? []) apis.set(entry.name, userEntry(entry, apis));
  for (const wrapper of values.wrappers ?? []) apis.set(wrapper.name, wrapperEntry(wrapper));
  for (const library of values.libraries ?? []) {
    for (const call of library.calls ?? []) apis.set(call.name, expandCall(call, library));
  }
  setPoints(apis, shipped, values.points ?? {}, user);
  const libraries = (values.libraries ?? []).map(withDefaults);
  const replaced = new Set(libraries.map((library) => library.distribution));
  return {
    ...shipped,
    apis,
    libraries: [
      ...shipped.libraries.filter((library) => !replaced.has(library.distribution)),
      ...libraries,
    ],
    waitless: new Set([...shipped.waitless, ...(values.waitless ?? [])]),
    aliases: Object.assign(
      { ...shipped.aliases },
      ...(values.libraries ?? []).map((library) => library.aliases ?? {}),
    ),
    symbols: Object.assign(
      { ...shipped.symbols },
      ...(values.libraries ?? []).map((library) => library.symbols ?? {}),
    ),
  };
}

function checked(user: UserKnowledge, schema: object): UserValues {
  const ajv = new Ajv({ allErrors: false, strict: false });
  ajv.addSchema(schema, "knowledge");
  const validate = ajv.compile({ $ref: "knowledge#/$defs/user" });
  if (validate(user.values)) return user.values as UserValues;
  throw refusal(user, validate.errors?.[0]);
}

function refusal(user: UserKnowledge, error: ErrorObject | undefined): Error {
  const params = error?.params as { readonly additionalProperty?: string } | undefined;
  const extra = params?.additionalProperty;
  const pointer = `/knowledge${error?.instancePath ?? ""}${extra === undefined ? "" : `/${extra}`}`;
  const what = extra === undefined ? (error?.message ?? "is wrong") : "is no setting";
  return badConfig(user.path, user.locate(pointer), `${pointer.slice(1)} ${what}`);
}

/** An entry for a name that we know keeps what it does not say. */
function userEntry(entry: RawEntry, apis: ReadonlyMap<string, ApiEntry>): ApiEntry {
  const ours = apis.get(entry.name);
  const defaults: Partial<RawEntry> =
    ours === undefined
      ? {
          needsAwait: entry.yields === undefined || entry.yields === "never" ? "no" : "yes",
          effort: 2,
          effortReason: "call site",
          source: "your settings",
        }
      : { ...(ours as unknown as RawEntry) };
  return expandEntry(
    { ...defaults, ...entry, source: entry.source ?? "your settings" },
    entry.via ?? ours?.via ?? "library",
  );
}

function wrapperEntry(wrapper: Wrapper): ApiEntry {
  const position = wrapper.spawns ?? wrapper.calls;
  const isSpawn = wrapper.spawns !== undefined;
  const callback: CallbackArgument = {
    ...defined({ position, keyword: wrapper.keyword }),
    mode: isSpawn ? "spawn" : "call",
    runsIn: isSpawn ? (wrapper.runsIn ?? "green-thread") : "caller",
    receives: "rest",
  };
  return expandEntry(
    {
      name: wrapper.name,
      category: isSpawn ? "spawn" : "call",
      asyncio: {
        replacement: isSpawn ? "asyncio.create_task(f(*args))" : "await f(*args)",
        fidelity: "adapt",
      },
      awaitlet: {
        replacement: isSpawn ? "asyncio.create_task(async_def(f, *args))" : "f(*args)",
      },
      effort: isSpawn ? 2 : 0,
      effortReason: "inside the wrapper, once",
      ...(isSpawn ? { startsGreenThread: true, concurrency: "starts" } : {}),
      symbol: {
        kind: "function",
        callbacks: [callback],
        ...(wrapper.returns === undefined ? {} : { returns: wrapper.returns }),
      },
      source: "your settings",
    },
    "library",
  );
}

function setPoints(
  apis: Map<string, ApiEntry>,
  shipped: Knowledge,
  points: Readonly<Record<string, number>>,
  user: UserKnowledge,
): void {
  for (const [rule, effort] of Object.entries(points)) {
    const entry = apis.get(rule) ?? findRule({ ...shipped, apis }, rule);
    if (entry === undefined) {
      const pointer = `/knowledge/points/${rule.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      throw badConfig(user.path, user.locate(pointer), `knowledge/points: no rule or API ${rule}`);
    }
    apis.set(entry.name, { ...entry, effort, effortReason: "your settings" });
  }
}

function withDefaults(library: RawLibrary): LibraryEntry {
  const { patchedBy, blocks, mechanism, aliases, calls, symbols, receivers, ...entry } = library;
  return {
    ...entry,
    id: library.id ?? `LIB-${library.distribution.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`,
    triggers: library.triggers ?? [],
    note: library.note ?? "",
    source: library.source ?? "your settings",
  };
}
