import { forEachConstraint } from "../../python/constraints.ts";
import { IntList } from "../int-tables.ts";
import { importedOf } from "../program/imported-modules.ts";
import { comesBack } from "../rules/classes/class-decorators.ts";
import { runClassStatements } from "../rules/classes/class-statements.ts";
import { noteReplacedMembers } from "../rules/classes/replaced-members.ts";
import { applyNarrowing } from "../rules/types/narrow.ts";
import type { DecoratedClass } from "../state/call-shapes.ts";
import type { Solving } from "../state/solving.ts";
import { type Limits, PROGRAM_LIMITS, TEST_LIMITS } from "../state/value-limits.ts";
import { applyRule } from "./apply-rule.ts";
import { applyHints, assumeDefaults, assumeInstances } from "./assumptions.ts";
import { Clones } from "./clones.ts";
import { declareModules } from "./declare-module.ts";
import { loadConstraint } from "./load-module.ts";

/** Questions put off can raise new ones; a chain this long would be a loop. */
const MAXIMAL_ROUNDS = 50;
const MODULES_IN_A_PIECE = 20;
/**
 * Effort (Flow.effort) after which a program is followed less finely. Most need 1.5 for each integer of constraints, ansible 7,
 * moto of 645,000 lines a little more than 12 million and 1.5 for each; sympy would need several times as much. What a program may need beyond the
 * usual is an amount, not a share of its size: a small one may be as intricate as it likes, a large one must end.
 */
const FINE_STEPS = 9;
const USUAL_STEPS = 2;
const STEPS_BEYOND = 12_000_000;
const LEAST_FINE_STEPS = 1_000_000;

function fineStepsOf(size: number): number {
  const most = Math.round(size * USUAL_STEPS) + STEPS_BEYOND;
  return Math.max(LEAST_FINE_STEPS, Math.min(size * FINE_STEPS, most));
}

/** Solving in pieces: between two of them the caller may see to something else. */
export type Pieces<Result> = Generator<undefined, Result>;

/** The modules by when they are needed: tests come last, what they pass in must not crowd out what the program does. */
export interface Order {
  readonly product: readonly number[];
  /** Tests that the product imports. */
  readonly imported: readonly number[];
  readonly tests: readonly number[];
}

/** The order of a program's modules; the solver is told which are tests. */
export function orderModules(s: Solving, testPaths: ReadonlySet<string>): Order {
  const all = [...s.program.modules.keys()];
  const isTest = (module: number) => testPaths.has(s.program.facts(module).path);
  const product = all.filter((each) => !isTest(each));
  const tests = all.filter(isTest);
  s.testModules = new Set(tests);
  return { product, imported: importedOf(s.program, product, tests), tests };
}

/** Makes the names known that the product can ask for. */
export function declareProduct(s: Solving, { product, imported }: Order): void {
  declareModules(s, product);
  declareModules(s, imported);
}

export function declareTests(s: Solving, { imported, tests }: Order): void {
  const known = new Set(imported);
  declareModules(
    s,
    tests.filter((each) => !known.has(each)),
  );
}

export function settleProduct(s: Solving, { product }: Order, maxSteps: number): Pieces<boolean> {
  return settlePart(s, product, PROGRAM_LIMITS, maxSteps);
}

export function settleTests(s: Solving, { tests }: Order, maxSteps: number): Pieces<boolean> {
  return settlePart(s, tests, TEST_LIMITS, maxSteps);
}

/** Lets calls reach clones of functions that deserve them. */
export function useClones(s: Solving): void {
  const clones = new Clones();
  s.cloneFor = (record, context, index, receiver) =>
    clones.instance(s, record, context, index, receiver);
  s.apart.cloneFor = (index, object) => clones.ofObject(s, index, object);
  s.memberInstance = (call) => clones.ofMember(s, call);
  s.initialiserFor = (index, owner) => clones.initialiser(s, index, owner);
  s.variableIn = (context, module, local) => clones.variable(s, context, module, local);
}

/**
 * From constraints to the fixed point, for one part more of a program: names and the bases of classes
 * first, then everything that follows from the code alone, then receivers and annotations where values
 * are missing. False when the step budget ran out first.
 */
function* settlePart(
  s: Solving,
  part: readonly number[],
  limits: Limits,
  maxSteps: number,
): Pieces<boolean> {
  const modules = new Set(part);
  s.begin(modules);
  s.flow.bounds.set(limits, s.fineSteps ?? fineStepsOf(s.programSize));
  yield* load(s, part);
  yield* settleBases(s, modules, maxSteps);
  const { waiting: narrowings } = s.typeTests;
  s.typeTests.waiting = [];
  for (const narrowing of narrowings) applyNarrowing(s, narrowing);
  runClassStatements(s, modules);
  if (!(yield* settle(s, maxSteps))) return false;
  assumeInstances(s, modules);
  if (!(yield* settle(s, maxSteps))) return false;
  assumeDefaults(s, modules);
  applyHints(s, modules, narrowings);
  return yield* settle(s, maxSteps);
}

function* load(s: Solving, modules: readonly number[]): Pieces<void> {
  s.isSettlingBases = true;
  for (const [at, module] of modules.entries()) {
    if (at % MODULES_IN_A_PIECE === 0) yield;
    const facts = s.program.facts(module);
    const base = s.moduleBases[module] as number;
    const loading = { s, module, facts, context: 0, variable: (each: number) => base + each };
    forEachConstraint(facts.code, (operation, at) => loadConstraint(loading, operation, at));
  }
}

function* settleBases(s: Solving, modules: ReadonlySet<number>, maxSteps: number): Pieces<void> {
  const rule = (record: number, value: number) => applyRule(s, record, value);
  yield* s.flow.run(rule, maxSteps);
  const all: DecoratedClass[] = [];
  while (s.decorated.length > 0) {
    const { decorated } = s;
    s.decorated = [];
    all.push(...decorated);
    for (const each of decorated) if (comesBack(s, each)) s.flow.add(each.dst, each.class);
    yield* s.flow.run(rule, maxSteps);
  }
  noteReplacedMembers(s, all, modules);
  s.isSettlingBases = false;
  const { postponed } = s;
  s.postponed = new IntList();
  for (let at = 0; at < postponed.length; at += 2) {
    applyRule(s, postponed.at(at), postponed.at(at + 1));
  }
}

function* settle(s: Solving, maxSteps: number): Pieces<boolean> {
  const rule = (record: number, value: number) => applyRule(s, record, value);
  for (let round = 0; round < MAXIMAL_ROUNDS; round += 1) {
    if (!(yield* s.flow.run(rule, maxSteps))) return false;
    if (s.late.length === 0) return true;
    const questions = s.late;
    s.late = [];
    for (const ask of questions) ask();
  }
  return true;
}
