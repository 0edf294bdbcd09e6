/**
 * Forms that are valid in some Python but that the grammar refuses, rewritten so that it accepts
 * them. Every rewriting keeps all positions; names are read from the original text anyway.
 */
interface Rewriting {
  readonly pattern: RegExp;
  readonly replace: (whole: string, ...groups: string[]) => string;
}

const REWRITINGS: readonly Rewriting[] = [
  // `exec code in namespace` for any expression: reads as an operator before the expression.
  { pattern: /^(\s*|.*?;\s*)exec(?=\s+[^\s=.,)])/, replace: (_, before = "") => `${before}not ` },
  // `async` and `await` were ordinary names before Python 3.7.
  { pattern: /\basync\b(?!\s+(?:def|for|with)\b)/g, replace: () => "asyn_" },
  {
    pattern: /(\.\s*|\bdef\s+|\bimport\s+|\bas\s+)await\b/g,
    replace: (_, before = "") => `${before}awai_`,
  },
  { pattern: /\bawait\b(?=\s*(?:=[^=]|[,)\]:]|$))/g, replace: () => "awai_" },
  { pattern: /\bnonlocal\b(?=\s*[=.(,)[])/g, replace: () => "nonloca_" },
  // Python 2 let anybody assign to them.
  {
    pattern: /^(\s*)(True|None)(?=\s*=[^=])/,
    replace: (_, before = "", name = "") => `${before}${name.slice(0, -1)}_`,
  },
  { pattern: /^(\s*)False(?=\s*=[^=])/, replace: (_, before = "") => `${before}Fals_` },
];

/** Type parameters with defaults (PEP 696), which the grammar does not know yet. */
const TYPE_PARAMETER_LIST = /^(\s*(?:class|def|async\s+def|type)\s+\w+\s*\[)([^\]]*)(?=\])/;

/** One line with the grammar's gaps bridged; the same length. */
export function rewriteLine(line: string): string {
  let rewritten = line;
  for (const { pattern, replace } of REWRITINGS) rewritten = rewritten.replace(pattern, replace);
  return rewritten.replace(TYPE_PARAMETER_LIST, (_, head: string, list: string) => {
    const withoutDefaults = list.replace(/=[^,=]+/g, (part) => " ".repeat(part.length));
    return `${head}${withoutDefaults}`;
  });
}

/** A line that cannot be read, reduced to what keeps the lines around it in place; the same length. */
export function neutraliseLine(line: string): string {
  const [, indent = ""] = /^(\s*)/.exec(line) ?? [];
  const content = line.slice(indent.length).trimEnd();
  const code = content.replace(/\s+#.*$/, "");
  const definition =
    /^((?:async\s+)?def\s+[\p{ID_Start}_][\p{ID_Continue}]*\s*|class\s+[\p{ID_Start}_][\p{ID_Continue}]*\s*)\(/u.exec(
      code,
    );
  const isHeader = code.endsWith(":");
  let replacement = "";
  const head = definition === null ? "" : `${definition[1]}(`;
  const room = code.length - head.length - "):".length;
  if (definition !== null && room >= 0) {
    replacement = `${head}${" ".repeat(room)}):`;
  } else if (isHeader && code.length >= 5) {
    replacement = `if 1${" ".repeat(code.length - 5)}:`;
  } else if (content.length >= 4) {
    replacement = "pass";
  }
  return `${indent}${replacement}`.padEnd(line.length).slice(0, line.length);
}

/** Python 2's `` `x` `` is `repr(x)`; the grammar sees a string. In parentheses it sees x. */
export function rewriteBackticks(
  text: string,
  ranges: readonly (readonly [start: number, end: number])[],
): string {
  let rewritten = "";
  let from = 0;
  for (const [start, end] of ranges) {
    rewritten += `${text.slice(from, start)}(${text.slice(start + 1, end - 1)})`;
    from = end;
  }
  return rewritten + text.slice(from);
}

/** `type(x).name = value` opens with a soft keyword, and the grammar would see a type alias. */
export function rewriteTypeCalls(text: string): string {
  return text.includes("type") ? text.replace(/^([ \t]*)type(?=[ \t]*\()/gm, "$1typ_") : text;
}
