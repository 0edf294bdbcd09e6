import { ArgumentKind } from "../../../python/constraints.ts";
import { positional } from "../../state/call-shapes.ts";
import {
  definesMethod,
  derivesFrom,
  ENUM_BASES,
  findMember,
  hasMethod,
  METACLASS,
  metaclassesOf,
} from "../../state/class-members.ts";
import { memberNames, memberOf } from "../../state/enumerations.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { noteLazyFields } from "../attributes/lazy-fields.ts";
import { storeAttribute } from "../attributes/stores.ts";
import { callSpecialOf } from "./special-methods.ts";

/**
 * What a class statement runs beside its body: `__init_subclass__` of its bases, `__new__` and
 * `__init__` of its metaclass, `__set_name__` of the descriptors in it, and for an enumeration the
 * initialiser of its members (https://docs.python.org/3/reference/datamodel.html#creating-the-class-object).
 */
export function runClassStatements(s: Solving, modules: ReadonlySet<number>): void {
  for (const [index, scope] of s.program.classScopes.entries()) {
    if (!modules.has(s.program.moduleOf(scope))) continue;
    const site = s.classSites[index] ?? -1;
    if (site === -1) continue;
    s.log.target(site, scope, s.log.how("class-body"), -1);
    noteLazyFields(s, index);
    if (mayHoldDescriptors(s, index)) nameDescriptors(s, index, scope, site);
    const runInherited = (): void => {
      initialiseSubclass(s, index, site);
      runMetaclass(s, index, site);
      if (derivesFrom(s, index, ENUM_BASES)) makeMembers(s, index, scope, site);
    };
    runInherited();
    if (s.hierarchy.isOpen(index)) s.hierarchy.whenChanged(index, runInherited);
  }
}

function initialiseSubclass(s: Solving, index: number, site: number): void {
  const order = s.hierarchy.order(index).slice(1);
  const member = findMember(s, order, s.name("__init_subclass__"));
  if (member.variable === -1) return;
  const module = s.program.moduleOf(s.program.classScopes[index] as number);
  const args = s.program.classFacts(index).keywords.map(([name, variable]) => ({
    kind: ArgumentKind.keyword,
    name: s.program.name(module, name),
    variable: s.variableOf(module, variable),
  }));
  const bound = s.flow.variable();
  s.each(member.variable, (value) => {
    const object = s.objectOf(value);
    const inner = object?.kind === "class-method" ? object.wrapped : s.holding(value);
    s.each(inner, (each) => s.flow.add(bound, s.values.of(Kind.bound, each, s.classValue(index))));
  });
  s.call({ dst: -1, callee: bound, origin: site, meta: s.log.how("class-body"), args });
}

function runMetaclass(s: Solving, index: number, site: number): void {
  callMakers(s, index, site);
  const ran = new Set<number>();
  const run = (): void => {
    for (const meta of metaclassesOf(s, index)) {
      if (!ran.has(meta)) makeClass(s, index, meta, site);
      ran.add(meta);
    }
  };
  run();
  // `@six.add_metaclass(M)` on a base is a call, and known only later.
  for (const ancestor of s.hierarchy.order(index)) {
    if (ancestor < 0 || !isDecorated(s, ancestor)) continue;
    s.each(s.field(s.classValue(ancestor), METACLASS), run);
  }
}

const isDecorated = ({ program }: Solving, index: number): boolean =>
  program.scopeFacts(program.classScopes[index] as number).decorators.length > 0;

function makeClass(s: Solving, index: number, meta: number, site: number): void {
  s.hierarchy.madeBy.set(meta, [...(s.hierarchy.madeBy.get(meta) ?? []), index]);
  if (definesMethod(s, meta, "__prepare__")) prepareNames(s, meta, index, site);
  for (const method of ["__new__", "__init__"]) {
    if (!definesMethod(s, meta, method)) continue;
    const { variable } = findMember(s, s.hierarchy.order(meta), s.name(method));
    const first = s.holding(method === "__new__" ? s.classValue(meta) : s.classValue(index));
    const args = [first, ...statementParts(s, index)].map(positional);
    s.call({ dst: -1, callee: variable, origin: site, meta: s.log.how("class-body"), args });
  }
}

/** What a class statement hands to what makes the class: its name, its bases, its names. */
function statementParts(s: Solving, index: number): readonly number[] {
  const text = s.program.scopeFacts(s.program.classScopes[index] as number).name;
  const names = s.values.of(Kind.namespace, s.classValue(index));
  return [s.holding(s.string(text)), s.flow.variable(), s.holding(names)];
}

/** `class C(metaclass=f)`: any callable may make the class. */
function callMakers(s: Solving, index: number, site: number): void {
  s.each(s.field(s.classValue(index), METACLASS), (value) => {
    if (s.values.kind(value) !== Kind.function) return;
    const args = statementParts(s, index).map(positional);
    const meta = s.log.how("class-body");
    s.call({ dst: -1, callee: s.holding(value), origin: site, meta, args });
  });
}

/** What `__prepare__` of the metaclass gives are the names with which the class's body begins. */
function prepareNames(s: Solving, meta: number, index: number, site: number): void {
  const callee = attributeOf(s, s.classValue(meta), s.name("__prepare__"));
  const dst = s.flow.variable();
  const args = statementParts(s, index).slice(0, 2).map(positional);
  s.call({ dst, callee, origin: site, meta: s.log.how("class-body"), args });
  s.each(dst, (value) => {
    const object = s.objectOf(value);
    if (object?.kind !== "dict") return;
    s.eachSlot(object, (key, variable) => {
      const word = s.text(key);
      if (!word.startsWith("s:")) return;
      storeAttribute(s, s.classValue(index), s.name(word.slice("s:".length)), variable, site);
    });
  });
}

/** Only where some class of ours defines `__set_name__` is it worth watching class attributes. */
function mayHoldDescriptors(s: Solving, index: number): boolean {
  return s.definesSetName && s.program.classFacts(index) !== undefined;
}

function nameDescriptors(s: Solving, index: number, scope: number, site: number): void {
  const module = s.program.moduleOf(scope);
  for (const [local] of s.program.scopeFacts(scope).names) {
    const name = s.program.name(module, local);
    s.each(s.program.declared(scope, name), (value) => {
      if (!hasMethod(s, value, "__set_name__")) return;
      const args = [s.holding(s.classValue(index)), s.holding(s.string(s.text(name)))];
      const call = { method: "__set_name__", args, origin: site, how: "class-body" as const };
      callSpecialOf(s, value, call);
    });
  }
}

function makeMembers(s: Solving, index: number, scope: number, site: number): void {
  const names = memberNames(s, index);
  // They are made here and nowhere else.
  if (s.apart.isOn && names.length > 0) s.instantiated.add(index);
  const { owner } = findMember(s, s.hierarchy.order(index), s.name("__init__"));
  if (owner === -1) return;
  for (const name of names) {
    const variable = s.program.declared(scope, name);
    const callee = attributeOf(s, memberOf(s, index, name), s.name("__init__"));
    const args = [{ kind: ArgumentKind.star, name: -1, variable }];
    s.call({ dst: -1, callee, origin: site, meta: s.log.how("class-body"), args });
  }
}
