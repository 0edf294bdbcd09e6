import { forEachConstraint, Op } from "../../python/constraints.ts";
import {
  type ModuleFacts,
  type ScopeFacts,
  SITE_WIDTH,
  SiteField,
} from "../../python/module-facts.ts";
import { bindingOf } from "../rules/calls/receivers.ts";
import { METACLASS } from "../state/class-members.ts";
import { Rule } from "../state/rules.ts";
import type { Solving } from "../state/solving.ts";
import { isEnviron, isTelling } from "./environ-items.ts";

/**
 * Makes the names of modules known, and the bases of their classes, before any constraint is read:
 * imports may ask for them in any order.
 */
export function declareModules(s: Solving, modules: readonly number[]): void {
  const firstClass = s.program.classScopes.length;
  s.program.number(modules);
  s.hierarchy.extend(s.program.classScopes.length);
  for (const module of modules) declareModule(s, module);
  for (let index = firstClass; index < s.program.classScopes.length; index += 1) {
    declareClass(s, index);
  }
}

function declareModule(s: Solving, module: number): void {
  const facts = s.program.facts(module);
  const base = s.flow.reserve(facts.variableCount);
  s.moduleBases[module] = base;
  for (const [local, scope] of facts.scopes.entries()) {
    const global = s.program.scope(module, local);
    if (scope.kind === "module" || scope.kind === "class") {
      for (const [name, variable] of scope.names) {
        s.program.declare(global, s.program.name(module, name), base + variable);
      }
    }
    if (scope.callable) s.functions.make(global, 0, (variable) => base + variable);
    noteEnvirons(s, facts, scope, base);
  }
  declareStars(s, module);
}

/** Parameters that bear the name of a request's environment. */
function noteEnvirons(s: Solving, facts: ModuleFacts, scope: ScopeFacts, base: number): void {
  for (const { name, variable } of scope.callable?.parameters ?? []) {
    const text = facts.strings[name] ?? "";
    if (isEnviron(text)) s.environs.set(base + variable, isTelling(text));
  }
}

function declareStars(s: Solving, module: number): void {
  const { code, sites, strings } = s.program.facts(module);
  const scope = s.program.scope(module, 0);
  forEachConstraint(code, (operation, at) => {
    if (operation !== Op.ImportStar) return;
    const source = strings[code[at + 1] as number] ?? "";
    const index = s.program.findModule(source, module);
    const site = code[at + 2] as number;
    const isSure = sites[site * SITE_WIDTH + SiteField.region] === -1;
    const list = s.stars.get(scope) ?? [];
    list.push({ source: index === -1 ? -1 - s.outside.name(source) : index, isSure });
    s.stars.set(scope, list);
  });
}

/** A class statement: bases and metaclass are watched, methods accept only receivers of the class. */
function declareClass(s: Solving, index: number): void {
  const module = s.program.moduleOf(s.program.classScopes[index] as number);
  const facts = s.program.classFacts(index);
  for (const [position, variable] of facts.bases.entries()) {
    const base = s.variableOf(module, variable);
    s.hierarchy.expectBase(index, position);
    s.hierarchy.sought.add(base);
    s.flow.watch(base, s.record(Rule.base, index, position));
  }
  for (const [name, variable] of facts.keywords) {
    if (s.text(s.program.name(module, name)) !== "metaclass") continue;
    s.flow.edge(s.variableOf(module, variable), s.field(s.classValue(index), METACLASS));
  }
  restrictReceivers(s, index);
}

/** Names under which the decorators of these functions are looked up: `route` of `@route("/")`. */
function decoratorsIn(s: Solving, scopes: readonly number[]): ReadonlySet<string> {
  const texts = scopes.flatMap((scope) =>
    s.program.scopeFacts(scope).decorators.map(({ text }) => text),
  );
  return new Set(texts.map((text) => /^\w+/.exec(text)?.[0] ?? ""));
}

function restrictReceivers(s: Solving, index: number): void {
  const methods = s.program.methods(index);
  const helpers = decoratorsIn(s, [...methods.values()].flat());
  for (const [name, scopes] of methods) {
    // What decorates in its own class's body gets functions there, no receivers.
    if (helpers.has(s.text(name))) continue;
    for (const scope of scopes) {
      const self = s.functions.get(s.functions.of(scope)).parameters[0];
      if (bindingOf(s, scope) === "static" || self === undefined) continue;
      if (self.kind === "positional" || self.kind === "positional-only") {
        s.flow.restrict(self.variable, index);
      }
    }
  }
}
