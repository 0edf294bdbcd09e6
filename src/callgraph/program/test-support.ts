import type { ImportFacts } from "../../python/module-facts.ts";
import { importedModules } from "./imported-modules.ts";
import type { Program } from "./program.ts";

/** Whoever imports one of these runs under a test runner, or not at all. */
const FRAMEWORK = /^(unittest|pytest|_pytest|testtools|testscenarios|nose|nose2|twisted\.trial)$/;

/**
 * Test code by what it is, whatever its file is called: base classes and helpers that lie outside any
 * folder of tests. Such a module, or one of its folder that it imports or that imports it, needs a
 * test framework; tests do import it, and nothing else does. A driver that settings name is also
 * imported by its tests alone, but needs no test framework.
 */
export function findTestPaths(program: Program, byName: ReadonlySet<string>): ReadonlySet<string> {
  const imports = readImports(program);
  const importers = reverse(imports);
  const paths = program.modules.map(({ path }) => path);
  const isNamed = (module: number): boolean => byName.has(paths[module] ?? "");
  const needing = findNeeding(program, imports);
  const support = new Set<number>();
  const isTest = (module: number): boolean => isNamed(module) || support.has(module);
  const belongs = (module: number): boolean => {
    const own = importers[module] ?? [];
    if (isNamed(module) || own.length === 0 || !own.every(isTest)) return false;
    const isHelper = own.some(
      (each) => support.has(each) && folderOf(paths, each) === folderOf(paths, module),
    );
    return needing.has(module) || isHelper;
  };
  for (let before = -1; before !== support.size; ) {
    before = support.size;
    for (let module = 0; module < program.repositoryModules; module += 1) {
      if (!support.has(module) && belongs(module)) support.add(module);
    }
  }
  return new Set([...byName, ...[...support].map((module) => paths[module] ?? "")]);
}

/** Modules that import a test framework, and those that import such a module of their own folder. */
function findNeeding(
  program: Program,
  imports: readonly (readonly number[])[],
): ReadonlySet<number> {
  const paths = program.modules.map(({ path }) => path);
  const needing = new Set<number>();
  for (const [module, { imports: own }] of program.modules.entries()) {
    if (own.some((each) => isUnconditional(each) && FRAMEWORK.test(each.module)))
      needing.add(module);
  }
  for (let before = -1; before !== needing.size; ) {
    before = needing.size;
    for (const [module, own] of imports.entries()) {
      const folder = folderOf(paths, module);
      if (own.some((to) => needing.has(to) && folderOf(paths, to) === folder)) needing.add(module);
    }
  }
  return needing;
}

/** By the module's own body, and not as something that it can do without. */
const isUnconditional = ({ scope, isOptional, isTypeOnly }: ImportFacts): boolean =>
  scope === 0 && !isOptional && !isTypeOnly;

function readImports(program: Program): readonly (readonly number[])[] {
  return program.modules.map(({ imports }, module) =>
    imports.flatMap((each) => importedModules(program, module, each.module, each.name)),
  );
}

function reverse(imports: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const importers: number[][] = imports.map(() => []);
  for (const [from, own] of imports.entries()) for (const to of own) importers[to]?.push(from);
  return importers;
}

function folderOf(paths: readonly string[], module: number): string {
  const path = paths[module] ?? "";
  return path.slice(0, path.lastIndexOf("/") + 1);
}
