import type { EntryPoint } from "../call-graph.ts";
import type { ExternalSymbol } from "../program/external-symbols.ts";

/**
 * One source of knowledge about names outside the analysed code. Names are dotted; builtins are
 * `<builtin>.len`. A layer may know half of a symbol: the layers below fill in the rest.
 */
export interface SymbolLayer {
  readonly symbols?: Readonly<Record<string, Partial<ExternalSymbol>>>;
  /** Other name → the name that this layer uses. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Names whose uses must be recorded; `requests.*` covers everything below `requests`. */
  readonly described?: readonly string[];
  /** Special methods that the knowledge tells something of where Python itself calls them: `pymongo.cursor.Cursor.__iter__`. */
  readonly protocols?: readonly string[];
  /** `eventlet.green.socket` → `socket`: every name below the first that no layer knows is typed as the same name below the second. */
  readonly passthrough?: Readonly<Record<string, string>>;
  /** Names that receive ways into the program (regular expressions), and which; the first that fits holds. */
  readonly entryKinds?: readonly EntryKindRule[];
  /** Large tables answer one name at a time instead of listing all. */
  readonly table?: SymbolTable;
}

export interface EntryKindRule {
  readonly names: string;
  readonly kind: EntryPoint["kind"];
}

/** Symbols that are decoded when somebody asks for them. */
export interface SymbolTable {
  symbol(name: string): Partial<ExternalSymbol> | undefined;
  alias(name: string): string | undefined;
  /** The first parts of all names that it answers. */
  firstParts(): Iterable<string>;
  /** The last parts of all names that are listed one by one. */
  lastParts(): Iterable<string>;
}
