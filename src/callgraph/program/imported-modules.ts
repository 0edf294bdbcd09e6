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

/**
 * Those of these modules, with the packages around them, that the others import: what a product takes
 * from its tests.
 */
export function importedOf(
  program: Program,
  importers: readonly number[],
  modules: readonly number[],
): readonly number[] {
  const found = new Set<number>();
  for (const importer of importers) {
    for (const { module, name } of program.facts(importer).imports) {
      const parts = module.split(".");
      for (let count = 1; count < parts.length; count += 1)
        found.add(program.findModule(parts.slice(0, count).join("."), importer));
      for (const each of importedModules(program, importer, module, name)) found.add(each);
    }
  }
  return modules.filter((each) => found.has(each));
}
