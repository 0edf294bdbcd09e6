import { childByField, childrenOf, type FlatTree } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";

/** The parts of a class that is made by a call. */
export interface ClassCall {
  /** What is called in the place of `type`; -1 for `type` itself. */
  readonly metaclass: number;
  readonly name: number;
  readonly bases: number;
  readonly namespace: number;
}

/**
 * `type(name, bases, namespace)` is the dynamic form of the class statement
 * (https://docs.python.org/3/library/functions.html#type), and so is the call of any other metaclass with a
 * name, bases and names that are written there; undefined for all other calls.
 */
export function classCallAt(tree: FlatTree, text: string, node: number): ClassCall | undefined {
  const callee = childByField(tree, node, Field.function);
  const maker = callee < 0 ? "" : makerAt(tree, text, callee);
  if (maker === "") return undefined;
  const list = childByField(tree, node, Field.arguments);
  const [name, bases, namespace, more] = list < 0 ? [] : childrenOf(tree, list);
  if (name === undefined || bases === undefined || namespace === undefined) return undefined;
  const parts = [name, bases, namespace].map((each) => tree.kind[each] as number);
  const isFitting =
    maker === "type"
      ? parts.every((kind) => !SPREADS.has(kind))
      : parts.every((kind, at) => kind === WRITTEN[at]);
  if (more !== undefined || !isFitting) return undefined;
  return { metaclass: maker === "type" ? -1 : callee, name, bases, namespace };
}

/** What is said to make classes: `type`, or by its name a metaclass (`ABCMeta`, `EnumType`); empty for the rest. */
function makerAt(tree: FlatTree, text: string, callee: number): "type" | "metaclass" | "" {
  const end = tree.end[callee] as number;
  // Every call of a file comes by here.
  const isName = tree.kind[callee] === Kind.identifier;
  if (isName && end === (tree.start[callee] as number) + "type".length) {
    return text.startsWith("type", tree.start[callee]) ? "type" : "";
  }
  if (!isName && tree.kind[callee] !== Kind.attribute) return "";
  return METACLASS_ENDS.some((word) => text.endsWith(word, end)) ? "metaclass" : "";
}

const METACLASS_ENDS = ["Meta", "Metaclass", "MetaClass", "Type"];

/** What a call of a metaclass is made of: nothing else is called so. */
const WRITTEN: readonly number[] = [Kind.string, Kind.tuple, Kind.dictionary];

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
