import { ArgumentKind } from "../../python/constraints.ts";
import { importedModules } from "../program/imported-modules.ts";
import { attributeOf } from "../rules/attributes/attributes.ts";
import { passDefaults } from "../rules/calls/arguments.ts";
import { addReceiver, bindingOf, markInstantiated } from "../rules/calls/receivers.ts";
import { implementers } from "../rules/classes/implementers.ts";
import { addTyped } from "../rules/types/external-types.ts";
import { applyHint } from "../rules/types/hints.ts";
import { findMember, PLAIN_BASES } from "../state/class-members.ts";
import type { FunctionInstance } from "../state/functions.ts";
import { Rule } from "../state/rules.ts";
import type { Solving } from "../state/solving.ts";
import type { Hint, Narrowing } from "../state/type-tests.ts";
import { Kind } from "../state/values.ts";

/**
 * What is supposed where the values that follow from the code alone have run dry: classes that
 * frameworks instantiate, and what annotations say.
 */

/**
 * Classes that nobody constructs in sight are made elsewhere, if no subclass stands in for them. Not where a
 * small program is all there is: one module starts it, it makes objects or calls class methods, and no
 * library knows the class.
 */
export function assumeInstances(s: Solving, modules: ReadonlySet<number>): void {
  callPartials(s);
  const constructed = new Set(s.instantiated);
  const usesClasses = () => constructed.size > 0 || callsClasses(s);
  const isAll = s.apart.isOn && usesClasses() && hasOneStart(s);
  const classes = classesIn(s, modules);
  for (const index of classes.toReversed()) {
    const family = s.hierarchy.family(index);
    if (family.some((each) => constructed.has(each))) continue;
    if (implementers(s, index).length > 0) continue;
    if (isAll && isOwn(s, index)) continue;
    if (isStoodFor(s, index)) {
      if (isAbstract(s, index)) continue;
      s.stoodFor.add(index);
    }
    makeUnseen(s, index);
  }
  fillReceivers(s, classes);
  fillHooks(s, classes);
}

/**
 * A partial that nobody calls in sight is made for others (`self.Lock = partial(Lock, self)` of a client):
 * what it calls has the arguments that it holds, whoever calls it.
 */
function callPartials(s: Solving): void {
  const open = [...s.functions.partials].filter(([, isCalled]) => !isCalled);
  for (const [partial] of open) {
    // The rest of the arguments is unknown.
    const rest = { kind: ArgumentKind.star, name: -1, variable: s.flow.variable() };
    const named = { ...rest, kind: ArgumentKind.doubleStar };
    const call = { dst: -1, callee: s.holding(partial), origin: -1, args: [rest, named] };
    s.call({ ...call, meta: s.log.how("constructor") });
  }
}

/** A class of the family has instances. */
function isStoodFor(s: Solving, index: number): boolean {
  return s.hierarchy.family(index).some((each) => s.instantiated.has(each));
}

/** A class method is called in sight. */
function callsClasses(s: Solving): boolean {
  return [...s.functions.called].some((scope) => {
    return s.program.classOfMethod(scope) !== -1 && bindingOf(s, scope) === "class";
  });
}

/** Only one module is imported by no other. */
function hasOneStart({ program }: Solving): boolean {
  const imported = new Set<number>();
  for (const [importer, { imports }] of program.modules.entries()) {
    for (const { module, name } of imports) {
      for (const each of importedModules(program, importer, module, name)) imported.add(each);
    }
  }
  return program.modules.filter((_facts, module) => !imported.has(module)).length === 1;
}

/** No library's class is above it, and no decorator knows it or calls a method of it. */
function isOwn(s: Solving, index: number): boolean {
  const isPlain = (ancestor: number) => ancestor >= 0 || PLAIN_BASES.has(s.text(-1 - ancestor));
  const { decorators } = s.program.scopeFacts(s.program.classScopes[index] as number);
  if (decorators.length > 0 || !s.hierarchy.order(index).every(isPlain)) return false;
  const methods = [...s.program.methods(index).values()].flat();
  return !methods.some((scope) => isFrameworkMethod(s, scope));
}

/** A framework calls the method (`@rpc`), so that it makes the instance, too. */
function isFrameworkMethod(s: Solving, scope: number): boolean {
  const module = s.program.moduleOf(scope);
  return s.program.scopeFacts(scope).decorators.some(({ variable }) =>
    s.flow.valuesOf(s.variableOf(module, variable)).some((value) => {
      const kind = s.values.kind(value);
      if (kind !== Kind.external && kind !== Kind.result) return false;
      const { callbacks = [] } = s.outside.symbol(s.values.first(value)) ?? {};
      return callbacks.some(({ runsIn }) => runsIn === "framework");
    }),
  );
}

function classesIn({ program }: Solving, modules: ReadonlySet<number>): readonly number[] {
  return [...program.classScopes.keys()].filter((index) =>
    modules.has(program.moduleOf(program.classScopes[index] as number)),
  );
}

/** An instance made where we cannot see it: its initialiser runs, with arguments unknown. */
function makeUnseen(s: Solving, index: number): void {
  markInstantiated(s, index);
  s.call({
    dst: -1,
    callee: attributeOf(s, s.instance(index), s.name("__init__")),
    origin: -1,
    meta: s.log.how("constructor"),
    args: [],
  });
}

function isAbstract(s: Solving, index: number): boolean {
  for (const scopes of s.program.methods(index).values()) {
    if (scopes.some((scope) => s.program.scopeFacts(scope).isStub)) return true;
  }
  return false;
}

