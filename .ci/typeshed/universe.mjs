/** All stub modules together: who defines a name, and which public name it goes by. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { readStub } from "./read-stub.mjs";

const require = createRequire(import.meta.url);

/** Modules that define what programs know by another module's name. */
const HIDDEN = new Map([
  ["typing", ["collections.abc", "contextlib"]],
  ["_collections_abc", ["collections.abc"]],
  ["posixpath", ["os.path"]],
  ["genericpath", ["os.path"]],
]);

/** @returns {Promise<Map<string, {scope: Map<string, object>, isPackage: boolean}>>} */
export async function readUniverse(roots) {
  const { Language, Parser } = await import("web-tree-sitter");
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(require.resolve("tree-sitter-python/tree-sitter-python.wasm")),
  );
  const modules = new Map();
  for (const root of roots) {
    const names = readdirSync(root, { recursive: true }).sort();
    for (const name of names) {
      if (!name.endsWith(".pyi") || name.startsWith("@")) continue;
      const parts = name.slice(0, -4).split(sep);
      const isPackage = parts.at(-1) === "__init__";
      if (isPackage) parts.pop();
      const tree = parser.parse(readFileSync(join(root, name), "utf8"));
      modules.set(parts.join("."), { scope: readStub(tree.rootNode), isPackage });
      tree.delete();
    }
  }
  return modules;
}

export function absolute(modules, module, relative) {
  const dots = /^\.*/.exec(relative)[0].length;
  if (dots === 0) return relative;
  const parts = module.split(".");
  const up = modules.get(module)?.isPackage ? dots - 1 : dots;
  const base = parts.slice(0, parts.length - up).join(".");
  const rest = relative.slice(dots);
  return base && rest ? `${base}.${rest}` : base || rest;
}

/** Names of a module that `import *` brings, or that it re-exports. */
export function exportsOf(modules, module, seen = new Set()) {
  const found = new Map();
  const entry = modules.get(module);
  if (entry === undefined || seen.has(module)) return found;
  seen.add(module);
  for (const star of entry.scope.get("*")?.modules ?? []) {
    const source = absolute(modules, module, star);
    for (const name of exportsOf(modules, source, seen).keys()) {
      found.set(name, { module: source, name });
    }
  }
  const all = entry.scope.get("__all__")?.names ?? [];
  for (const [name, declaration] of entry.scope) {
    if (!isExported(name, declaration, all)) continue;
    const source =
      declaration.kind === "from"
        ? { module: absolute(modules, module, declaration.module), name: declaration.name }
        : { module, name };
    found.set(name, source);
  }
  return found;
}

function isExported(name, declaration, all) {
  if (name === "*" || name === "__all__" || declaration.kind === "module") return false;
  if (all.includes(name)) return true;
  return declaration.kind === "from" ? declaration.exported : !name.startsWith("_");
}

/**
 * Follows imports and assignments of a dotted name to its definition.
 * @returns {{module: string, path: string, declaration: object} | undefined}
 */
export function find(modules, module, dotted, depth = 0) {
  if (depth > 12) return undefined;
  const [head, ...rest] = dotted.split(".");
  const entry = modules.get(module);
  if (entry === undefined) return undefined;
  const declaration = entry.scope.get(head);
  switch (declaration?.kind) {
    case undefined:
      return findElsewhere(modules, module, dotted, depth);
    case "from":
      return findImported(modules, module, declaration, rest, depth);
    case "module":
      return intoModule(modules, declaration.target, rest, depth);
    case "assigned": {
      const target = declaration.type.kind === "apply" ? declaration.type.base : declaration.type;
      if (target?.kind !== "name" || target.name === dotted)
        return { module, path: head, declaration };
      return find(modules, module, [target.name, ...rest].join("."), depth + 1);
    }
    default:
      return intoMembers(module, head, declaration, rest);
  }
}

/** A name that the module itself does not bind: a submodule, by a star import, or a builtin. */
function findElsewhere(modules, module, dotted, depth) {
  const [head, ...rest] = dotted.split(".");
  if (modules.has(`${module}.${head}`))
    return intoModule(modules, `${module}.${head}`, rest, depth);
  const stars = modules.get(module).scope.get("*")?.modules ?? [];
  const source = stars
    .map((star) => absolute(modules, module, star))
    .find((each) => each !== module && exportsOf(modules, each).has(head));
  if (source !== undefined) return find(modules, source, dotted, depth + 1);
  return module === "builtins" ? undefined : find(modules, "builtins", dotted, depth + 1);
}

function findImported(modules, module, { module: from, name }, rest, depth) {
  const source = absolute(modules, module, from);
  const submodule = `${source}.${name}`;
  const isModule = modules.has(submodule);
  // `from . import connections as connections` in a package means the submodule, not itself.
  const isOwn = source === module && isModule;
  const isName = modules.get(source)?.scope.has(name) || !isModule;
  if (isName && !isOwn) return find(modules, source, [name, ...rest].join("."), depth + 1);
  return intoModule(modules, submodule, rest, depth);
}

function intoModule(modules, target, rest, depth) {
  if (rest.length === 0)
    return { module: target, path: "", declaration: { kind: "module-itself" } };
  if (!modules.has(target)) return undefined;
  return find(modules, target, rest.join("."), depth + 1);
}

function intoMembers(module, path, declaration, rest) {
  let current = declaration;
  const walked = [path];
  for (const name of rest) {
    current = current.members?.get(name);
    if (current === undefined) return undefined;
    walked.push(name);
  }
  return { module, path: walked.join("."), declaration: current };
}

/**
 * Where a definition is hidden (`_io.BytesIO`, `asyncio.futures.Future`), the shortest public module
 * that re-exports it under a name gives it that name.
 * @returns {Map<string, string>} `module:name` → dotted public name
 */
export function publicNames(modules) {
  const names = new Map();
  const candidates = [...modules.keys()].filter(
    (module) => !isPrivate(module) && !HIDDEN.has(module),
  );
  candidates.sort((a, b) => a.split(".").length - b.split(".").length || (a < b ? -1 : 1));
  for (const module of candidates) {
    for (const name of [...exportsOf(modules, module).keys()].sort()) {
      const target = find(modules, module, name);
      const isTopLevel = target?.path && !target.path.includes(".");
      if (!isTopLevel || target.module === module) continue;
      if (!isRightfulName(modules, module, name, target)) continue;
      const key = `${target.module}:${target.path}`;
      if (!names.has(key)) names.set(key, `${module}.${name}`);
    }
  }
  return names;
}

function isPrivate(module) {
  return module.split(".").some((part) => part.startsWith("_"));
}

function isRightfulName(modules, module, name, target) {
  if (name.startsWith("_") || module === "typing_extensions" || module === "types") return false;
  const allowed = HIDDEN.get(target.module);
  if (allowed) return allowed.includes(module) && name === target.path;
  if (isPrivate(target.module)) {
    // `socket.SocketType` is another name for the base of `socket.socket`, not for that class.
    return name === target.path || !modules.get(module).scope.has(target.path);
  }
  // A package that re-exports from its own submodules: `concurrent.futures.Future`.
  return target.module.startsWith(`${module}.`) && name === target.path;
}
