/** One stub module → the lines of the shipped table. `src/callgraph/symbols/symbol-table.ts` reads them. */
import { computeShape } from "./class-shape.mjs";
import { callbacksOf, invokesOf, storesOf } from "./reduce-calls.mjs";
import { typeText, unionText } from "./reduce-types.mjs";
import { absolute, exportsOf, find } from "./universe.mjs";

/** Dunders that a program may call, or Python calls for it, and whose result or effect matters. */
const DROPPED_DUNDERS = new Set([
  "__class_getitem__",
  "__slots__",
  "__match_args__",
  "__hash__",
  "__module__",
  "__qualname__",
  "__doc__",
  "__annotations__",
  "__dict__",
]);

export function createReducer(modules, publicNames) {
  const nameOf = (module, path) => {
    const [head, ...rest] = path.split(".");
    const known = publicNames.get(`${module}:${head}`);
    const base = known ?? (module === "builtins" ? head : `${module}.${head}`);
    return [base, ...rest].join(".");
  };
  const shapes = new Map();
  const shapeOf = (module, path) => {
    const key = `${module}:${path}`;
    if (!shapes.has(key)) {
      shapes.set(key, {});
      shapes.set(key, computeShape(modules, module, path, shapeOf));
    }
    return shapes.get(key);
  };
  return (module) => moduleLines(module, { modules, module, nameOf, shapeOf });
}

/** Lines by the module whose public name they go by; most belong to the module itself. */
function moduleLines(module, context) {
  const { scope } = context.modules.get(module);
  const placed = [];
  for (const [name, declaration] of [...scope].sort(byName)) {
    const [home, publicName] = placeOf(context.nameOf(module, name), module);
    for (const line of declarationLines(publicName, declaration, context, name))
      placed.push([home, line]);
  }
  for (const [name, target] of [...exportsOf(context.modules, module)].sort(byName)) {
    const line = exportLine(name, target, module, context);
    if (line) placed.push([module, line]);
  }
  return placed;
}

function placeOf(name, module) {
  if (module === "builtins" && !name.includes(".")) return [module, name];
  const at = name.lastIndexOf(".");
  return [name.slice(0, at), name.slice(at + 1)];
}

function byName([a], [b]) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function exportLine(name, source, module, context) {
  if (/^[A-Z0-9_]+$/.test(name) && isConstant(find(context.modules, source.module, source.name)))
    return undefined;
  const target = find(context.modules, source.module, source.name);
  if (target === undefined) {
    const submodule = `${source.module}.${source.name}`;
    return context.modules.has(submodule) && source.module !== module
      ? `=${name}\t${submodule}`
      : undefined;
  }
  const canonical = target.path ? context.nameOf(target.module, target.path) : target.module;
  const here = module === "builtins" ? name : `${module}.${name}`;
  return canonical === here ? undefined : `=${name}\t${qualified(canonical)}`;
}

function isConstant(target) {
  return target?.declaration.kind === "variable";
}

function qualified(name) {
  return name.includes(".") ? name : `<builtin>.${name}`;
}

/** `name` is the public name; `own` the one in the stub, by which its insides are resolved. */
function declarationLines(name, declaration, context, own) {
  switch (declaration.kind) {
    case "class":
      return classLines(name, declaration, context, own);
    case "function":
      return name.startsWith("_") && !name.startsWith("__")
        ? []
        : [functionLine(name, declaration, context, false)];
    case "variable":
      return valueLines("v", name, typeText(declaration.type, context));
    case "assigned":
      return assignedLines(name, declaration, context, own);
    case "from": {
      const source = absolute(context.modules, context.module, declaration.module);
      const isModule = context.modules.has(`${source}.${declaration.name}`);
      return isModule && declaration.exported ? [`=${name}\t${source}.${declaration.name}`] : [];
    }
    default:
      return [];
  }
}

function assignedLines(name, declaration, context, own) {
  const target = find(context.modules, context.module, own);
  if (target === undefined || target.declaration === declaration) return valueLines("v", name);
  const canonical = qualified(
    target.path ? context.nameOf(target.module, target.path) : target.module,
  );
  // `Lock = _thread.lock` in the module whose name the class goes by is the class itself.
  return canonical === context.nameOf(context.module, own) ||
    (canonical.endsWith(`.${name}`) && canonical === `${context.module}.${name}`)
    ? []
    : [`=${name}\t${canonical}`];
}

function classLines(name, declaration, context, own) {
  const shape = context.shapeOf(context.module, own);
  const inner = {
    ...context,
    element: shape.parameters?.[shape.element],
    key: shape.key === undefined ? undefined : shape.parameters[shape.key],
  };
  const bases = declaration.bases.map((base) => baseName(base, context)).filter(Boolean);
  const extras = constructorExtras(declaration, inner);
  const fixed = shape.element === undefined && shape.fixed && typeText(shape.fixed, context);
  if (fixed) extras.element = fixed;
  const lines = [line(`c${name}`, bases.join(" "), extras)];
  for (const [member, inside] of [...declaration.members].sort(byName)) {
    const text = memberLine(member, inside, inner);
    if (text) lines.push(`.${text}`);
  }
  for (const [member, inside] of [...declaration.members].sort(byName)) {
    if (inside.kind === "class" && !member.startsWith("_")) {
      lines.push(...classLines(`${name}.${member}`, inside, context, `${own}.${member}`));
    }
  }
  return lines;
}

