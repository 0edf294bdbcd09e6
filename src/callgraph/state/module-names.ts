import { importedOf } from "../program/imported-modules.ts";
import { positional } from "./call-shapes.ts";
import { placeOf } from "./place-texts.ts";
import type { Solving } from "./solving.ts";
import { Kind } from "./values.ts";

/**
 * What names mean at module level: a module's own names, those of its star imports, its submodules,
 * its `__getattr__`, and the builtins behind all of them.
 */

/** Field of a module that holds what `sys.modules[name] = x` put in its place. */
export const REPLACEMENT = "[replacement]";

/** The variable behind `module.name`, seen from outside the module. */
export function moduleAttribute(s: Solving, module: number, name: number): number {
  const scope = s.program.scope(module, 0);
  const declared = s.program.declared(scope, name);
  const own = s.field(s.values.of(Kind.module, module), name);
  if (declared !== -1) {
    s.moments.store(own, declared);
    addSubmodule(s, module, name, own);
    return s.moments.seen(declared);
  }
  const text = s.text(name);
  if (text === "__name__") s.flow.add(own, s.string(s.program.facts(module).module));
  addPlace(s, module, text, own);
  if (text === "__dict__") {
    s.flow.add(own, s.values.of(Kind.namespace, s.values.of(Kind.module, module)));
  }
  const isSubmodule = addSubmodule(s, module, name, own);
  const isFound = isSubmodule || addStarred(s, scope, name, own, new Set());
  if (!isFound || (isSubmodule && !isImported(s, module, name))) addModuleHook(s, scope, name, own);
  return own;
}

/** `__file__` and `__path__`. */
function addPlace(s: Solving, module: number, name: string, to: number): void {
  if (name !== "__file__" && name !== "__path__") return;
  const place = placeOf(s, module, name);
  if (place !== -1) s.flow.add(to, place);
}

/** A package has a submodule for an attribute once some statement has imported that; before, its `__getattr__` is asked. */
function isImported({ program }: Solving, module: number, name: number): boolean {
  if (program.declared(program.scope(module, 0), program.names.id("__getattr__")) === -1)
    return true;
  const { module: own } = program.facts(module);
  const submodule = program.findModule(`${own}.${program.names.text(name)}`, module);
  return importedOf(program, [...program.modules.keys()], [submodule]).length > 0;
}

/** Where an assignment to `module.name` from outside lands. */
export function moduleField(s: Solving, module: number, name: number): number {
  const declared = s.program.declared(s.program.scope(module, 0), name);
  return declared === -1 ? s.field(s.values.of(Kind.module, module), name) : declared;
}

/** The value of a dotted module name: ours, or the outside's. */
export function moduleValue(s: Solving, name: string, importer: number): number {
  const module = s.program.findModule(name, importer);
  if (module !== -1) return s.values.of(Kind.module, module);
  return s.external(s.outside.name(name));
}

/** The module of a name that code imports while it runs; remembered as an import of that place. */
export function loadedModule(s: Solving, name: string, origin: number): number {
  const value = moduleValue(s, name, origin < 0 ? -1 : s.program.moduleOfSite(origin));
  if (origin >= 0 && s.values.kind(value) === Kind.module) {
    s.log.loads.pushPair(origin, s.values.first(value));
  }
  return value;
}

/** `from module import name`. */
export function importedName(s: Solving, module: string, name: number, importer: number): number {
  const index = s.program.findModule(module, importer);
  if (index !== -1) return moduleAttribute(s, index, name);
  const submodule = s.program.findModule(`${module}.${s.text(name)}`, importer);
  if (submodule !== -1) return s.holding(s.values.of(Kind.module, submodule));
  return s.holding(s.external(s.outside.name(`${module}.${s.text(name)}`)));
}

/** Whether a module of ours answers by its `__getattr__` for names that it does not have. */
export function hasHook(s: Solving, module: string, importer: number): boolean {
  const index = s.program.findModule(module, importer);
  const hook = s.name("__getattr__");
  return index !== -1 && s.program.declared(s.program.scope(index, 0), hook) !== -1;
}

