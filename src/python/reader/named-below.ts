import type { Scope } from "../scopes/scopes.ts";
import type { Reader } from "./reader.ts";

/**
 * Whether a function inside the scope that is read mentions a name, so that calling it may use what
 * the name stands for. Names of a class body are not visible in its methods.
 */
export function isNamedBelow(reader: Reader, name: string): boolean {
  const { state, text } = reader;
  if (state.scope.kind === "class") return false;
  const known = state.namedBelow.get(name);
  if (known !== undefined) return known;
  const found = mentions(text, name, functionsIn(reader));
  state.namedBelow.set(name, found);
  return found;
}

type Span = readonly [start: number, end: number];

/** Where the outermost functions inside the scope stand in the text; scopes are in its order. */
function functionsIn({ state, table, tree }: Reader): readonly Span[] {
  const after = tree.after[state.scope.node] as number;
  const spans: Span[] = [];
  let end = 0;
  for (let at = state.scope.index + 1; at < table.scopes.length; at += 1) {
    const { kind, node } = table.scopes[at] as Scope;
    if (node >= after) break;
    const start = tree.start[node] as number;
    if (start < end || (kind !== "function" && kind !== "lambda")) continue;
    end = tree.end[node] as number;
    spans.push([start, end]);
  }
  return spans;
}

/** Whether the name stands in one of the spans; the text is searched once, whatever their number. */
function mentions(text: string, name: string, spans: readonly Span[]): boolean {
  let at = -1;
  for (const [start, end] of spans) {
    if (at < start) at = text.indexOf(name, start);
    for (; at >= 0 && at < end; at = text.indexOf(name, at + 1)) {
      if (!isWord(text[at - 1]) && !isWord(text[at + name.length])) return true;
    }
    if (at < 0) return false;
  }
  return false;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
