import { forEachConstraint } from "../../python/constraints.ts";
import { IntList } from "../int-tables.ts";
import { comesBack } from "../rules/classes/class-decorators.ts";
import { runClassStatements } from "../rules/classes/class-statements.ts";
import { applyNarrowing } from "../rules/types/narrow.ts";
import type { Solving } from "../state/solving.ts";
import { PROGRAM_LIMITS, TEST_LIMITS } from "../state/value-limits.ts";
import { applyRule } from "./apply-rule.ts";
import { applyHints, assumeDefaults, assumeInstances } from "./assumptions.ts";
import { Clones } from "./clones.ts";
import { declareClasses, declareModule } from "./declare-module.ts";
import { loadConstraint } from "./load-module.ts";

/** Questions put off can raise new ones; a chain this long would be a loop. */
const MAXIMAL_ROUNDS = 50;

/**
 * From constraints to the fixed point: names and the bases of classes first, then everything that
 * follows from the code alone, then receivers and annotations where values are missing. Tests come
 * when what they test is settled: what they pass in must not crowd out what the program itself does.
 * False when the step budget ran out first.
 */
export function propagate(
  s: Solving,
  maxSteps: number,
  isTest: (module: number) => boolean,
): boolean {
  const clones = new Clones();
  s.cloneFor = (record, context, index) => clones.instance(s, record, context, index);
  s.initialiserFor = (index, owner) => clones.initialiser(s, index, owner);
  s.variableIn = (context, module, local) => clones.variable(s, context, module, local);
  for (const module of s.program.modules.keys()) s.moduleBases.push(declareModule(s, module));
  declareClasses(s, s.moduleBases);
  const all = [...s.program.modules.keys()];
  s.testModules = new Set(all.filter(isTest));
  const parts = [
    { part: all.filter((each) => !isTest(each)), limits: PROGRAM_LIMITS },
    { part: all.filter(isTest), limits: TEST_LIMITS },
  ];
  for (const { part, limits } of parts) {
    s.flow.limits = limits;
    load(s, part);
    settleBases(s, maxSteps);
    const { narrowings } = s;
    s.narrowings = [];
    for (const narrowing of narrowings) applyNarrowing(s, narrowing);
    const modules = new Set(part);
    runClassStatements(s, modules);
    if (!settle(s, maxSteps)) return false;
    assumeInstances(s, modules);
    if (!settle(s, maxSteps)) return false;
    assumeDefaults(s, modules);
    applyHints(s, modules, narrowings);
    if (!settle(s, maxSteps)) return false;
  }
  // No rule runs any more: what the rules hold would be kept as long as the results are gathered.
  s.actions.length = 0;
  return true;
}

function load(s: Solving, modules: readonly number[]): void {
  s.isSettlingBases = true;
  for (const module of modules) {
    const facts = s.program.facts(module);
    const base = s.moduleBases[module] as number;
    const loading = { s, module, facts, context: 0, variable: (each: number) => base + each };
    forEachConstraint(facts.code, (operation, at) => loadConstraint(loading, operation, at));
  }
}

function settleBases(s: Solving, maxSteps: number): void {
  const rule = (record: number, value: number) => applyRule(s, record, value);
  s.flow.run(rule, maxSteps);
  while (s.decorated.length > 0) {
    const { decorated } = s;
    s.decorated = [];
    for (const each of decorated) if (comesBack(s, each)) s.flow.add(each.dst, each.class);
    s.flow.run(rule, maxSteps);
  }
  s.isSettlingBases = false;
  const { postponed } = s;
  s.postponed = new IntList();
  for (let at = 0; at < postponed.length; at += 2) {
    applyRule(s, postponed.at(at), postponed.at(at + 1));
  }
}

function settle(s: Solving, maxSteps: number): boolean {
  const rule = (record: number, value: number) => applyRule(s, record, value);
  for (let round = 0; round < MAXIMAL_ROUNDS; round += 1) {
    if (!s.flow.run(rule, maxSteps)) return false;
    if (s.late.length === 0) return true;
    const questions = s.late;
    s.late = [];
    for (const ask of questions) ask();
  }
  return true;
}
