import type { Text } from "../../sentence.ts";
import { LiteralKind, Op, STORE_FLAGS, StoreFlag } from "../constraints.ts";
import type {
  FactsDiagnostic,
  GivenTests,
  ImportFacts,
  RegionFacts,
  TypeExpression,
  TypeIndex,
  Variable,
} from "../module-facts.ts";
import { lineAt, type SourceText } from "../tree/source-text.ts";
import { IntegerList } from "./integer-list.ts";

/**
 * Records at which nothing but the code that is read runs. A class body writes records of its own; an
 * import runs another file, which does not know this one's names yet.
 */
const QUIET: ReadonlySet<number> = new Set<number>([
  Op.Function,
  Op.Class,
  Op.Literal,
  Op.Container,
  Op.Copy,
  Op.LoadName,
  Op.Import,
  Op.ImportFrom,
  Op.ImportStar,
  Op.Narrow,
  Op.Hint,
  Op.Catch,
]);

/** Collects the parts of one file's `ModuleFacts`. Equal strings, literals and types are stored once. */
export class FactsWriter {
  readonly strings: string[] = [];
  readonly regions: RegionFacts[] = [];
  readonly types: TypeExpression[] = [];
  readonly imports: ImportFacts[] = [];
  readonly diagnostics: FactsDiagnostic[] = [];
  /** Scope and region that new sites belong to. */
  scope = 0;
  region = -1;

  /** Told before a record is written at which code of the repository may run; set while somebody asks. */
  beforeRunning: (() => void) | undefined;
  /** Raised by everything at which other code may run, but for reading and storing attributes. */
  ran = 0;

  readonly #source: SourceText;
  readonly #code = new IntegerList(1024);
  readonly #sites = new IntegerList(512);
  readonly #stringIndex = new Map<string, number>();
  readonly #literals = new Map<string, Variable>();
  readonly #constants = new Map<Variable, string>();
  readonly #typeIndex = new Map<string, TypeIndex>();
  #variables = 0;
  #siteCount = 0;
  #lastStart = -1;
  #lastEnd = -1;
  #lastSite = -1;
  #repeated: Map<string, number> | undefined;

  constructor(source: SourceText) {
    this.#source = source;
  }

  get code(): Int32Array {
    return this.#code.toArray();
  }

  get sites(): Int32Array {
    return this.#sites.toArray();
  }

  get variableCount(): number {
    return this.#variables;
  }

  variable(): Variable {
    return this.#variables++;
  }

  string(text: string): number {
    const known = this.#stringIndex.get(text);
    if (known !== undefined) return known;
    const index = this.strings.length;
    this.strings.push(text);
    this.#stringIndex.set(text, index);
    return index;
  }

  /** What is read inside may be read again: a stretch of text has one site all the while. */
  repeating(read: () => void): void {
    const outer = this.#repeated;
    this.#repeated = outer ?? new Map();
    read();
    this.#repeated = outer;
  }

