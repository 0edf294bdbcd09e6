import type {
  ApiEntry,
  Knowledge,
  LibraryEntry,
  PatternEntry,
  SignalRule,
  Via,
} from "./catalogue.ts";
import { expandAlike, expandCall, expandEntry } from "./expand-entry.ts";
import type {
  ApiFile,
  LibraryFile,
  PatchingFile,
  PatternFile,
  RawEntry,
  RawLibrary,
  SignalFile,
  WaitlessFile,
} from "./knowledge-files.ts";

/** The files that the knowledge is made of, relative to assets/knowledge. */
export const KNOWLEDGE_ASSETS = [
  "eventlet-api.json",
  "eventlet-green.json",
  "monkey-patch.json",
  "libraries.json",
  "waitless.json",
  "patterns.json",
  "signals.json",
] as const;

/** The shipped knowledge from its files' texts. */
export function loadKnowledge(texts: Readonly<Record<string, string>>): Knowledge {
  return buildKnowledge({
    core: read<ApiFile>(texts, "eventlet-api.json"),
    green: read<ApiFile>(texts, "eventlet-green.json"),
    patching: read<PatchingFile>(texts, "monkey-patch.json"),
    libraryFile: read<LibraryFile>(texts, "libraries.json"),
    waitless: read<WaitlessFile>(texts, "waitless.json"),
    patterns: read<PatternFile>(texts, "patterns.json").patterns,
    signals: read<SignalFile>(texts, "signals.json"),
  });
}

interface KnowledgeFiles {
  readonly core: ApiFile;
  readonly green: ApiFile;
  readonly patching: PatchingFile;
  readonly libraryFile: LibraryFile;
  readonly waitless: WaitlessFile;
  readonly patterns: readonly PatternEntry[];
  readonly signals: SignalFile;
}

function buildKnowledge(files: KnowledgeFiles): Knowledge {
  const { core, green, patching } = files;
  const { libraries, entryKinds = [] } = files.libraryFile;
  const apis = new Map<string, ApiEntry>();
  addEntries(apis, patching.entries, "monkey-patch");
  addEntries(apis, core.entries, "eventlet");
  addEntries(apis, green.entries, "eventlet");
  for (const library of libraries) {
    for (const call of library.calls ?? []) {
      // The standard library's and Eventlet's own entries know better (psycopg2, MySQLdb).
      if (!apis.has(call.name)) apis.set(call.name, expandCall(call, library));
    }
  }
  return {
    apis,
    libraries: libraries.map(libraryEntry),
    entryKinds,
    waitless: new Set(files.waitless.groups.flatMap(({ packages }) => packages)),
    patterns: new Map(files.patterns.map((pattern) => [pattern.id, pattern])),
    signals: files.signals.rules.map((rule) => withFiles(rule, files.signals.fileSets)),
    patching: {
      groups: patching.groups,
      acceptedKeywords: patching.acceptedKeywords,
      asks: patching.asks,
      ways: patching.ways,
      hazards: patching.hazards,
    },
    aliases: Object.assign(
      { ...patching.aliases },
      ...libraries.map((library) => library.aliases ?? {}),
    ),
    symbols: Object.assign({}, ...libraries.map((library) => library.symbols ?? {})),
    passthrough: { ...green.passthrough },
    receivers: libraries.flatMap((library) =>
      (library.receivers ?? []).map((hint) => ({ library: library.id, ...hint })),
    ),
  };
}

/** Entries that stand for others come last: they need them. */
function addEntries(apis: Map<string, ApiEntry>, entries: readonly RawEntry[], via: Via): void {
  const alike: RawEntry[] = [];
  for (const entry of entries) {
    if (entry.sameAs !== undefined && entry.asyncio === undefined) alike.push(entry);
    else apis.set(entry.name, expandEntry(entry, via));
  }
  for (const entry of alike) {
    const other = apis.get(entry.sameAs ?? "");
    if (other === undefined) throw new Error(`${entry.name} stands for ${entry.sameAs}, unknown`);
    apis.set(entry.name, expandAlike(entry, other, via));
  }
}

/** What a library's table in the report shows; its calls live among the APIs. */
function libraryEntry(library: RawLibrary): LibraryEntry {
  const { patchedBy, blocks, mechanism, aliases, calls, symbols, receivers, ...entry } = library;
  return entry;
}

function withFiles(
  rule: SignalRule,
  sets: Readonly<Record<string, readonly string[]>>,
): SignalRule {
  const expand = (files: readonly string[]): readonly string[] => [
    ...new Set(
      files.flatMap((file) => (file.startsWith("@") ? (sets[file.slice(1)] ?? []) : [file])),
    ),
  ];
  const { except } = rule;
  return {
    ...rule,
    files: expand(rule.files),
    ...(except === undefined ? {} : { except: expand(except) }),
  };
}

function read<T>(texts: Readonly<Record<string, string>>, name: string): T {
  const text = texts[name];
  if (text === undefined) throw new Error(`the knowledge file ${name} was not read`);
  return JSON.parse(text) as T;
}
