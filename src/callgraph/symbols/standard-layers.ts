import type { ExternalSymbol } from "../external-symbols.ts";
import type { SymbolLayer } from "./symbol-layer.ts";
import { readSymbolTable } from "./symbol-table.ts";

/** The texts of `assets/python/`. */
export interface StandardTexts {
  readonly stdlib: string;
  readonly callbacks: string;
  readonly packages: string;
}

/**
 * The layers at the bottom: what the standard library calls back (written by hand, because stubs do
 * not say when and where), its types, and the types of packages that typeshed describes.
 */
export function readStandardLayers(texts: StandardTexts): readonly SymbolLayer[] {
  const { symbols } = JSON.parse(texts.callbacks) as {
    readonly symbols: Readonly<Record<string, Partial<ExternalSymbol>>>;
  };
  return [
    { symbols },
    { table: readSymbolTable(texts.stdlib) },
    { table: readSymbolTable(texts.packages) },
  ];
}
