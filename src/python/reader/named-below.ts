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
  const bodies = functionsIn(reader);
  const found = bodies.some(([start, end]) => mentions(text, name, start, end));
  state.namedBelow.set(name, found);
  return found;
}

/** Where the functions inside the scope begin and end in the text. */
function functionsIn({ state, table, tree }: Reader): readonly (readonly [number, number])[] {
  return table.scopes
    .filter(({ kind, index, node }) => {
      const isFunction = kind === "function" || kind === "lambda";
      return (
        isFunction && index > state.scope.index && isWithin(tree.after, state.scope.node, node)
      );
    })
    .map(({ node }) => [tree.start[node] as number, tree.end[node] as number]);
}

function isWithin(after: Int32Array, outer: number, node: number): boolean {
  return node >= outer && node < (after[outer] as number);
}

function mentions(text: string, name: string, start: number, end: number): boolean {
  for (let at = text.indexOf(name, start); at >= 0 && at < end; at = text.indexOf(name, at + 1)) {
    if (!isWord(text[at - 1]) && !isWord(text[at + name.length])) return true;
  }
  return false;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
