import { forEachConstraint } from "../python/constraints.ts";
import { applyRule } from "./apply-rule.ts";
import { applyHints, assumeInstances } from "./assumptions.ts";
import { runClassStatements } from "./class-statements.ts";
import { declareClasses, declareModule } from "./declare-module.ts";
import { loadConstraint } from "./load-module.ts";
import { applyNarrowing } from "./narrow.ts";
import type { Solving } from "./solving.ts";

/** Questions put off can raise new ones; a chain this long would be a loop. */
const MAXIMAL_ROUNDS = 50;

/**
 * From constraints to the fixed point, in four stages: names and the bases of classes; everything
 * that follows from the code alone; receivers and annotations where values are missing; and what
 * follows from these. False when the step budget ran out first.
 */
export function propagate(s: Solving, maxSteps: number): boolean {
  load(s);
  settleBases(s, maxSteps);
  for (const narrowing of s.narrowings) applyNarrowing(s, narrowing);
  runClassStatements(s);
  if (!settle(s, maxSteps)) return false;
  assumeInstances(s);
  if (!settle(s, maxSteps)) return false;
  applyHints(s);
  return settle(s, maxSteps);
}

function load(s: Solving): void {
  for (const module of s.program.modules.keys()) s.moduleBases.push(declareModule(s, module));
  declareClasses(s, s.moduleBases);
  for (const [module, facts] of s.program.modules.entries()) {
    const base = s.moduleBases[module] as number;
    const loading = { s, module, facts, context: 0, variable: (each: number) => base + each };
    forEachConstraint(facts.code, (operation, at) => loadConstraint(loading, operation, at));
  }
}

function settleBases(s: Solving, maxSteps: number): void {
  const rule = (record: number, value: number) => applyRule(s, record, value);
  s.flow.run(rule, maxSteps);
  s.isSettlingBases = false;
  for (let at = 0; at < s.postponed.length; at += 2) {
    applyRule(s, s.postponed.at(at), s.postponed.at(at + 1));
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
