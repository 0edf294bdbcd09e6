import { type Sentence, say } from "../../sentence.ts";
import { ContainerKind, Op } from "../constraints.ts";
import type { GivenTests, RegionKind, Variable } from "../module-facts.ts";
import { mangle, normaliseIdentifier } from "../scopes/identifiers.ts";
import type { ScopeTable } from "../scopes/scopes.ts";
import { codeEnd, type FlatTree } from "../tree/flat-tree.ts";
import { Kind } from "../tree/kinds.ts";
import type { FactsWriter } from "./facts-writer.ts";
import type { Flow } from "./flows.ts";
import type { Content } from "./held-displays.ts";
import type { ScopeState } from "./scope-state.ts";

/** Whether a name's value, as it is at one point, has an attribute. */
export interface Question {
  readonly name: string;
  readonly version: Variable;
  readonly attribute: string;
}

/** Reads one kind of node. Statement readers return nothing of interest. */
export type ExpressionReader = (reader: Reader, node: number) => Variable;
export type StatementReader = (reader: Reader, node: number) => void;

/** What is read where: by node kind, filled by read-module.ts. */
export interface Grammar {
  readonly expressions: ReadonlyMap<number, ExpressionReader>;
  readonly statements: ReadonlyMap<number, StatementReader>;
  readonly block: StatementReader;
}

/** What the file is called. */
export interface ModuleName {
  readonly path: string;
  readonly module: string;
  readonly isPackage: boolean;
}

/** A loop whose body is being read: where `break` and `continue` lead. */
export interface OpenLoop {
  readonly breaks: Flow[];
  readonly continues: Flow[];
}

/**
 * Deeper nesting than this is not read. Python itself refuses more than 100 indentation levels and
 * 200 open parentheses, so nothing that runs is lost.
 */
const DEPTH_LIMIT = 450;

const BY_NAME = /\b(getattr|globals|vars|__dict__|import_module|__import__)\b/;

const STAR = "*".charCodeAt(0);

/** The state of reading one file: where we are in it, and the facts found so far. */
export class Reader {
  readonly name: ModuleName;
  readonly tree: FlatTree;
  readonly text: string;
  readonly table: ScopeTable;
  readonly facts: FactsWriter;
  /** State of each scope that was reached, by scope index. */
  readonly states: (ScopeState | undefined)[] = [];
  /** Function bodies to be read after the code around them, so that they see its final names. */
  readonly deferred: (() => void)[] = [];
  state: ScopeState;
  loops: OpenLoop[] = [];
  /** Inside code that runs only perhaps (`and`, conditional expressions): assignments are weak. */
  conditionalDepth = 0;
  isTypeChecking = false;
  isOptionalImport = false;
  /** Positions of Python 2's backticks, which the tree shows as parentheses. */
  backticks: ReadonlySet<number> = new Set();
  /** The display that was read last, if its content is known value by value. */
  display: { readonly variable: Variable; readonly content: Content } | undefined;
  /** By variables: what was asked of a name for this answer, and the member of which this is the name. */
  readonly asked = new Map<Variable, Question>();
  readonly pairs = new Map<Variable, Omit<Question, "attribute">>();
  /** What the handler that is read caught, -1 outside handlers. */
  caught: Variable = -1;
  /** Reading an annotation: names may be bound further down. */
  isAnnotation = false;
  /** Members are read by names that are no constants somewhere in the file, perhaps. */
  readonly readsMembersByName: boolean;

  readonly #grammar: Grammar;
  #depth = 0;
  #isTooDeep = false;
  #isPython2 = false;

  constructor(
    name: ModuleName,
    tree: FlatTree,
    text: string,
    table: ScopeTable,
    facts: FactsWriter,
    grammar: Grammar,
    state: ScopeState,
  ) {
    this.name = name;
    this.tree = tree;
    this.text = text;
    this.table = table;
    this.facts = facts;
    this.#grammar = grammar;
    this.state = state;
    this.states[0] = state;
    this.readsMembersByName = BY_NAME.test(text);
  }

