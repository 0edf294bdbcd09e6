import type { SourceFile } from "../source/source-tree.ts";

/** One line; what stands in parentheses on further lines is a matter of luck. */
const IMPORT = /^[ \t]*(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(.*)|import[ \t]+(.*))$/gm;

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
function namesImported({ module, isPackage, text }: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: string) => {
    for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1))
      names.add(name.slice(0, end));
  };
  for (const [, dots = "", from, members, whole] of text.matchAll(IMPORT)) {
    if (from === undefined) {
      for (const each of wordsOf(whole)) add(each);
      continue;
    }
    const parts = module.split(".");
    const above = parts.slice(0, parts.length + (isPackage ? 1 : 0) - dots.length);
    const base = dots === "" ? from : [...above, ...(from === "" ? [] : [from])].join(".");
    add(base);
    for (const each of wordsOf(members)) names.add(`${base}.${each}`);
  }
  return names;
}

function wordsOf(list = ""): readonly string[] {
  return list.match(/[\w.]+/g) ?? [];
}
