/** Lines in one statement; more are joined for the parser by blanks. */
const MOST_CONTINUED = 200;

/**
 * Texts that the parser takes ill are replaced by others of equal length, so that every place in the
 * file stays what it was. Two cost it the square of their length, hours for a file of two megabytes:
 * backslashes that continue line after line, since from each of them it looks ahead over all that
 * follow, and `\N{` that no brace ends, since it looks for the brace up to the end of the file. One
 * it takes for another statement.
 */
export function tameText(text: string): string {
  return withoutListSubjects(withoutOpenNames(withoutLongStatements(text)));
}

/**
 * `match [a, b]:` with a single `case` below is an annotated subscript to the grammar. A tuple there is
 * matched as a list is.
 */
function withoutListSubjects(text: string): string {
  return text.includes("match [") ? text.replace(LIST_SUBJECT, "$1($2)$3") : text;
}

const LIST_SUBJECT =
  /^([ \t]*match )\[([^[\]\n]*,[^[\]\n]*)\](:[ \t]*(?:#.*)?\n(?:[ \t]*\n)*[ \t]+case\b)/gm;

function withoutLongStatements(text: string): string {
  if (!text.includes("\\\n")) return text;
  const lines = text.split("\n");
  const ended = lines.map((line) => `${line}\n`);
  for (const [start, end] of runsOf(lines)) {
    // The first one may end a comment, the last one ends the statement.
    for (let at = start + 1; at < end - 1; at++) ended[at] = tamed(lines[at] ?? "", lines[at - 1]);
  }
  return ended.join("").slice(0, -1);
}

/** A lone backslash below an empty line continues nothing; any other joins its line to the next. */
function tamed(line: string, before = ""): string {
  if (!line.endsWith("\\")) return `${line}\n`;
  const isLone = line.trim() === "\\" && before.trim() === "";
  return `${line.slice(0, -1)} ${isLone ? "\n" : " "}`;
}

/** First line and end of each run of many lines, continued or empty. After a `#` a backslash continues nothing. */
function runsOf(lines: readonly string[]): (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = [];
  let start = 0;
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "" || (line.endsWith("\\") && !line.includes("#"))) continue;
    if (at - start > MOST_CONTINUED) runs.push([start, at]);
    start = at + 1;
  }
  if (lines.length - start > MOST_CONTINUED) runs.push([start, lines.length]);
  return runs;
}

/** No character's name is longer than a hundred letters. */
function withoutOpenNames(text: string): string {
  return text.includes("\\N{") ? text.replace(/\\N\{(?![^}\n]{1,120}\})/g, "\\N ") : text;
}
