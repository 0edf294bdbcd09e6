import type { ExternalSymbol } from "../callgraph/program/external-symbols.ts";
import type { EntryKindRule } from "../callgraph/symbols/symbol-layer.ts";
import type {
  ApiEntry,
  LibraryEntry,
  PatchGroup,
  PatchingRules,
  PatternEntry,
  ReceiverHint,
  SignalRule,
  Via,
} from "./catalogue.ts";

/**
 * The shapes of the files in assets/knowledge, as assets/schema/knowledge.schema.json checks them.
 * What an entry leaves out has a default, so that a file holds only what differs.
 */
export interface ApiFile {
  readonly via: Via;
  readonly passthrough?: Readonly<Record<string, string>>;
  readonly entries: readonly RawEntry[];
}

/** An API as written. `sameAs` takes everything that is not said here from another entry. */
export interface RawEntry
  extends Partial<Omit<ApiEntry, "name" | "asyncio" | "awaitlet" | "example" | "symbol">> {
  readonly name: string;
  readonly asyncio?: Partial<ApiEntry["asyncio"]>;
  readonly awaitlet?: Partial<ApiEntry["awaitlet"]>;
  /** Lines instead of text: a change of one line is a change of one line. */
  readonly example?: {
    readonly before: readonly string[];
    readonly asyncio: readonly string[];
    readonly awaitlet?: readonly string[];
  };
  readonly symbol?: Partial<ExternalSymbol> & { readonly isProperty?: boolean };
  readonly note?: string;
}

export interface PatchingFile
  extends ApiFile,
    Pick<PatchingRules, "acceptedKeywords" | "asks" | "ways" | "hazards"> {
  readonly groups: readonly PatchGroup[];
  /** Python 2's names of modules and functions. */
  readonly aliases?: Readonly<Record<string, string>>;
}

export interface LibraryFile {
  readonly entryKinds?: readonly EntryKindRule[];
  readonly libraries: readonly RawLibrary[];
}

export interface RawLibrary extends LibraryEntry {
  /** Groups that make its calls cooperative; a call can say otherwise. Absent: it waits whatever is patched. */
  readonly patchedBy?: readonly string[];
  readonly blocks?: boolean;
  readonly mechanism?: string;
  readonly aliases?: Readonly<Record<string, string>>;
  readonly calls?: readonly RawEntry[];
  readonly symbols?: Readonly<Record<string, Partial<ExternalSymbol>>>;
  readonly receivers?: readonly Omit<ReceiverHint, "library">[];
}

/** Packages that work in memory, on files of the disk, or only while tests or builds run. */
export interface WaitlessFile {
  readonly groups: readonly { readonly what: string; readonly packages: readonly string[] }[];
}

export interface PatternFile {
  readonly patterns: readonly PatternEntry[];
}

export interface SignalFile {
  /** Lists of file patterns that several rules share, as `@name`. */
  readonly fileSets: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly SignalRule[];
}
