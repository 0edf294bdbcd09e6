import { forEachConstraint, Op } from "../../../python/constraints.ts";
import type { MemberLoops } from "../../program/member-loops.ts";
import { findMemberLoops, findNameLoops } from "../../program/member-loops.ts";
import { divideByScope } from "../../program/scope-code.ts";
import type { DecoratedClass } from "../../state/call-shapes.ts";
import { findMember, metaclassesOf } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/**
 * Class decorators, and `__init_subclass__`, that store a wrapper in the place of each method
 * (program/member-loops.ts). They are known when names and bases are, before anything reads a member: from
 * then on the class has what is stored there, and only the decorator sees what the body has bound.
 */
export function noteReplacedMembers(
  s: Solving,
  decorated: readonly DecoratedClass[],
  modules: ReadonlySet<number>,
): void {
  const makers = new Map<number, ReadonlyMap<number, number>>();
  for (const { callee, class: value } of decorated) {
    for (const scope of decoratorsOf(s, callee, s.values.first(value), makers)) {
      replaceBy(s, scope, s.values.first(value));
    }
  }
  const hook = s.name("__init_subclass__");
  for (const [index, scope] of s.program.classScopes.entries()) {
    if (!modules.has(s.program.moduleOf(scope))) continue;
    for (const each of makersOf(s, index)) replaceBy(s, each, index);
    const { owner } = findMember(s, s.hierarchy.order(index).slice(1), hook);
    for (const each of owner === -1 ? [] : (s.program.methods(owner).get(hook) ?? [])) {
      replaceBy(s, each, index);
    }
  }
}

/** `__new__` and `__init__` (scopes) of a class's metaclass. */
function makersOf(s: Solving, index: number): readonly number[] {
  return metaclassesOf(s, index).flatMap((meta) =>
    ["__new__", "__init__"].flatMap((method) => {
      const name = s.name(method);
      const { owner } = findMember(s, s.hierarchy.order(meta), name);
      return owner === -1 ? [] : (s.program.methods(owner).get(name) ?? []);
    }),
  );
}

/** Functions (scopes) that a decorator line means: named there, or given back by what is called there. */
function decoratorsOf(
  s: Solving,
  callee: number,
  index: number,
  makers: Map<number, ReadonlyMap<number, number>>,
): readonly number[] {
  const named = scopesOf(s, callee);
  if (named.length > 0 || !s.flow.isEmpty(callee)) return named;
  const module = s.program.moduleOf(s.program.classScopes[index] as number);
  if (!makers.has(module)) makers.set(module, callees(s, module));
  const maker = makers.get(module)?.get(callee);
  if (maker === undefined) return [];
  return [...scopesOf(s, maker).flatMap((each) => given(s, each)), ...callsOf(s, maker)];
}

/** `__call__` of the classes that a variable holds. */
function callsOf(s: Solving, variable: number): readonly number[] {
  const name = s.name("__call__");
  return s.flow.valuesOf(variable).flatMap((value) => {
    if (s.values.kind(value) !== Kind.class) return [];
    const { owner } = findMember(s, s.hierarchy.order(s.values.first(value)), name);
    return owner === -1 ? [] : (s.program.methods(owner).get(name) ?? []);
  });
}

function scopesOf(s: Solving, variable: number): readonly number[] {
  return s.flow.valuesOf(variable).flatMap((value) => {
    return isFunction(s, value) ? [s.scopeOfValue(value)] : [];
  });
}

/** Result of a call in a module → what is called. */
function callees(s: Solving, module: number): ReadonlyMap<number, number> {
  const { code } = s.program.facts(module);
  const found = new Map<number, number>();
  forEachConstraint(code, (operation, at) => {
    if (operation !== Op.Call) return;
    const [dst, callee] = [0, 1].map((each) => s.variableOf(module, code[at + each] as number));
    found.set(dst as number, callee as number);
  });
  return found;
}

