import { documentShapes } from "./document-shapes.mjs";
import { programShapes } from "./program-shapes.mjs";
import { textShapes } from "./text-shapes.mjs";

/**
 * Repositories of an awkward shape, each named: path to content. `codes` are diagnostics that it
 * must give, `maxFileBytes` a limit other than the usual one.
 * @returns {{name: string, files: Record<string, string | Buffer>, codes?: string[], maxFileBytes?: number}[]}
 */
export function shapes() {
  return [...textShapes(), ...programShapes(), ...documentShapes()];
}
