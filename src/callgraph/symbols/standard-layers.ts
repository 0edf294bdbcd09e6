import type { SymbolLayer } from "./symbol-layer.ts";
import { readSymbolTable } from "./symbol-table.ts";

/** The texts of `assets/python/`. */
export interface StandardTexts {
  readonly stdlib: string;
  readonly callbacks: string;
  readonly packages: string;
}

/**
 * The layers at the bottom: what the standard library and test frameworks call back (written by hand, because stubs do
 * not say when and where), its types, and the types of packages that typeshed describes.
 */
export function readStandardLayers(texts: StandardTexts): readonly SymbolLayer[] {
  const byHand = JSON.parse(texts.callbacks) as Pick<SymbolLayer, "aliases" | "symbols">;
  return [
    byHand,
    { table: readSymbolTable(texts.stdlib) },
    { table: readSymbolTable(texts.packages) },
  ];
}
