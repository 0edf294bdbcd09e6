import { argumentsOf, forEachConstraint, Op } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";

/**
 * Functions that go through the members of a class that they are given and store something in their place
 * (`for name in dir(cls): setattr(cls, name, wrap(getattr(cls, name)))`). What they do with one member has
 * nothing to do with the others.
 */
export interface MemberLoops {
  /** Position of the parameter that is the class. */
  readonly parameter: number;
  /** Places of loops, of comprehensions too, and whether they give the name alone, or name and member. */
  readonly loops: ReadonlyMap<number, "names" | "pairs">;
  /** Places where the member under the loop's name is read: bound as attributes are, or as the class's body has it. */
  readonly reads: ReadonlyMap<number, "attribute" | "entry">;
  /** Inherited members are among them. */
  readonly isInherited: boolean;
  /** Names that begin so are left out. */
  readonly leftOut: string | undefined;
  /** Special names that are compared with: `if name == "__init__": continue`. */
  readonly compared: ReadonlySet<string>;
  /** Nothing else is asked of a name: each function is replaced. */
  readonly isSure: boolean;
}

/** What a variable holds: the class, a mapping of its members, a new one, their names or (name, member) pairs, one of these. */
type Shape = "class" | "mapping" | "filled" | "names" | "pairs" | "name" | "pair" | "answer";

interface Reading {
  readonly facts: ModuleFacts;
  readonly shapes: Map<number, Shape>;
  /** A builtin, or an attribute by its name, and what it was read off. */
  readonly words: Map<number, { readonly text: string; readonly of: Shape | undefined }>;
  readonly loops: Map<number, "names" | "pairs">;
  readonly reads: Map<number, "attribute" | "entry">;
  isInherited: boolean;
  isStoring: boolean;
  isSure: boolean;
  leftOut: string | undefined;
  readonly compared: Set<string>;
}

const SOURCES: readonly string[] = ["dir", "vars", "__dict__", "getmembers"];

