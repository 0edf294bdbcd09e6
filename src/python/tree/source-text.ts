/** A file's text as the parser reads it, and its lines. Every rewriting keeps all positions. */
export interface SourceText {
  readonly text: string;
  /** Position of each line's first character. */
  readonly lineStarts: Int32Array;
  readonly lineCount: number;
  readonly hadNul: boolean;
}

/** Lone carriage returns become line feeds (Python counts them as line ends), NUL bytes spaces. */
export function sourceText(raw: string): SourceText {
  const hadNul = raw.includes("\0");
  let text = hadNul ? raw.replaceAll("\0", " ") : raw;
  if (text.includes("\r")) text = text.replace(/\r(?!\n)/g, "\n");
  const lineStarts = findLineStarts(text);
  const endsWithBreak = text.endsWith("\n");
  const lineCount = text === "" ? 0 : lineStarts.length - (endsWithBreak ? 1 : 0);
  return { text, lineStarts, lineCount, hadNul };
}

/** Line of a position, counted from 1. */
export function lineAt(source: SourceText, position: number): number {
  const { lineStarts } = source;
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((lineStarts[middle] as number) <= position) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

function findLineStarts(text: string): Int32Array {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  const starts = new Int32Array(count);
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    starts[line++] = at + 1;
  }
  return starts;
}
