import type { Program } from "./program.ts";

/** `from a import b` imports `a`, and `a.b` where that is a module; none for what lies outside. */
export function importedModules(
  program: Program,
  importer: number,
  name: string,
  member: string | undefined,
): readonly number[] {
  const submodule =
    member === undefined || member === "*" ? -1 : program.findModule(`${name}.${member}`, importer);
  const found = [program.findModule(name, importer), submodule];
  return found.filter((each) => each !== -1 && each !== importer);
}