/** What a function (its records, its parameters' variables) does with the members of a parameter. */
export function findMemberLoops(
  facts: ModuleFacts,
  records: () => readonly number[],
  parameters: readonly number[],
): MemberLoops | undefined {
  const { strings } = facts;
  if (!strings.includes("setattr") || !SOURCES.some((each) => strings.includes(each))) return;
  for (const [parameter, variable] of parameters.entries()) {
    const found = readLoops(facts, records, parameter, new Map([[variable, "class"]]));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same of a metaclass's `__new__(mcs, name, bases, names)` or `__init__`, which get the names of the body. */
export function findNameLoops(
  facts: ModuleFacts,
  records: () => readonly number[],
  parameters: readonly number[],
): MemberLoops | undefined {
  const [made, , , names] = parameters;
  if (made === undefined || names === undefined) return undefined;
  return readLoops(
    facts,
    records,
    3,
    new Map([
      [made, "class"],
      [names, "mapping"],
    ]),
  );
}

function readLoops(
  facts: ModuleFacts,
  records: () => readonly number[],
  parameter: number,
  shapes: Map<number, Shape>,
): MemberLoops | undefined {
  const reading = startReading(facts, shapes);
  for (const at of records()) READERS[facts.code[at] as number]?.(reading, at + 2, at);
  const { loops, reads, isInherited, leftOut, compared, isSure, isStoring } = reading;
  if (!isStoring || loops.size === 0) return undefined;
  return { parameter, loops, reads, isInherited, leftOut, compared, isSure };
}

function startReading(facts: ModuleFacts, shapes: Map<number, Shape>): Reading {
  return {
    facts,
    shapes,
    words: new Map(),
    loops: new Map(),
    reads: new Map(),
    isInherited: false,
    isStoring: false,
    isSure: true,
    leftOut: undefined,
    compared: new Set(),
  };
}

const READERS: Readonly<Record<number, (reading: Reading, first: number, at: number) => void>> = {
  [Op.Copy]: copyShape,
  [Op.Narrow]: copyShape,
  [Op.LoadName]: (r, first) => {
    r.words.set(operand(r, first), { text: word(r, first + 1), of: undefined });
  },
  [Op.LoadAttribute]: (r, first) => {
    const [dst, of] = [operand(r, first), r.shapes.get(operand(r, first + 1))];
    const text = word(r, first + 2);
    r.words.set(dst, { text, of });
    if (of === "class" && text === "__dict__") r.shapes.set(dst, "mapping");
  },
  [Op.LoadItem]: (r, first, at) => {
    const [base, key] = [shapeOf(r, first + 1), shapeOf(r, first + 3)];
    if (base === "mapping" && key === "name") r.reads.set(at, "entry");
  },
  [Op.StoreItem]: (r, first) => {
    if (shapeOf(r, first + 3) === "name") r.shapes.set(operand(r, first), "names");
    if (shapeOf(r, first + 2) !== "name") return;
    const into = shapeOf(r, first);
    if (into === undefined) r.shapes.set(operand(r, first), "filled");
    r.isStoring ||= into === "mapping";
  },
  [Op.Iterate]: (r, first, at) => {
    const of = shapeOf(r, first + 1);
    if (of === "mapping" || of === "names" || of === "pairs") {
      r.loops.set(at, of === "pairs" ? "pairs" : "names");
      r.shapes.set(operand(r, first), of === "pairs" ? "pair" : "name");
    }
  },
  [Op.Unpack]: (r, first) => {
    const isName = shapeOf(r, first + 1) === "pair" && operand(r, first + 2) === 0;
    if (isName) r.shapes.set(operand(r, first), "name");
  },
  [Op.Operator]: readCondition,
  [Op.Call]: readCall,
};

function readCondition(r: Reading, first: number): void {
  const method = word(r, first + 1);
  const asked = shapeOf(r, first + 4);
  if (!CONDITIONS.has(method) || asked === "answer") return;
  const other = literalIn(r.facts, operand(r, first + 5));
  if (method !== "__contains__" && asked === "name" && other?.startsWith("__")) {
    r.compared.add(other);
    r.shapes.set(operand(r, first), "answer");
  } else r.isSure = false;
}

const CONDITIONS: ReadonlySet<string> = new Set(["__bool__", "__eq__", "__ne__", "__contains__"]);
/** Of a function they say what is so of every other one. */
const QUESTIONS: ReadonlySet<string> = new Set([
  "callable",
  "isinstance",
  "hasattr",
  "isfunction",
  "ismethod",
  "isroutine",
]);
const COPIERS: ReadonlySet<string> = new Set(["list", "tuple", "sorted", "set", "dict", "iter"]);
const METHODS: Readonly<Record<string, Shape>> = {
  items: "pairs",
  iteritems: "pairs",
  keys: "names",
  copy: "mapping",
};

function readCall(r: Reading, first: number, at: number): void {
  const { text = "", of } = r.words.get(operand(r, first + 1)) ?? {};
  const [value = -1, name = -1] = argumentsOf(r.facts.code, first).map((each) => each.variable);
  const shape = r.shapes.get(value);
  const dst = operand(r, first);
  const isOfName = r.shapes.get(name) === "name";
  if (of === "mapping" && METHODS[text]) r.shapes.set(dst, METHODS[text]);
  else if (of === "name") readTest(r, dst, text, value);
  else if (text === "__new__") readMaking(r, first);
  else if (text === "setattr") r.isStoring ||= shape === "class" && isOfName;
  else if (text === "getattr" && shape === "class" && isOfName) r.reads.set(at, "attribute");
  else if (shape === "class") readSource(r, dst, text);
  else if (shape !== undefined && COPIERS.has(text)) r.shapes.set(dst, shape);
  else if (QUESTIONS.has(text)) r.shapes.set(dst, "answer");
}

/** `super().__new__(mcs, name, bases, names)`: what was filled becomes the members. */
function readMaking(r: Reading, first: number): void {
  r.shapes.set(operand(r, first), "class");
  const names = argumentsOf(r.facts.code, first)[3]?.variable ?? -1;
  r.isStoring ||= r.shapes.get(names) === "filled";
}

function readSource(r: Reading, dst: number, text: string): void {
  if (!SOURCES.includes(text)) return;
  r.isInherited ||= text !== "vars";
  const shape = text === "vars" ? "mapping" : "names";
  r.shapes.set(dst, text === "getmembers" ? "pairs" : shape);
}

/** `name.startswith("_")` leaves out what is private or special; nobody wraps that alone. */
function readTest(r: Reading, dst: number, text: string, value: number): void {
  if (text !== "startswith" && text !== "endswith") return;
  const literal = literalIn(r.facts, value);
  if (literal === undefined || !/^_+$/.test(literal)) return;
  r.shapes.set(dst, "answer");
  if (text === "startswith" && (r.leftOut?.length ?? Infinity) > literal.length) {
    r.leftOut = literal;
  }
}

/** The text that a variable holds. Equal texts of a file may share one, wherever they stand. */
function literalIn({ code, strings }: ModuleFacts, variable: number): string | undefined {
  let found: string | undefined;
  forEachConstraint(code, (operation, at) => {
    if (operation === Op.Literal && code[at] === variable) found = strings[code[at + 2] as number];
  });
  return found;
}

function copyShape(r: Reading, first: number): void {
  const [dst, src] = [operand(r, first), operand(r, first + 1)];
  const shape = r.shapes.get(src);
  if (shape !== undefined) r.shapes.set(dst, shape);
}

function operand({ facts }: Reading, at: number): number {
  return facts.code[at] as number;
}

function word({ facts }: Reading, at: number): string {
  return facts.strings[facts.code[at] as number] ?? "";
}

function shapeOf(r: Reading, at: number): Shape | undefined {
  return r.shapes.get(operand(r, at));
}
