import { Op } from "../../python/constraints.ts";
import type { Solving } from "../state/solving.ts";

/** The modules of the program that a constraint imports, in the order in which their bodies run. */
export function importsOf(s: Solving, importer: number, at: number): readonly number[] {
  const { code, strings } = s.program.facts(importer);
  const [operation, second, third] = [code[at], code[at + 3], code[at + 4]];
  const text = (index: number | undefined) => strings[index ?? -1] ?? "";
  switch (operation) {
    case Op.Import:
    case Op.ImportStar:
      return modulesOn(s, text(second), importer);
    case Op.ImportFrom:
      return modulesOn(s, `${text(second)}.${text(third)}`, importer);
    default:
      return [];
  }
}

/** `a`, `a.b` and `a.b.c`, as far as they are modules. */
function modulesOn(s: Solving, name: string, importer: number): readonly number[] {
  const parts = name.split(".");
  return parts
    .map((_part, index) => s.program.findModule(parts.slice(0, index + 1).join("."), importer))
    .filter((module) => module !== -1);
}
