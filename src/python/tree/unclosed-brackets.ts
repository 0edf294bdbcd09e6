/** What opens a statement and can stand at the start of no line inside brackets. */
const STATEMENT =
  /^[ \t]*(?:(?:async[ \t]+)?def[ \t]+\w|class[ \t]+\w|@\w|return\b|import[ \t]|from[ \t]+[\w.]+[ \t]+import\b|raise\b|try[ \t]*:|while[ \t]|with[ \t]|pass[ \t]*$)/;

/** A string, a comment or a bracket: whatever decides which lines belong together. */
const TOKEN =
  /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*|'(?:\\.|[^'\\\n])*|#[^\n]*|[([{]|[)\]}]|\n/g;

/**
 * Lines whose brackets are still open where a new statement begins (counted from 0 in `text`): the
 * parser notices such an error only at the statement, and would blame that.
 */
export function unclosedLines(text: string): number[] {
  const unclosed: number[] = [];
  let open: number[] = [];
  let line = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    if (/^[([{]$/.test(token)) {
      open.push(line);
    } else if (/^[)\]}]$/.test(token)) {
      open.pop();
    } else if (token === "\n") {
      const [outermost] = open;
      line++;
      if (outermost === undefined || !STATEMENT.test(lineFrom(text, match.index + 1))) continue;
      unclosed.push(outermost);
      open = [];
    } else {
      line += token.split("\n").length - 1;
    }
  }
  return unclosed;
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, Math.min(end < 0 ? text.length : end, start + 200));
}
