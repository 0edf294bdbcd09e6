import { defined } from "../defined.ts";
import type { ModuleFacts } from "../python/module-facts.ts";
import type { CallGraph } from "./call-graph.ts";
import { NotNumbered, Program } from "./program/program.ts";
import { findTestPaths } from "./program/test-support.ts";
import {
  byPath,
  describeGraph,
  drain,
  orderFor,
  type SolveInput,
  sizeOf,
  startSolving,
} from "./solve-calls.ts";
import {
  declareProduct,
  declareTests,
  orderModules,
  type Pieces,
  settleProduct,
  settleTests,
} from "./solver/propagate.ts";

/** What is known of a file before it is read. */
export interface UnreadModule {
  readonly path: string;
  readonly module: string;
  readonly isPackage: boolean;
  /** What it seems to import. */
  readonly imports: readonly { readonly module: string; readonly name?: string }[];
}

/** What can be solved before all tests are read. */
export interface EarlyInput extends Omit<SolveInput, "libraries"> {
  /** The other test files, which are read meanwhile. */
  readonly unread: readonly UnreadModule[];
}

/** Solves the rest, now that the tests are read; undefined where all must be solved anew. */
export type SolveRest = (tests: readonly ModuleFacts[], maxSteps: number) => CallGraph | undefined;

/**
 * Solves the program itself while its tests are still being read: they come last in any case. What
 * comes out is what `solveCalls` gives, for what is supposed is checked: the program asks for nothing
 * that a test file defines, and which other files are test code shows in what the tests seem to import.
 */
export function* solveEarly(given: EarlyInput): Pieces<SolveRest> {
  const modules = byPath([...given.modules, ...given.unread.map(nothingOf)]);
  const program = new Program(modules, [], given.isStandard);
  const testPaths = findTestPaths(program, given.testPaths);
  const share = modules.length / Math.max(1, given.modules.length);
  const s = startSolving(program, given, Math.ceil(sizeOf(modules) * share));
  const order = orderModules(s, testPaths);
  const isUnread = (module: number) => program.facts(module).scopes.length === 0;
  if (order.imported.some(isUnread)) return () => undefined;
  declareProduct(s, order);
  if (!(yield* settleAlone(settleProduct(s, order, given.options.maxSteps))))
    return () => undefined;
  return (read, maxSteps) => {
    fill(program, read);
    if (!isEqual(findTestPaths(program, given.testPaths), testPaths)) return undefined;
    declareTests(s, order);
    const isComplete = drain(settleTests(s, order, maxSteps));
    const graph = describeGraph(s, { ...given, testPaths }, isComplete);
    return orderFor({ s, graph }) === undefined ? graph : undefined;
  };
}

/** False when the steps ran out, or a file was asked for what it defines that is not read. */
function* settleAlone(pieces: Pieces<boolean>): Pieces<boolean> {
  try {
    return yield* pieces;
  } catch (error) {
    if (error instanceof NotNumbered) return false;
    throw error;
  }
}

function fill(program: Program, read: readonly ModuleFacts[]): void {
  const factsOf = new Map(read.map((facts) => [facts.path, facts]));
  for (const [index, { path }] of program.modules.entries()) {
    const facts = factsOf.get(path);
    if (facts) program.fill(index, facts);
  }
}

function isEqual(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((each) => right.has(each));
}

/** Stands in for facts that are still to come. */
function nothingOf({ path, module, isPackage, imports }: UnreadModule): ModuleFacts {
  const empty = { strings: [], scopes: [], regions: [], types: [], diagnostics: [] };
  const [sites, code] = [new Int32Array(0), new Int32Array(0)];
  const place = { site: -1, scope: 0, isOptional: false, isTypeOnly: false };
  const stated = imports.map(({ module, name }) => ({ module, ...defined({ name }), ...place }));
  const rest = { ...empty, imports: stated, sites, code, variableCount: 0 };
  return { path, module, isPackage, lines: 0, ...rest };
}
