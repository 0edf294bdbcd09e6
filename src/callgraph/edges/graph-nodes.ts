import type { FunctionId, GraphNode } from "../call-graph.ts";
import type { Program } from "../program/program.ts";

/** Names of everything that can call or be called. */
export interface NodeIndex {
  /** By scope; sorted output comes later. */
  readonly ids: readonly FunctionId[];
  readonly nodes: readonly GraphNode[];
}

/** Every scope of the program is a node; ids are dotted names, made unique by the path where two share one. */
export function indexNodes(program: Program, testPaths: ReadonlySet<string>): NodeIndex {
  const ids = nameScopes(program);
  const nodes: GraphNode[] = [];
  for (const [module, facts] of program.modules.entries()) {
    const isTest = testPaths.has(facts.path);
    const isLibrary = module >= program.repositoryModules;
    for (const [local, scope] of facts.scopes.entries()) {
      const global = program.scope(module, local);
      const owner = program.classOfMethod(global);
      const kind = nodeKind(scope.kind, owner !== -1);
      nodes.push({
        id: ids[global] as FunctionId,
        kind,
        path: facts.path,
        line: kind === "module" ? 1 : scope.line,
        endLine: kind === "module" ? Math.max(1, facts.lines) : scope.endLine,
        ...(scope.decoratorLine !== undefined && { decoratorLine: scope.decoratorLine }),
        module,
        scope: local,
        ...(isTest && { isTest }),
        ...(isLibrary && { isLibrary }),
        ...(kind === "method" && { class: ids[program.parent(global)] as string }),
      });
    }
  }
  return { ids, nodes };
}

function nodeKind(kind: string, isInClass: boolean): GraphNode["kind"] {
  if (kind === "module") return "module";
  if (kind === "class") return "class-body";
  if (kind === "lambda") return "lambda";
  return isInClass ? "method" : "function";
}

function nameScopes(program: Program): FunctionId[] {
  const homonyms = countNames(program.modules.map(({ module }) => module));
  const plain: FunctionId[] = [];
  for (const [module, facts] of program.modules.entries()) {
    const suffix = (homonyms.get(facts.module) ?? 0) > 1 ? `@${facts.path}` : "";
    for (const [local, { kind, qualifiedName }] of facts.scopes.entries()) {
      const name = kind === "module" ? facts.module : `${facts.module}.${qualifiedName}`;
      plain[program.scope(module, local)] = `${name}${suffix}`;
    }
  }
  // A package's function can bear the name of a submodule; the module keeps it.
  const taken = countNames(plain);
  return plain.map((id, scope) => {
    if ((taken.get(id) ?? 0) < 2 || program.scopeFacts(scope).kind === "module") return id;
    const facts = program.facts(program.moduleOf(scope));
    return `${id}@${facts.path}`;
  });
}

function countNames(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