/** The functions inside a function that it gives back. */
function given(s: Solving, scope: number): readonly number[] {
  const module = s.program.moduleOf(scope);
  const { code } = s.program.facts(module);
  const returns = s.program.callable(scope)?.returns ?? -1;
  const made = new Map<number, number>();
  const found = new Set<number>();
  forEachConstraint(code, (operation, at) => {
    const [dst, src] = [code[at] as number, code[at + 1] as number];
    if (operation === Op.Function) made.set(dst, src);
    if (operation !== Op.Copy) return;
    const inner = made.get(src);
    if (inner !== undefined) made.set(dst, inner);
    if (inner !== undefined && dst === returns) found.add(s.program.scope(module, inner));
  });
  return [...found];
}

function replaceBy(s: Solving, scope: number, index: number): void {
  const loops = loopsOf(s, scope);
  if (loops === undefined) return;
  const names = methodNames(s, index, loops);
  s.given.wrapped.set(index, [...new Set([...(s.given.wrapped.get(index) ?? []), ...names])]);
  for (const name of names) {
    if (s.given.instead.get(index, name) === -1) replace(s, index, name, loops.isSure);
  }
}

function loopsOf(s: Solving, scope: number): MemberLoops | undefined {
  const known = s.given.loops.get(scope);
  if (known !== undefined) return known ?? undefined;
  const module = s.program.moduleOf(scope);
  const facts = s.program.facts(module);
  const variables = s.program.callable(scope)?.parameters.map(({ variable }) => variable) ?? [];
  const records = () => divideByScope(facts).records[s.program.localScope(scope)] ?? [];
  const isMaker = /^__(new|init)__$/.test(s.program.scopeFacts(scope).name);
  const loops = (isMaker ? findNameLoops : findMemberLoops)(facts, records, variables);
  s.given.loops.set(scope, loops ?? null);
  for (const at of loops?.loops.keys() ?? []) {
    s.given.loopSites.add(s.program.site(module, facts.code[at + 4] as number));
  }
  return loops;
}

/** Names under which a class has methods that the loops do not leave out. */
function methodNames(s: Solving, index: number, loops: MemberLoops): readonly number[] {
  const names = new Set<number>();
  for (const owner of loops.isInherited ? s.hierarchy.order(index) : [index]) {
    if (owner < 0) continue;
    for (const [name, scopes] of s.program.methods(owner)) {
      if (!isLeftOut(s.text(name), loops) && !scopes.some((each) => isDescriptor(s, each))) {
        names.add(name);
      }
    }
  }
  return [...names];
}

function isLeftOut(name: string, { leftOut, compared }: MemberLoops): boolean {
  return compared.has(name) || (leftOut !== undefined && name.startsWith(leftOut));
}

/** A property is nothing that can be called, and the methods of classes are bound otherwise. */
function isDescriptor(s: Solving, scope: number): boolean {
  return s.program
    .scopeFacts(scope)
    .decorators.some(({ text }) =>
      /property|\.(setter|getter|deleter)|staticmethod|classmethod/.test(text),
    );
}

/** What the body of a class, or of the first ancestor that has the name, binds it to. */
export function bodyVariable(
  s: Solving,
  index: number,
  name: number,
): { readonly variable: number; readonly owner: number } {
  const variable = s.program.declared(s.program.classScopes[index] as number, name);
  if (variable !== -1) return { variable, owner: index };
  return findMember(s, s.hierarchy.order(index).slice(1), name);
}

/**
 * From now on the class has under the name what is stored there; what the body bound, too, where that is not
 * sure, nothing is stored, or nothing calls it any more.
 */
function replace(s: Solving, index: number, name: number, isSure: boolean): void {
  const instead = s.flow.variable();
  const keep = () => s.flow.edge(bodyVariable(s, index, name).variable, instead);
  s.given.instead.set(index, name, instead);
  if (!isSure) keep();
  s.late.push(() => {
    const own = s.flow.valuesOf(bodyVariable(s, index, name).variable);
    const scopes = own.flatMap((each) => (isFunction(s, each) ? [s.scopeOfValue(each)] : []));
    const isCalled = scopes.every((each) => s.functions.called.has(each));
    if (s.flow.isEmpty(instead) || !isCalled) keep();
  });
}

function isFunction(s: Solving, value: number): boolean {
  return s.values.kind(value) === Kind.function;
}
