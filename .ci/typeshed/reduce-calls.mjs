/** What a stub's signature says of the arguments that the callable calls, asks or stores. */

import { firstOf, typeText } from "./reduce-types.mjs";
import { find } from "./universe.mjs";

/** Takes a callable for later: the constructor keeps it, `add_…` registers it. */
const KEEPS =
  /^(__init__|__new__|add_|register|set_|on_|bind|trace|settrace|setprofile|install|subscribe)/;

/** Look at a callable without calling it, or forget it. */
const LOOKS_ONLY =
  /^(inspect|dis|typing|abc|pydoc|types|annotationlib|_\w+|distutils|xmlrpc\.client|xml\.etree\.ElementPath|importlib\.util)$/;
const FORGETS = /^(remove|unregister|is)[A-Z_a-z]/;

/** @returns {object[]} `CallbackArgument`s with what each receives */
export function callbacksOf(name, parameters, context) {
  const found = [];
  if (LOOKS_ONLY.test(context.module) || FORGETS.test(name)) return found;
  for (const parameter of parameters) {
    const callable = callableOf(parameter.type, context, 0);
    if (callable === undefined || parameter.star) continue;
    const { position } = parameter;
    const receives = receivedBy(callable, context);
    found.push({
      ...(position === undefined ? {} : { position }),
      keyword: parameter.name,
      ...(KEEPS.test(name)
        ? { mode: "callback", runsIn: "unknown" }
        : { mode: "call", runsIn: "caller" }),
      ...(receives.length > 0 ? { receives } : {}),
    });
  }
  return found;
}

function receivedBy(callable, context) {
  const types = callable.items[0];
  if (types?.kind !== "list") return [];
  const texts = types.items.map((type) => typeText(type, context) ?? "object");
  return texts.every((text) => text === "object") ? [] : texts;
}

/** The `Callable[...]` in an annotation, through aliases, unions and bounds. */
function callableOf(type, context, depth) {
  if (type === undefined || depth > 4) return undefined;
  if (type.kind === "union")
    return firstOf(type.items, (item) => callableOf(item, context, depth + 1));
  const named = type.kind === "apply" ? type.base : type;
  if (named?.kind !== "name") return undefined;
  const target = find(context.modules, context.module, named.name);
  if (target === undefined) return undefined;
  const last = target.path.split(".").at(-1);
  if (target.module === "typing" && last === "Callable") return { items: type.items ?? [] };
  if (target.module === "typing" && last === "Optional")
    return callableOf(type.items?.[0], context, depth + 1);
  const inner = { ...context, module: target.module };
  if (target.declaration.kind === "typealias")
    return callableOf(target.declaration.type, inner, depth + 1);
  if (target.declaration.kind === "typevar")
    return callableOf(target.declaration.bound, inner, depth + 1);
  return calledProtocol(target.declaration);
}

/** A protocol with `__call__` is a callable of its parameters. */
function calledProtocol(declaration) {
  if (declaration.kind !== "class" || !isProtocol(declaration)) return undefined;
  const call = declaration.members.get("__call__");
  if (call?.kind !== "function") return undefined;
  const types = call.overloads[0].parameters
    .slice(1)
    .filter((p) => p.star === "" && !p.keywordOnly);
  return { items: [{ kind: "list", items: types.map((p) => p.type) }] };
}

function isProtocol(declaration) {
  return declaration.bases.some((base) => /(^|\.)Protocol$/.test((base?.base ?? base)?.name ?? ""));
}

/** Methods that the callable must call on an argument, because the annotation is a protocol: `read` of `SupportsRead`. */
export function invokesOf(parameters, context) {
  const found = [];
  for (const { type, position, name, star } of parameters) {
    if (star) continue;
    for (const method of methodsOf(type, context, 0)) {
      found.push(`${position ?? name}=${method}`);
    }
  }
  return found;
}

function methodsOf(type, context, depth) {
  if (type === undefined || depth > 5) return [];
  if (type.kind === "union")
    return type.items.flatMap((item) => methodsOf(item, context, depth + 1));
  const named = type.kind === "apply" ? type.base : type;
  if (named?.kind !== "name") return [];
  const target = find(context.modules, context.module, named.name);
  if (target === undefined) return [];
  const { declaration } = target;
  const inner = { ...context, module: target.module };
  if (declaration.kind === "typealias") return methodsOf(declaration.type, inner, depth + 1);
  if (declaration.kind === "typevar") return methodsOf(declaration.bound, inner, depth + 1);
  if (declaration.kind !== "class" || !/^(typing|_typeshed)/.test(target.module)) return [];
  if (!isProtocol(declaration)) return [];
  const own = [...declaration.members]
    .filter(([, member]) => member.kind === "function")
    .map(([name]) => name);
  const inherited = declaration.bases.flatMap((base) => methodsOf(base, inner, depth + 1));
  return [...new Set([...own, ...inherited])].filter(
    (name) => !/^__(call|class_getitem|index)__$/.test(name),
  );
}

/** Take an element's type only to look for it, or give it back as a default. */
const READS =
  /^(get|pop|__contains__|index|count|remove|discard|__missing__|fromkeys|isdisjoint|__(r?or|r?and|r?sub|r?xor|eq|ne|lt|le|gt|ge)__|(is|un)\w*|difference\w*|intersection\w*|symmetric\w*|subtract)$/;

/** Arguments that end up among the receiver's elements: their types mention the class's element variable. */
export function storesOf(method, parameters, context) {
  if (context.element === undefined || READS.test(method)) return [];
  const found = [];
  for (const { type, position } of parameters) {
    if (type === undefined || position === undefined) continue;
    for (const way of storing(type, context.element, 0)) found.push(`${way}:${position}`);
  }
  return found;
}

function storing(type, element, depth) {
  if (depth > 2) return [];
  if (type.kind === "name") return type.name === element ? ["$arg"] : [];
  if (type.kind === "union")
    return type.items.flatMap((item) => (item ? storing(item, element, depth + 1) : []));
  if (type.kind !== "apply") return [];
  const base = type.base?.name?.split(".").at(-1) ?? "";
  if (base === "Callable") return type.items.at(-1)?.name === element ? ["$result"] : [];
  const last = type.items.at(-1);
  if (
    last?.kind === "name" &&
    last.name === element &&
    /Iter|Sequence|Mapping|Keys|list|dict|set|Set|deque/.test(base)
  ) {
    return ["$element"];
  }
  return [];
}
