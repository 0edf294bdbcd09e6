import type { SourceText } from "./source-text.ts";

/** The text with these lines, counted from 1, rewritten to others of the same length. */
export function rewriteLines(
  source: SourceText,
  text: string,
  lines: ReadonlySet<number>,
  rewrite: (line: string) => string,
): string {
  const pieces: string[] = [];
  let from = 0;
  for (const line of [...lines].sort((a, b) => a - b)) {
    const start = source.lineStarts[line - 1];
    if (start === undefined) continue;
    const before = lineText(source, text, line);
    pieces.push(text.slice(from, start), rewrite(before));
    from = start + before.length;
  }
  pieces.push(text.slice(from));
  return pieces.join("");
}

/** A line, counted from 1, without its end. */
export function lineText(source: SourceText, text: string, line: number): string {
  const start = source.lineStarts[line - 1] ?? text.length;
  const next = source.lineStarts[line] ?? text.length + 1;
  return text.slice(start, next - 1).replace(/\r$/, "");
}