  /** The site of a stretch of text in the current scope and region. */
  site(start: number, end: number): number {
    if (this.#repeated === undefined) return this.#newSite(start, end);
    const key = `${start}:${end}:${this.region}`;
    const site = this.#repeated.get(key) ?? this.#newSite(start, end);
    this.#repeated.set(key, site);
    return site;
  }

  #newSite(start: number, end: number): number {
    if (start === this.#lastStart && end === this.#lastEnd) {
      const last = this.#lastSite * 6;
      const isSame =
        this.#sites.at(last + 4) === this.scope && this.#sites.at(last + 5) === this.region;
      if (isSame) return this.#lastSite;
    }
    const line = lineAt(this.#source, start);
    const endLine = lineAt(this.#source, end);
    const { lineStarts } = this.#source;
    this.#sites.push(line);
    this.#sites.push(start - (lineStarts[line - 1] as number));
    this.#sites.push(endLine);
    this.#sites.push(end - (lineStarts[endLine - 1] as number));
    this.#sites.push(this.scope);
    this.#sites.push(this.region);
    this.#lastStart = start;
    this.#lastEnd = end;
    this.#lastSite = this.#siteCount;
    return this.#siteCount++;
  }

  /** `return` or `raise` (a bare one passes on what a handler caught), under no condition in its branch or handler. */
  leave(statement: "return" | "raise" | "bare raise"): void {
    const branch = this.regions[this.region];
    if (branch?.kind !== "except" && branch?.kind !== "condition") return;
    const passesOn = branch.kind === "except" && statement === "bare raise";
    this.regions[this.region] = { ...branch, leaves: true, ...(passesOn && { passesOn }) };
  }

  /** A `yield` stands here: what surrounds it in its function ends after it, or when the generator is thrown away. */
  noteYield(): void {
    for (let at = this.region; at >= 0; ) {
      const region = this.regions[at];
      if (region === undefined || region.scope !== this.scope) return;
      if (/^(try|with|async-with)$/.test(region.kind))
        this.regions[at] = { ...region, yields: true };
      at = region.parent;
    }
  }

  line(position: number): number {
    return lineAt(this.#source, position);
  }

  column(position: number): number {
    return position - (this.#source.lineStarts[this.line(position) - 1] as number);
  }

  /** Where the record begins. */
  emit(operation: number, ...operands: readonly number[]): number {
    if (!this.#isQuiet(operation, operands)) this.noteRunning(operation);
    const at = this.#code.length;
    this.#code.push(operation);
    this.#code.push(operands.length + 2);
    for (const operand of operands) this.#code.push(operand);
    return at;
  }

  /** Other code may run now. */
  noteRunning(operation = -1): void {
    this.beforeRunning?.();
    if (operation !== Op.LoadAttribute && operation !== Op.StoreAttribute) this.ran += 1;
  }

  /** A store that nobody sees before the next one replaces what it stored. */
  markPassing(store: number): void {
    const flags = store + 2 + STORE_FLAGS;
    this.#code.put(flags, this.#code.at(flags) | StoreFlag.passing);
  }

  /** An entry of a display (without a site) runs nothing either. */
  #isQuiet(operation: number, operands: readonly number[]): boolean {
    return QUIET.has(operation) || (operation === Op.StoreItem && operands.at(-1) === -1);
  }

  /** Nothing to say where a value already is where it should go. */
  copy(target: Variable, source: Variable): void {
    if (target !== source) this.emit(Op.Copy, target, source);
  }

  /** A copy that is made where all of these tests came out so. */
  copyGiven(target: Variable, source: Variable, tests: GivenTests): void {
    if (tests.length === 0) this.copy(target, source);
    else if (target !== source) {
      const type = this.type({ kind: "given", tests });
      this.emit(Op.Copy, target, source, this.scope, this.region, type);
    }
  }

  /** A value that may be any of the given ones, each where its tests came out so. */
  either(values: readonly Variable[], tests: readonly GivenTests[] = []): Variable {
    const [first, ...others] = new Set(values);
    if (first === undefined) return this.variable();
    if (others.length === 0) return first;
    const result = this.variable();
    const isApart = others.length + 1 === values.length;
    for (const [place, value] of [first, ...others].entries()) {
      this.copyGiven(result, value, (isApart && tests[place]) || []);
    }
    return result;
  }

  /** A copy into a name's variable that tells where it is made. */
  bind(name: Variable, value: Variable): void {
    this.emit(Op.Copy, name, value, this.scope, this.region);
  }

  /** The constant key that a value is (`s:text`, `i:1`): literals are the same at every run. */
  constantKey(variable: Variable): string | undefined {
    return this.#constants.get(variable);
  }

  /** The variable of a literal; equal literals of a file share one, for nothing is ever stored in it. */
  literal(kind: number, value: string | undefined): Variable {
    const key = value === undefined ? `${kind}` : `${kind}:${value}`;
    const known = this.#literals.get(key);
    if (known !== undefined) return known;
    const variable = this.variable();
    this.emit(Op.Literal, variable, kind, value === undefined ? -1 : this.string(value));
    this.#literals.set(key, variable);
    const constant = keyOfLiteral(kind, value);
    if (constant !== undefined) this.#constants.set(variable, constant);
    return variable;
  }

  type(type: TypeExpression): TypeIndex {
    const key = typeKey(type);
    const known = this.#typeIndex.get(key);
    if (known !== undefined) return known;
    const index = this.types.length;
    this.types.push(type);
    this.#typeIndex.set(key, index);
    return index;
  }

  diagnose(
    code: string,
    severity: FactsDiagnostic["severity"],
    position: number,
    message: Text,
  ): void {
    this.diagnostics.push({ code, severity, line: this.line(position), message });
  }
}

/** True and 1 are one key, as False and 0 are; None has a key of its own. */
function keyOfLiteral(kind: number, value: string | undefined): string | undefined {
  if (value === undefined) return kind === LiteralKind.none ? "c:None" : undefined;
  switch (kind) {
    case LiteralKind.string:
      return `s:${value}`;
    case LiteralKind.integer:
      return `i:${value}`;
    case LiteralKind.boolean:
      return value === "True" ? "i:1" : "i:0";
    case LiteralKind.bytes:
      return `b:${value}`;
    case LiteralKind.float:
      return numberKey(Number(value));
    default:
      return undefined;
  }
}

/** `1.0` and `1` are one key. */
function numberKey(value: number): string {
  return Number.isInteger(value) ? `i:${value}` : `f:${value}`;
}

function typeKey(type: TypeExpression): string {
  switch (type.kind) {
    case "name":
      return `n${type.variable}`;
    case "apply":
      return `a${type.base}:${type.arguments.join(",")}`;
    case "union":
      return `u${type.options.join(",")}`;
    case "text":
      return `t${type.isSuffix ? 1 : 0}${type.variable}:${type.affixes.join(",")}`;
    case "named":
      return `named ${type.fit} ${type.texts.join(",")}`;
    case "derived":
      return `d${type.attribute}`;
    case "marked":
      return `m${type.name}`;
    case "callable":
      return `callable ${type.only ?? ""}`;
    case "given":
      return `given ${JSON.stringify(type.tests)}`;
    default:
      return type.kind;
  }
}