/** A name that its file does not bind: a star import's or a builtin. False when it is neither. */
export function loadFreeName(s: Solving, scope: number, name: number, dst: number): boolean {
  if (addStarred(s, s.program.scope(s.program.moduleOf(scope), 0), name, dst, new Set()))
    return true;
  const text = s.text(name);
  if (text === "__name__") {
    s.flow.add(dst, s.string(s.program.facts(s.program.moduleOf(scope)).module));
    return true;
  }
  addPlace(s, s.program.moduleOf(scope), text, dst);
  // `globals()["name"] = x`, or another module's `module.name = x`.
  const module = s.values.of(Kind.module, s.program.moduleOf(scope));
  s.flow.edge(s.field(module, name), dst);
  const builtin = s.outside.builtin(text);
  if (!s.outside.symbol(builtin)) return false;
  s.flow.add(dst, s.external(builtin));
  return true;
}

function submoduleOf(s: Solving, module: number, name: number): number {
  const facts = s.program.facts(module);
  return facts.isPackage ? s.program.findModule(`${facts.module}.${s.text(name)}`, module) : -1;
}

function addSubmodule(s: Solving, module: number, name: number, to: number): boolean {
  const submodule = submoduleOf(s, module, name);
  if (submodule === -1) return false;
  s.flow.add(to, s.values.of(Kind.module, submodule));
  return true;
}

function addStarred(
  s: Solving,
  scope: number,
  name: number,
  to: number,
  seen: Set<number>,
): boolean {
  let found = false;
  // A later import replaces what an earlier one brought.
  for (const { source, isSure } of [...(s.stars.get(scope) ?? [])].reverse()) {
    if (source >= 0) {
      const outcome = addPublic(s, source, name, to, seen);
      if (outcome === "surely" && isSure) return true;
      found ||= outcome !== "no";
    } else {
      const member = s.outside.member(-1 - source, name);
      if (member === -1 || !s.outside.symbol(member)) continue;
      s.flow.add(to, s.external(member));
      found = true;
    }
  }
  return found;
}

/** What a star import of a module (-1: one outside) brings under a name; false when that may be nothing. */
export function bringsSurely(s: Solving, module: number, name: number, to: number): boolean {
  return module !== -1 && addPublic(s, module, name, to, new Set()) === "surely";
}

/** A name that a star import of a module brings: surely where the module binds it and hides nothing. */
function addPublic(
  s: Solving,
  module: number,
  name: number,
  to: number,
  seen: Set<number>,
): "surely" | "perhaps" | "no" {
  if (seen.has(module)) return "no";
  seen.add(module);
  const scope = s.program.scope(module, 0);
  const all = s.program.declared(scope, s.name("__all__"));
  if (all === -1 && s.text(name).startsWith("_")) return "no";
  const declared = s.program.declared(scope, name);
  if (declared === -1) {
    const submodule = all === -1 ? -1 : submoduleOf(s, module, name);
    // A listed submodule is imported for it.
    if (submodule !== -1) {
      whenListed(s, all, name, () => s.flow.add(to, s.values.of(Kind.module, submodule)));
    }
    const found = addStarred(s, scope, name, to, seen);
    return found || submodule !== -1 ? "perhaps" : "no";
  }
  if (all === -1) s.flow.edge(declared, to);
  else whenListed(s, all, name, () => s.flow.edge(declared, to));
  return all === -1 ? "surely" : "perhaps";
}

/** Runs the action once the name is found in an `__all__`. */
function whenListed(s: Solving, all: number, name: number, action: () => void): void {
  const text = s.string(s.text(name));
  const check = (variable: number) => {
    s.each(variable, (value) => {
      if (value === text) action();
    });
  };
  let isWritten = false;
  s.each(all, (value) => {
    const object = s.objectOf(value);
    if (!object) return;
    check(object.rest);
    s.eachSlot(object, (_key, variable) => {
      isWritten = true;
      check(variable);
    });
  });
  // A list that is computed (`[n for n in dir() if …]`) names what has no underscore.
  s.late.push(() => {
    if (!isWritten && !s.text(name).startsWith("_")) action();
  });
}

function addModuleHook(s: Solving, scope: number, name: number, to: number): void {
  const hook = s.program.declared(scope, s.name("__getattr__"));
  if (hook === -1) return;
  s.call({
    dst: to,
    callee: hook,
    origin: -2 - to,
    meta: s.log.how("getattr"),
    args: [positional(s.holding(s.string(s.text(name))))],
  });
}
