import type { SourceFile } from "../source/source-tree.ts";

/** An import line, or one whose names stand in parentheses on the lines below. */
const IMPORT =
  /^[ \t]*(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*|.*)|import[ \t]+(.*))/gm;

/** `from module import name`, or `import module`. */
export interface NamedImport {
  readonly module: string;
  readonly name?: string;
}

/**
 * The files that the program itself is solved with: all but the tests, and the tests that others seem to
 * import. Only the words of import lines are looked at, as nothing is read yet; a file too many
 * costs nothing, one too few some time.
 */
export function neededFirst(files: readonly SourceFile[]): ReadonlySet<SourceFile> {
  const product = files.filter(({ isTest }) => !isTest);
  const named = new Set<string>();
  for (const file of product) for (const name of namesImported(file)) named.add(name);
  return new Set([...product, ...files.filter(({ module }) => named.has(module))]);
}

/** Dotted names that may be modules, and those of the packages around them. */
function namesImported(file: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { module, name } of importsNamed(file)) {
    for (let end = module.length; end > 0; end = module.lastIndexOf(".", end - 1))
      names.add(module.slice(0, end));
    if (name !== undefined) names.add(`${module}.${name}`);
  }
  return names;
}

/** What a file seems to import: by the words of its import lines, wherever they stand. */
export function importsNamed({ module, isPackage, text }: SourceFile): readonly NamedImport[] {
  const parts = module.split(".");
  return [...text.matchAll(IMPORT)].flatMap(([, dots = "", from, members, whole]) => {
    if (from === undefined) return wordsOf(whole).map((each) => ({ module: each }));
    const above = parts.slice(0, parts.length + (isPackage ? 1 : 0) - dots.length);
    const base = dots === "" ? from : [...above, ...(from === "" ? [] : [from])].join(".");
    return [{ module: base }, ...wordsOf(members).map((name) => ({ module: base, name }))];
  });
}

/** `a.b as c, d  # why`: `a.b` and `d`. */
function wordsOf(list = ""): readonly string[] {
  return list.replace(/#.*|[ \t]as[ \t]+\w+/g, "").match(/[\w.]+/g) ?? [];
}