function baseName(base, context) {
  const named = base?.kind === "apply" ? base.base : base;
  if (named?.kind !== "name") return undefined;
  const target = find(context.modules, context.module, named.name);
  if (target?.declaration.kind !== "class" || !target.path) return undefined;
  const name = context.nameOf(target.module, target.path);
  return /^(object|typing\.(Generic|Protocol))$/.test(name) ? undefined : name;
}

function constructorExtras(declaration, context) {
  const extras = {};
  for (const name of ["__init__", "__new__"]) {
    const found = declaration.members.get(name);
    if (found?.kind === "function") mergeExtras(extras, extrasOf(name, found, context, true));
  }
  return extras;
}

function memberLine(name, declaration, context) {
  if (DROPPED_DUNDERS.has(name)) return undefined;
  const isDunder = /^__\w+__$/.test(name);
  if (name.startsWith("_") && !isDunder) return undefined;
  switch (declaration.kind) {
    case "function":
      return /^__(init|new)__$/.test(name)
        ? undefined
        : functionLine(name, declaration, context, true);
    case "variable":
      return valueLines("v", name, typeText(declaration.type, context))[0];
    case "assigned":
      return `=${name}\t${declaration.type.kind === "name" ? declaration.type.name : ""}`;
    default:
      return undefined;
  }
}

function functionLine(name, declaration, context, isMember) {
  const [first] = declaration.overloads;
  const decorators = first.decorators.map((text) => text.split(".").at(-1));
  const isStatic = decorators.includes("staticmethod");
  const isProperty = isMember && decorators.some((text) => /property$/.test(text));
  const hasReceiver = isMember && !isStatic;
  const returns = unionText(
    declaration.overloads.map((overload) =>
      typeText(overload.returns, scoped(overload, context, hasReceiver)),
    ),
  );
  const extras = isProperty ? {} : extrasOf(name, declaration, context, hasReceiver);
  const wraps = declaration.overloads.some((overload) =>
    /^Callable\[\[?_F/.test(overload.returns?.text ?? ""),
  );
  if (wraps) extras.wraps = "result-of-call";
  const kind = isProperty
    ? "p"
    : isStatic
      ? "s"
      : decorators.includes("classmethod")
        ? "k"
        : first.isAsync
          ? "a"
          : "f";
  return line(`${kind}${name}`, returns ?? "", extras);
}

function scoped(overload, context, hasReceiver) {
  const all = overload.parameters;
  const parameters = numbered(hasReceiver ? all.slice(1) : all);
  const self = hasReceiver ? receiverVariable(all[0]) : undefined;
  return { ...context, parameters, ...(self ? { self } : {}) };
}

function receiverVariable(parameter) {
  const type = parameter?.type;
  if (type?.kind === "name") return type.name;
  return type?.kind === "apply" && type.items[0]?.kind === "name" ? type.items[0].name : undefined;
}

function numbered(parameters) {
  let position = 0;
  return parameters.map((parameter) =>
    parameter.keywordOnly || parameter.star === "**"
      ? parameter
      : { ...parameter, position: position++ },
  );
}

function extrasOf(name, declaration, context, hasReceiver) {
  const extras = {};
  for (const overload of declaration.overloads) {
    const inner = scoped(overload, context, hasReceiver);
    mergeExtras(extras, {
      callbacks: callbacksOf(name, inner.parameters, inner),
      invokes: invokesOf(inner.parameters, inner),
      stores: storesOf(name, inner.parameters, inner),
    });
  }
  return extras;
}

function mergeExtras(into, from) {
  for (const field of ["callbacks", "invokes", "stores"]) {
    for (const item of from[field] ?? []) {
      into[field] ??= [];
      const same = (other) =>
        field === "callbacks"
          ? other.keyword === item.keyword && other.position === item.position
          : other === item;
      if (!into[field].some(same)) into[field].push(item);
    }
  }
}

/** Constants are many and say nothing that a caller could follow. */
function valueLines(kind, name, type) {
  if (/^[A-Z0-9_]+$/.test(name) && (!type || /^(int|str|bytes|float|bool)$/.test(type))) return [];
  return [line(`${kind}${name}`, type ?? "", {})];
}

function line(head, type, extras) {
  const { callbacks, invokes, stores, element, wraps } = extras;
  const more = {
    ...(callbacks?.length ? { callbacks } : {}),
    ...(invokes?.length ? { invokes } : {}),
    ...(stores?.length ? { stores } : {}),
    ...(element ? { element } : {}),
    ...(wraps ? { wraps } : {}),
  };
  const tail = Object.keys(more).length > 0 ? [JSON.stringify(more)] : [];
  const fields = tail.length > 0 ? [head, type, ...tail] : type ? [head, type] : [head];
  return fields.join("\t");
}