  /** Reads an expression; the variable that holds its value. */
  expression(node: number): Variable {
    if (node < 0) return this.facts.variable();
    const read = this.#grammar.expressions.get(this.tree.kind[node] as number);
    if (read === undefined) return this.#unknown(node);
    if (!this.#descend(node)) return this.facts.variable();
    const value = read(this, node);
    this.#depth--;
    return value;
  }

  statement(node: number): void {
    const read = this.#grammar.statements.get(this.tree.kind[node] as number);
    if (read === undefined) {
      this.expression(node);
    } else if (this.#descend(node)) {
      read(this, node);
      this.#depth--;
    }
  }

  /** The statements below a node, in order. */
  block(node: number): void {
    if (node >= 0) this.#grammar.block(this, node);
  }

  /** Reads with a fresh depth and loop stack: a function body starts over. */
  enterScope(state: ScopeState, read: () => void): void {
    const { state: outer, loops, conditionalDepth, caught } = this;
    outer.releaseAll();
    const { scope, region } = this.facts;
    this.state = state;
    this.loops = [];
    this.caught = -1;
    this.conditionalDepth = 0;
    this.facts.scope = state.scope.index;
    this.facts.region = -1;
    state.isActive = true;
    state.stored.startedAt = this.facts.ran;
    read();
    state.releaseAll();
    state.isActive = false;
    this.state = outer;
    this.loops = loops;
    this.caught = caught;
    this.conditionalDepth = conditionalDepth;
    this.facts.scope = scope;
    this.facts.region = region;
  }

  /** Everything read inside belongs to a region with the given head. */
  region<Result>(
    kind: RegionKind,
    node: number,
    variable: Variable,
    head: string,
    read: () => Result,
  ): Result {
    const outer = this.facts.region;
    this.openRegion(kind, node, variable, head);
    const result = read();
    this.facts.region = outer;
    return result;
  }

  /** A branch of an `if` or `match` statement. */
  branch(statement: number, node: number, head: string, read: () => void): void {
    const { facts } = this;
    const outer = facts.region;
    this.openRegion("condition", node, -1, head);
    const choice = facts.line(this.tree.start[statement] as number);
    const own = facts.regions[facts.region];
    if (own !== undefined) facts.regions[facts.region] = { ...own, choice };
    read();
    facts.region = outer;
  }

  /** Opens a region that the caller closes by setting the region back. */
  openRegion(kind: RegionKind, node: number, variable: Variable, head: string): void {
    const { facts } = this;
    facts.regions.push({
      kind,
      parent: facts.region,
      scope: facts.scope,
      line: facts.line(this.tree.start[node] as number),
      endLine: facts.line(codeEnd(this.tree, node)),
      variable,
      text: head,
    });
    facts.region = facts.regions.length - 1;
  }

  /** Reads something nested without a reader of its own; false when it is nested too deep. */
  nested(node: number, read: () => void): boolean {
    if (!this.#descend(node)) return false;
    read();
    this.#depth--;
    return true;
  }

  /** The file is written for Python 2; said once. */
  noticePython2(node: number, form: Sentence): void {
    if (this.#isPython2) return;
    this.#isPython2 = true;
    const start = this.tree.start[node] as number;
    this.facts.diagnose("python2-syntax", "info", start, say`Python 2 syntax: ${form}`);
  }

  site(node: number): number {
    let start = this.tree.start[node] as number;
    // The grammar's `(*f)()` for `*f()`: the call starts behind the star.
    if (this.text.charCodeAt(start) === STAR && this.kind(node) === Kind.call) start++;
    return this.facts.site(start, codeEnd(this.tree, node));
  }

  source(node: number): string {
    return this.text.slice(this.tree.start[node], this.tree.end[node]);
  }

  /** Source text for people: one line, at most `limit` characters. */
  shortSource(node: number, limit = 200): string {
    if (node < 0) return "";
    const start = this.tree.start[node] as number;
    const end = Math.min(this.tree.end[node] as number, start + limit * 2);
    const line = this.text.slice(start, end).replace(/\s+/g, " ").trim();
    return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
  }

  /** An identifier as its scope means it: normalised, private names mangled. */
  identifier(node: number): string {
    return mangle(normaliseIdentifier(this.source(node)), this.state.scope.className);
  }

  kind(node: number): number {
    return this.tree.kind[node] ?? Kind.skipped;
  }

  /** The content of a value that is a display, written as the last thing that was read. */
  contentOf(value: Variable): Content | undefined {
    return this.display?.variable === value ? this.display.content : undefined;
  }

  /** The constant key that a value is: a literal, or a tuple of such that is written right here. */
  constantKey(value: Variable): string | undefined {
    const content = this.contentOf(value);
    if (content?.shape !== "sequence") return this.facts.constantKey(value);
    const keys = content.values.map((each) => this.facts.constantKey(each));
    const isConstant = content.kind === ContainerKind.tuple && !keys.includes(undefined);
    return isConstant ? `t:${JSON.stringify(keys)}` : undefined;
  }

  either(values: readonly Variable[], tests?: readonly GivenTests[]): Variable {
    return this.facts.either(values, tests);
  }

  /** `stored` is what the block has just stored there, -1 where that is not known. */
  loadAttribute(base: Variable, name: string, site: number, stored: Variable = -1): Variable {
    const result = this.facts.variable();
    const operands = [result, base, this.facts.string(name), site];
    if (stored >= 0) operands.push(stored);
    this.facts.emit(Op.LoadAttribute, ...operands);
    return result;
  }

  /** A node that is no expression of its own (an error's leftovers): read what it contains. */
  #unknown(node: number): Variable {
    const kind = this.tree.kind[node];
    if (kind !== Kind.token && this.#descend(node)) {
      this.block(node);
      this.#depth--;
    }
    return this.facts.variable();
  }

  #descend(node: number): boolean {
    if (this.#depth < DEPTH_LIMIT) {
      this.#depth++;
      return true;
    }
    if (!this.#isTooDeep) {
      this.#isTooDeep = true;
      const start = this.tree.start[node] as number;
      const message = say`Code nested more than ${DEPTH_LIMIT} levels deep is not read.`;
      this.facts.diagnose("nesting-too-deep", "warning", start, message);
    }
    return false;
  }
}