/** Methods that no receiver has reached are called on an instance of their own class. */
function fillReceivers(s: Solving, classes: readonly number[]): void {
  const unknown = s.apart.isOn ? readOffUnknown(s) : new Set<number>();
  for (const index of classes) {
    for (const [name, scopes] of s.program.methods(index)) {
      const bare = scopes.filter((scope) => unknown.has(name) || lacksReceiver(s, scope));
      if (bare.length > 0) giveReceivers(s, index, name, bare);
    }
  }
}

function giveReceivers(s: Solving, index: number, name: number, scopes: readonly number[]): void {
  if (!s.instantiated.has(index) && isStoodFor(s, index)) s.stoodFor.add(index);
  for (const each of heirs(s, index, name)) {
    for (const scope of scopes) addReceiver(s, scope, index, each);
  }
}

/** What a library hands to the methods that it calls by itself, where nothing else arrives. */
function fillHooks(s: Solving, classes: readonly number[]): void {
  for (const index of classes) {
    for (const ancestor of s.hierarchy.order(index)) {
      if (ancestor >= 0) continue;
      for (const { method, receives = [] } of s.outside.symbol(-1 - ancestor)?.overrides ?? []) {
        const scopes = s.program.methods(index).get(s.name(method)) ?? [];
        for (const scope of scopes) giveParameters(s, scope, receives);
      }
    }
  }
}

function giveParameters(s: Solving, scope: number, types: readonly string[]): void {
  const [, ...parameters] = s.functions.get(s.functions.of(scope)).parameters;
  for (const [at, type] of types.entries()) {
    const { variable = -1 } = parameters[at] ?? {};
    if (variable !== -1 && s.flow.isEmpty(variable)) addTyped(s, type, {}, variable);
  }
}

/** Where objects are told apart a method is called on none of a class by itself: on those of its heirs, too. */
function heirs(s: Solving, index: number, name: number): readonly number[] {
  if (!s.apart.isOn) return [index];
  const found = s.hierarchy.family(index).filter((each) => {
    if (!s.instantiated.has(each)) return false;
    return findMember(s, s.hierarchy.order(each), name).owner === index;
  });
  return found.length === 0 ? [index] : found;
}

/** Names that are read off something of which nothing is known, in no instance of the function around. */
function readOffUnknown(s: Solving): ReadonlySet<number> {
  const open = new Map<number, number>();
  const known = new Set<number>();
  for (let at = 0; at < s.code.length; at += s.code.at(at + 1)) {
    if (s.code.at(at) !== Rule.load) continue;
    const site = s.code.at(at + 5);
    if (s.flow.isEmpty(s.code.at(at + 3))) open.set(site, s.code.at(at + 4));
    else known.add(site);
  }
  return new Set([...open].filter(([site]) => !known.has(site)).map(([, name]) => name));
}

function lacksReceiver(s: Solving, scope: number): boolean {
  if (s.functions.apart.has(scope)) return false;
  // Where objects are told apart a method that is called in sight is called on those objects alone.
  if (s.apart.isOn && s.functions.called.has(scope)) return false;
  const [self] = s.functions.get(s.functions.of(scope)).parameters;
  return self !== undefined && s.flow.isEmpty(self.variable) && bindingOf(s, scope) !== "static";
}

/** A function that no call in sight reaches is called elsewhere, as its defaults allow. */
export function assumeDefaults(s: Solving, modules: ReadonlySet<number>): void {
  for (const target of s.functions.all()) {
    const isOwn = modules.has(s.program.moduleOf(target.scope));
    if (isOwn && !s.functions.called.has(target.scope)) passDefaults(s, target);
  }
}

/** Annotations of variables, parameters and results. */
export function applyHints(
  s: Solving,
  modules: ReadonlySet<number>,
  narrowings: readonly Narrowing[],
): void {
  const hints: Hint[] = s.hints.filter(({ module }) => modules.has(module));
  for (const instance of s.functions.all()) {
    if (instance.context !== 0 && !s.apart.isOn) continue;
    if (modules.has(s.program.moduleOf(instance.scope))) hints.push(...signatureHints(s, instance));
  }
  for (const { dst, module, type } of hints) applyHint(s, dst, module, type);
  for (const { dst, src, module, type, isNegative, isSubclass } of narrowings) {
    if (isNegative || isSubclass || !isUnknown(s, src) || isKnownInClones(s, dst)) continue;
    applyHint(s, dst, module, type);
  }
}

/** Of the parameters and the result of one instance of a function. */
function signatureHints(s: Solving, instance: FunctionInstance): Hint[] {
  const module = s.program.moduleOf(instance.scope);
  const callable = s.program.callable(instance.scope);
  if (!callable) return [];
  const { parameters, returnType, isGenerator } = callable;
  const hints: Hint[] = [];
  for (const [position, { type, kind }] of parameters.entries()) {
    if (type === undefined || kind.startsWith("var-")) continue;
    hints.push({ dst: instance.parameters[position]?.variable ?? -1, module, type });
  }
  if (returnType !== undefined && !isGenerator) {
    hints.push({ dst: instance.returns, module, type: returnType });
  }
  return hints;
}

/** Where every call of a function is followed by itself nothing arrives in the instance that stands for all of them. */
function isKnownInClones(s: Solving, tested: number): boolean {
  return s.apart.isOn && s.typeTests.clonedAt(tested).some((src) => !isUnknown(s, src));
}

function isUnknown(s: Solving, variable: number): boolean {
  return s.flow
    .valuesOf(variable)
    .every((value) => s.values.isNone(value) || s.values.kind(value) === Kind.result);
}
