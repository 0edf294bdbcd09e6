import type { GraphNode } from "../../callgraph/call-graph.ts";
import { isBeside } from "../../eventlet/beside.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";
import { say, type Text } from "../../sentence.ts";
import { moduleOf, nameOf, type Program, scopeOf } from "../program.ts";
import type { Reach } from "../reach/find-reach.ts";
import { isReaching } from "../reach/find-regions.ts";

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
 * Functions that other distributions call, and why we think so: named by the hints; in a library,
 * what an `__all__` lists and every public name of its packages. A library is what the hints call
 * so, or a package that exports names in a repository without programs. An application's `__all__`
 * binds nobody outside.
 */
export function findPublicApi(
  program: Program,
  reach: Reach,
  hints: PublicApiHints = {},
): ReadonlyMap<number, Text> {
  const found = new Map<number, Text>();
  for (const name of hints.names ?? []) {
    const index = program.indexOf(name);
    if (index !== undefined) found.set(index, say`named public: ${name}`);
  }
  if (hints.isLibrary ?? !hasPrograms(program, reach)) addExported(program, hints, found);
  return found;
}

function hasPrograms(program: Program, reach: Reach): boolean {
  return program.graph.entryPoints.some(({ function: id, kind, path }) => {
    const index = program.indexOf(id) ?? -1;
    // Programs that show or build a library do not make it an application.
    if (!PROGRAM_KINDS.has(kind) || isBeside(path)) return false;
    if (program.nodes[index]?.isTest === true) return false;
    // A WSGI method is what a library's user hands to a server; an application is a function or `__call__`.
    if (kind === "wsgi-app" && isOrdinaryMethod(program, index)) return false;
    // A file that nothing imports is a program only where its top level does something of interest.
    return kind !== "module" || isReaching(reach, index);
  });
}

const isOrdinaryMethod = ({ nodes }: Program, index: number): boolean => {
  const node = nodes[index];
  return node?.class !== undefined && nameOf(node) !== "__call__";
};

function addExported(program: Program, hints: PublicApiHints, found: Map<number, Text>): void {
  const exported = new Map<string, Text>();
  const packages = new Set<string>();
  for (const facts of program.graph.modules) {
    const names = exportedNames(facts);
    const root = facts.module.split(".")[0] ?? "";
    if (facts.isPackage && (names.length > 0 || hints.isLibrary === true)) packages.add(root);
    for (const name of names) {
      const id = importedAs(facts, name) ?? `${facts.module}.${name}`;
      if (!exported.has(id)) exported.set(id, say`\`__all__\` of ${facts.module}`);
    }
  }
  program.nodes.forEach((node, index) => {
    if (node.isTest === true || node.isLibrary === true || found.has(index)) return;
    if (!isPublicName(program, node)) return;
    const root = node.id.split(".")[0] ?? "";
    const listed = exported.get(node.class ?? node.id) ?? exported.get(node.id);
    const because = listed ?? (packages.has(root) ? say`a public name of ${root}` : undefined);
    if (because !== undefined) found.set(index, because);
  });
}

/** No part of its dotted name is private, and it is no function inside another one. */
function isPublicName(program: Program, node: GraphNode): boolean {
  if (node.kind !== "function" && node.kind !== "method") return false;
  if (node.id.split(".").some((part) => part.startsWith("_"))) return false;
  const scope = scopeOf(program.graph, node);
  const parent = moduleOf(program.graph, node)?.scopes[scope?.parent ?? -1];
  return parent === undefined || parent.kind === "module" || parent.kind === "class";
}

/** `from .impl import f` in a package: the public name is the function's own id elsewhere. */
function importedAs(facts: ModuleFacts, name: string): string | undefined {
  const found = facts.imports.find(({ alias }) => alias === name);
  return found?.name === undefined ? undefined : `${found.module}.${found.name}`;
}

/** The strings of `__all__ = [...]`, `__all__ += [...]` and `__all__.extend([...])`. */
function exportedNames(facts: ModuleFacts): readonly string[] {
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
