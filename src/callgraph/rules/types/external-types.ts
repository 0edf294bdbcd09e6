import { ArgumentKind } from "../../../python/constraints.ts";
import { type Argument, keywordArgument } from "../../state/call-shapes.ts";
import type { MadeObject, ObjectKind } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/** What the placeholders of a type text stand for at one call. */
export interface TypeContext {
  /** `$self` */
  readonly receiver?: number;
  /** `$arg:0`, `$element:0`, `$result:0`: positional arguments after the receiver, `$arg:default` one by its keyword. */
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

type Shape = readonly [kind: ObjectKind, element: number];

/** Containers whose elements we follow: type name → shape and which type argument is the element. */
const SHAPES: Readonly<Record<string, Shape>> = {
  tuple: ["tuple", 0],
  Tuple: ["tuple", 0],
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
const KEEPER: Shape = ["queue", -1];

function isGiven(union: readonly TypeText[]): boolean {
  return union.some(({ name }) => name.startsWith("$"));
}

const parsed = new Map<string, readonly TypeText[]>();

/** Adds values of an external type, written as `ExternalSymbol.returns` says, to a variable. */
export function addTyped(s: Solving, text: string, context: TypeContext, to: number): void {
  addTypes(s, parse(text), context, to);
}

function addType(s: Solving, type: TypeText, context: TypeContext, to: number): void {
  if (type.name.startsWith("$")) addPlaceholder(s, type.name, context, to);
  else if (type.name === "type" && type.parameters.length === 1) {
    for (const inner of type.parameters[0] ?? []) s.flow.add(to, classNamed(s, inner.name));
  } else if (type.name === "None") s.flow.add(to, s.values.of(Kind.literal, 0, s.name("None")));
  else addInstance(s, type, context, to);
}

function addInstance(s: Solving, type: TypeText, context: TypeContext, to: number): void {
  const shape = shapeOf(type);
  if (shape === undefined || type.parameters.length === 0) {
    addPlain(s, type, to);
    return;
  }
  const [kind, element] = shape;
  const role = s.name(`type:${write(type)}`);
  const className = s.outside.name(type.name.includes(".") ? type.name : `<builtin>.${type.name}`);
  const value = s.object(context.origin ?? to, -2 - role, kind, { className });
  s.flow.add(to, value);
  const object = s.objectOf(value);
  if (!object) return;
  if (kind === "tuple") {
    fillTuple(s, type, context, object);
    return;
  }
  const [first] = type.parameters;
  addTypes(s, type.parameters.at(element) ?? first, context, object.rest);
  if (kind === "dict") addTypes(s, first, context, object.keys);
}

function shapeOf({ name, parameters }: TypeText): Shape | undefined {
  const known = SHAPES[name.split(".").at(-1) ?? ""];
  return known ?? (parameters.some(isGiven) ? KEEPER : undefined);
}

/** An instance whose inside is not followed. */
function addPlain(s: Solving, { name }: TypeText, to: number): void {
  const value = classNamed(s, name);
  const first = s.values.first(value);
  const isOurs = s.values.kind(value) === Kind.class;
  s.flow.add(to, isOurs ? s.instance(first) : s.values.of(Kind.externalInstance, first));
}

/** `tuple[A, B]` by place; of `tuple[A, ...]` any place may hold an A. */
function fillTuple(
  s: Solving,
  { parameters }: TypeText,
  context: TypeContext,
  object: MadeObject,
): void {
  const isUniform = isEllipsis(parameters[1]);
  for (const [at, each] of parameters.entries()) {
    if (isEllipsis(each)) continue;
    addTypes(s, each, context, isUniform ? object.rest : s.slot(object, s.name(`i:${at}`)));
  }
}

function isEllipsis(union: readonly TypeText[] | undefined): boolean {
  return union?.[0]?.name === "...";
}

function addTypes(
  s: Solving,
  types: readonly TypeText[] = [],
  context: TypeContext,
  to: number,
): void {
  for (const type of types) addType(s, type, context, to);
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
  const argument = argumentNamed(s, context.args ?? [], place ?? "");
  if (!argument) return;
  if (word === "$arg") s.flow.edge(argument.variable, to);
  else if (word === "$instance") addInstances(s, argument.variable, to);
  else if (word === "$element") context.iterate?.(argument.variable, to);
  else if (word === "$await") context.await?.(argument.variable, to);
  else if (word === "$result") context.invoke?.(argument.variable, to);
}

/** The positional argument with that number, or the one that is given by that keyword. */
export function argumentNamed(
  s: Solving,
  args: readonly Argument[],
  place: number | string,
): Argument | undefined {
  const position = typeof place === "number" || /^\d+$/.test(place) ? Number(place) : -1;
  return position === -1
    ? keywordArgument(args, s.name(String(place)))
    : args.filter(({ kind }) => kind === ArgumentKind.positional)[position];
}

/** What the classes of ours that arrive make. */
function addInstances(s: Solving, classes: number, to: number): void {
  s.each(classes, (value) => {
    if (s.values.kind(value) === Kind.class) s.flow.add(to, s.instance(s.values.first(value)));
  });
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
