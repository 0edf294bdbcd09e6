// biome-ignore-all lint/correctness/noUnresolvedImports: the types are an ambient module declaration, which Biome does not read.
import type { Language } from "web-tree-sitter";
import { fieldOfName, Kind, kindOfName } from "./kinds.ts";

/** The grammar's symbol and field numbers translated to `Kind` and `Field`. */
export interface SymbolTable {
  /** By symbol number; 0 for what the flat tree leaves out. The error symbol is `ERROR_SYMBOL`. */
  readonly kindOf: Uint8Array;
  readonly isNamed: Uint8Array;
  readonly fieldOf: Uint8Array;
  readonly tokenKind: number;
  readonly moduleKind: number;
}

/** tree-sitter's `ts_builtin_sym_error`. */
const ERROR_SYMBOL = 0xffff;

export function symbolTable(language: Language): SymbolTable {
  const kindOf = new Uint8Array(ERROR_SYMBOL + 1);
  const isNamed = new Uint8Array(ERROR_SYMBOL + 1);
  for (let symbol = 0; symbol < language.nodeTypeCount; symbol++) {
    if (!language.nodeTypeIsNamed(symbol)) continue;
    isNamed[symbol] = 1;
    kindOf[symbol] = kindOfName(language.nodeTypeForId(symbol) ?? "");
  }
  kindOf[ERROR_SYMBOL] = Kind.error;
  isNamed[ERROR_SYMBOL] = 1;
  const fieldOf = new Uint8Array(language.fieldCount + 1);
  for (let field = 1; field <= language.fieldCount; field++) {
    fieldOf[field] = fieldOfName(language.fieldNameForId(field) ?? "");
  }
  return { kindOf, isNamed, fieldOf, tokenKind: Kind.token, moduleKind: Kind.module };
}
