import { childByField, childrenOf, type FlatTree } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";

/** The parts of a class that is made by a call. */
export interface ClassCall {
  readonly name: number;
  readonly bases: number;
  readonly namespace: number;
}

/**
 * `type(name, bases, namespace)` is the dynamic form of the class statement
 * (https://docs.python.org/3/library/functions.html#type); undefined for all other calls.
 */
export function classCallAt(tree: FlatTree, text: string, node: number): ClassCall | undefined {
  const callee = childByField(tree, node, Field.function);
  if (callee < 0 || tree.kind[callee] !== Kind.identifier) return undefined;
  const start = tree.start[callee] as number;
  // Every call of a file comes by here.
  if (tree.end[callee] !== start + "type".length || !text.startsWith("type", start)) {
    return undefined;
  }
  const list = childByField(tree, node, Field.arguments);
  const [name, bases, namespace, more] = list < 0 ? [] : childrenOf(tree, list);
  if (name === undefined || bases === undefined || namespace === undefined) return undefined;
  const isPlain = [name, bases, namespace].every((each) => !SPREADS.has(tree.kind[each] ?? -1));
  return more === undefined && isPlain ? { name, bases, namespace } : undefined;
}

/** The names that are written where the bases stand. */
export function namesOfBases(tree: FlatTree, text: string, { bases }: ClassCall): string[] {
  const names: string[] = [];
  for (let node = bases; node < (tree.after[bases] as number); node++) {
    if (tree.kind[node] === Kind.identifier)
      names.push(text.slice(tree.start[node], tree.end[node]));
  }
  return names;
}

/** Whether the class gets members that are written in the call. */
export function hasOwnMembers(tree: FlatTree, { namespace }: ClassCall): boolean {
  return tree.kind[namespace] === Kind.dictionary && childrenOf(tree, namespace).length > 0;
}

const SPREADS: ReadonlySet<number> = new Set<number>([
  Kind.listSplat,
  Kind.dictionarySplat,
  Kind.keywordArgument,
]);

/** A class whose name is not written as a text is called by its maker. */
const UNNAMED_CLASS = "<type>";

/** The name that the call gives its class, where that is a plain text. */
export function nameOfMadeClass(tree: FlatTree, text: string, { name }: ClassCall): string {
  if (tree.kind[name] !== Kind.string) return UNNAMED_CLASS;
  const written = text.slice(tree.start[name], tree.end[name]);
  return /^["'](\w+)["']$/.exec(written)?.[1] ?? UNNAMED_CLASS;
}
