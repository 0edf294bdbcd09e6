import { Op } from "../constraints.ts";
import type { Variable } from "../module-facts.ts";
import { bindName, rootOf } from "../reader/name-access.ts";
import type { ModuleName, Reader } from "../reader/reader.ts";
import { normaliseIdentifier } from "../scopes/identifiers.ts";
import { childByField, childOfKind, childrenByField } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";

/** `import a.b` binds `a` and runs `a` and `a.b`; `import a.b as c` binds the submodule. */
export function readImport(reader: Reader, node: number): void {
  for (const child of childrenByField(reader.tree, node, Field.name)) {
    const alias = childByField(reader.tree, child, Field.alias);
    const nameNode = alias < 0 ? child : childByField(reader.tree, child, Field.name);
    const module = dottedText(reader, nameNode);
    if (module === "") continue;
    if (alias < 0) importPackage(reader, child, module);
    else importAs(reader, child, module, alias);
  }
}

/** `from m import a as b, c` and `from m import *`. */
export function readFrom(reader: Reader, node: number): void {
  const { tree } = reader;
  const module = fromModule(reader, node);
  // More dots than there are packages: Python refuses such an import, too.
  if (module === "") return;
  if (childOfKind(tree, node, Kind.wildcardImport) >= 0) importStar(reader, node, module);
  for (const child of childrenByField(tree, node, Field.name)) importName(reader, child, module);
}

function importStar(reader: Reader, node: number, module: string): void {
  const { facts, state } = reader;
  const site = reader.site(node);
  facts.emit(Op.ImportStar, state.scope.index, facts.string(module), site);
  record(reader, module, site, "*");
  state.hasStarImport = true;
  rootOf(state).hasStarImport = true;
  if (state.scope.parent < 0) rebindNames(reader, module);
}

/** `from m import *` may bind any name that the module has bound before. */
function rebindNames({ facts, state }: Reader, module: string): void {
  for (const [name, slot] of state.scope.slots) {
    if (name.startsWith("_") || !state.canRefine(slot)) continue;
    const value = facts.variable();
    const hidden = state.current(slot);
    facts.emit(Op.StarName, value, hidden, facts.string(module), facts.string(name));
    state.bind(slot, value);
  }
}

function importName(reader: Reader, node: number, module: string): void {
  const { tree, facts } = reader;
  const aliasNode = childByField(tree, node, Field.alias);
  const nameNode = aliasNode < 0 ? node : childByField(tree, node, Field.name);
  const name = dottedText(reader, nameNode);
  if (name === "") return;
  const alias = aliasNode < 0 ? name : reader.identifier(aliasNode);
  const site = reader.site(node);
  const value = facts.variable();
  facts.emit(Op.ImportFrom, value, facts.string(module), facts.string(name), site);
  record(reader, module, site, name, alias);
  bindName(reader, aliasNode < 0 ? mangled(reader, nameNode) : alias, value);
}

function importPackage(reader: Reader, node: number, module: string): void {
  const { facts } = reader;
  const site = reader.site(node);
  const parts = module.split(".");
  const [top = module] = parts;
  const value = emitImport(reader, top, site);
  for (let depth = 2; depth <= parts.length; depth++) {
    facts.emit(Op.Import, -1, facts.string(parts.slice(0, depth).join(".")), site);
  }
  record(reader, module, site, undefined, top);
  bindName(reader, top, value);
}

function importAs(reader: Reader, node: number, module: string, alias: number): void {
  const { facts } = reader;
  const site = reader.site(node);
  const parts = module.split(".");
  for (let depth = 1; depth < parts.length; depth++) {
    facts.emit(Op.Import, -1, facts.string(parts.slice(0, depth).join(".")), site);
  }
  const value = emitImport(reader, module, site);
  const name = reader.identifier(alias);
  record(reader, module, site, undefined, name);
  bindName(reader, name, value);
}

function emitImport(reader: Reader, module: string, site: number): Variable {
  const value = reader.facts.variable();
  reader.facts.emit(Op.Import, value, reader.facts.string(module), site);
  return value;
}

function record(
  reader: Reader,
  module: string,
  site: number,
  name: string | undefined,
  alias?: string,
): void {
  reader.facts.imports.push({
    module,
    ...(name === undefined ? {} : { name }),
    ...(alias === undefined ? {} : { alias }),
    site,
    scope: reader.state.scope.index,
    isOptional: reader.isOptionalImport,
    isTypeOnly: reader.isTypeChecking,
  });
}

function fromModule(reader: Reader, node: number): string {
  const { tree } = reader;
  if (reader.kind(node) === Kind.futureImportStatement) return "__future__";
  const module = childByField(tree, node, Field.moduleName);
  if (module < 0) return "";
  if (reader.kind(module) !== Kind.relativeImport) return dottedText(reader, module);
  const written = reader.source(module).replace(/\s+/g, "");
  const level = /^\.*/.exec(written)?.[0].length ?? 1;
  const dotted = childOfKind(tree, module, Kind.dottedName);
  return resolveRelative(reader.name, level, dotted < 0 ? "" : dottedText(reader, dotted));
}

/** One dot is the module's own package, each further dot one above. */
function resolveRelative({ module, isPackage }: ModuleName, level: number, name: string): string {
  const parts = module === "" ? [] : module.split(".");
  const kept = parts.slice(0, Math.max(0, parts.length - level + (isPackage ? 1 : 0)));
  return [...kept, ...(name === "" ? [] : [name])].join(".");
}

function dottedText(reader: Reader, node: number): string {
  if (node < 0) return "";
  return normaliseIdentifier(reader.source(node).replace(/[\s\\]+/g, ""));
}

/** `from m import __x` in a class binds the mangled name. */
function mangled(reader: Reader, dotted: number): string {
  const identifier = childOfKind(reader.tree, dotted, Kind.identifier);
  return identifier < 0 ? dottedText(reader, dotted) : reader.identifier(identifier);
}
