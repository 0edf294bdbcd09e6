import type { Argument } from "./call-shapes.ts";
import type { ObjectKind } from "./objects.ts";
import type { Solving } from "./solving.ts";
import { Kind } from "./values.ts";

/** What the placeholders of a type text stand for at one call. */
export interface TypeContext {
  /** `$self` */
  readonly receiver?: number;
  /** `$arg:0`, `$element:0`, `$result:0`: positional arguments after the receiver. */
  readonly args?: readonly Argument[];
  readonly origin?: number;
  readonly iterate?: (source: number, to: number) => void;
  readonly invoke?: (callee: number, to: number) => void;
  readonly await?: (awaitable: number, to: number) => void;
  /** `$element:self` */
  readonly elements?: (to: number) => void;
}

interface TypeText {
  readonly name: string;
  /** Each a union. */
  readonly parameters: readonly (readonly TypeText[])[];
}

/** Containers whose elements we follow: type name → shape and which type argument is the element. */
const SHAPES: Readonly<Record<string, readonly [kind: ObjectKind, element: number]>> = {
  list: ["list", 0],
  set: ["set", 0],
  frozenset: ["set", 0],
  dict: ["dict", 1],
  defaultdict: ["dict", 1],
  OrderedDict: ["dict", 1],
  Mapping: ["dict", 1],
  MutableMapping: ["dict", 1],
  Sequence: ["list", 0],
  MutableSequence: ["list", 0],
  deque: ["list", 0],
  Iterator: ["iterator", 0],
  Iterable: ["iterator", 0],
  Generator: ["iterator", 0],
  Collection: ["iterator", 0],
  AsyncIterator: ["iterator", 0],
  AsyncIterable: ["iterator", 0],
  AbstractSet: ["set", 0],
  Set: ["set", 0],
  List: ["list", 0],
  Dict: ["dict", 1],
  Deque: ["list", 0],
  FrozenSet: ["set", 0],
  filter: ["iterator", 0],
  map: ["iterator", 0],
  reversed: ["iterator", 0],
};

/** Any other class that keeps what the call gave it: `Future[$result:0]`. */
const KEEPER = ["queue", -1] as const;

function isGiven(union: readonly TypeText[]): boolean {
  return union.some(({ name }) => name.startsWith("$"));
}

const parsed = new Map<string, readonly TypeText[]>();

/** Adds values of an external type, written as `ExternalSymbol.returns` says, to a variable. */
export function addTyped(s: Solving, text: string, context: TypeContext, to: number): void {
  for (const type of parse(text)) addType(s, type, context, to);
}

function addType(s: Solving, type: TypeText, context: TypeContext, to: number): void {
  if (type.name.startsWith("$")) addPlaceholder(s, type.name, context, to);
  else if (type.name === "type" && type.parameters.length === 1) {
    for (const inner of type.parameters[0] ?? []) s.flow.add(to, classNamed(s, inner.name));
  } else if (type.name === "None") s.flow.add(to, s.values.of(Kind.literal, 0, s.name("None")));
  else addInstance(s, type, context, to);
}

function addInstance(s: Solving, type: TypeText, context: TypeContext, to: number): void {
  const last = type.name.split(".").at(-1) ?? "";
  const isTuple = last === "tuple" || last === "Tuple";
  const shape = SHAPES[last] ?? (type.parameters.some(isGiven) ? KEEPER : undefined);
  if ((!shape && !isTuple) || type.parameters.length === 0) {
    const value = classNamed(s, type.name);
    if (s.values.kind(value) === Kind.class) s.flow.add(to, s.instance(s.values.first(value)));
    else s.flow.add(to, s.values.of(Kind.externalInstance, s.values.first(value)));
    return;
  }
  const origin = context.origin ?? to;
  const role = s.name(`type:${write(type)}`);
  const className = s.outside.name(type.name.includes(".") ? type.name : `<builtin>.${type.name}`);
  const value = s.object(origin, -2 - role, shape ? shape[0] : "tuple", { className });
  s.flow.add(to, value);
  const object = s.objectOf(value);
  if (!object) return;
  const addAll = (types: readonly TypeText[] | undefined, variable: number) => {
    for (const each of types ?? []) addType(s, each, context, variable);
  };
  if (isTuple) {
    const isUniform = type.parameters[1]?.[0]?.name === "...";
    for (const [at, each] of type.parameters.entries()) {
      if (each[0]?.name === "...") continue;
      addAll(each, isUniform ? object.rest : s.slot(object, s.name(`i:${at}`)));
    }
    return;
  }
  addAll(type.parameters.at(shape?.[1] ?? 0) ?? type.parameters[0], object.rest);
  if (shape?.[0] === "dict") addAll(type.parameters[0], object.keys);
}

function classNamed(s: Solving, name: string): number {
  const dotted = name.includes(".") || name.startsWith("<") ? name : `<builtin>.${name}`;
  return s.external(s.outside.name(dotted));
}

function addPlaceholder(s: Solving, name: string, context: TypeContext, to: number): void {
  const [word, place] = name.split(":");
  if (word === "$self") {
    if (context.receiver !== undefined) s.flow.add(to, context.receiver);
    return;
  }
  if (word === "$element" && place === "self") {
    context.elements?.(to);
    return;
  }
  const argument = context.args?.filter((each) => each.kind === 0)[Number(place)];
  if (!argument) return;
  if (word === "$arg") s.flow.edge(argument.variable, to);
  else if (word === "$element") context.iterate?.(argument.variable, to);
  else if (word === "$await") context.await?.(argument.variable, to);
  else if (word === "$result") context.invoke?.(argument.variable, to);
}

function parse(text: string): readonly TypeText[] {
  let types = parsed.get(text);
  if (!types) {
    types = new TypeReader(text).union();
    parsed.set(text, types);
  }
  return types;
}

function write(type: TypeText): string {
  return `${type.name}[${type.parameters.map((each) => each.map(write).join("|")).join(",")}]`;
}

/** Recursive descent over `A[B, C] | D`. */
class TypeReader {
  private at = 0;
  readonly #tokens: readonly string[];

  constructor(text: string) {
    this.#tokens = text.match(/[\w.$:<>]+|[[\],|]/g) ?? [];
  }

  union(): TypeText[] {
    const types = [this.one()];
    while (this.#tokens[this.at] === "|") {
      this.at += 1;
      types.push(this.one());
    }
    return types;
  }

  private one(): TypeText {
    const name = this.#tokens[this.at] ?? "";
    this.at += 1;
    const parameters: (readonly TypeText[])[] = [];
    if (this.#tokens[this.at] !== "[") return { name, parameters };
    while (this.at < this.#tokens.length && this.#tokens[this.at] !== "]") {
      this.at += 1;
      parameters.push(this.union());
    }
    this.at += 1;
    return { name, parameters };
  }
}
