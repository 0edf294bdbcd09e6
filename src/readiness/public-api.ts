import { forEachConstraint, Op } from "../python/constraints.ts";
import type { ModuleFacts } from "../python/module-facts.ts";
import { nameOf, type Program } from "./program.ts";

/** What is known of the repository as a distribution; absent: told from its entry points. */
export interface PublicApiHints {
  /** Others import it: it has no programs of its own. */
  readonly isLibrary?: boolean;
  /** Ids of functions or modules that the documentation or the packaging names as public. */
  readonly names?: readonly string[];
}

const PROGRAM_KINDS: ReadonlySet<string> = new Set([
  "main",
  "console-script",
  "module",
  "wsgi-app",
  "service",
  "rpc-endpoint",
]);

/**
 * Functions that other distributions call, and why we think so: named by the hints, or listed in an
 * `__all__` of a repository that is a library. An application's `__all__` binds nobody outside.
 */
export function findPublicApi(
  program: Program,
  hints: PublicApiHints = {},
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const name of hints.names ?? []) {
    const index = program.indexOf(name);
    if (index !== undefined) found.set(index, `named public: ${name}`);
  }
  const isLibrary = hints.isLibrary ?? !hasPrograms(program);
  if (isLibrary) addExported(program, found);
  return found;
}

function hasPrograms(program: Program): boolean {
  return program.graph.entryPoints.some(({ function: id, kind }) => {
    const index = program.indexOf(id);
    return PROGRAM_KINDS.has(kind) && program.nodes[index ?? -1]?.isTest !== true;
  });
}

function addExported(program: Program, found: Map<number, string>): void {
  const exported = new Map<string, string>();
  for (const facts of program.graph.modules) {
    for (const name of exportedNames(facts)) {
      const id = importedAs(facts, name) ?? `${facts.module}.${name}`;
      if (!exported.has(id)) exported.set(id, `\`__all__\` of ${facts.module}`);
    }
  }
  program.nodes.forEach((node, index) => {
    if (node.isTest === true || node.isLibrary === true || found.has(index)) return;
    const owner = node.class ?? node.id;
    const because = exported.get(owner) ?? exported.get(node.id);
    const isPublicName = !nameOf(node).startsWith("_");
    if (because !== undefined && isPublicName) found.set(index, because);
  });
}

/** `from .impl import f` in a package: the public name is the function's own id elsewhere. */
function importedAs(facts: ModuleFacts, name: string): string | undefined {
  const found = facts.imports.find(({ alias }) => alias === name);
  return found?.name === undefined ? undefined : `${found.module}.${found.name}`;
}

/** The strings of `__all__ = [...]`, `__all__ += [...]` and `__all__.extend([...])`. */
export function exportedNames(facts: ModuleFacts): readonly string[] {
  const names = facts.scopes[0]?.names ?? [];
  const all = names.find(([name]) => facts.strings[name] === "__all__")?.[1];
  if (all === undefined) return [];
  const { code } = facts;
  const flows = new Set([all]);
  const literals = new Map<number, string>();
  const copies: (readonly [number, number])[] = [];
  const items: (readonly [number, number])[] = [];
  forEachConstraint(code, (operation, at) => {
    const operand = (offset: number) => code[at + offset] as number;
    if (operation === Op.Literal) literals.set(operand(0), facts.strings[operand(2)] ?? "");
    if (operation === Op.Copy || operation === Op.Extend) copies.push([operand(0), operand(1)]);
    if (operation === Op.StoreItem) items.push([operand(0), operand(3)]);
  });
  for (const target of flows) {
    for (const [destination, source] of copies) if (destination === target) flows.add(source);
  }
  const listed = items.filter(([base]) => flows.has(base)).map(([, value]) => literals.get(value));
  return [...new Set(listed.filter((name) => name !== undefined))].sort();
}
