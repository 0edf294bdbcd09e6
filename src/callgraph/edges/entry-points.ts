import { byCodeUnits } from "../../by-code-units.ts";
import type { ParameterFacts } from "../../python/module-facts.ts";
import type { CallEdge, EntryPoint, FunctionId, GraphNode, RunsIn } from "../call-graph.ts";
import type { DeclaredEntry } from "../program/declared-entry.ts";
import { isHook } from "../program/external-symbols.ts";
import { findMember } from "../state/class-members.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";
import { firstPart } from "../symbols/symbol-table.ts";
import type { NodeIndex } from "./graph-nodes.ts";

interface Sources {
  readonly s: Solving;
  readonly index: NodeIndex;
  readonly edges: readonly CallEdge[];
  readonly declared: readonly DeclaredEntry[];
}

type EntryKind = EntryPoint["kind"];

/** Every way in from outside the analysed code, sorted by function, kind and reason. */
export function findEntryPoints(sources: Sources): readonly EntryPoint[] {
  const found = new Map<string, EntryPoint>();
  const nodes = new Map(sources.index.nodes.map((node) => [node.id, node]));
  const add: Add = (id, kind, because, more = {}) => {
    const node = nodes.get(id);
    if (!node || node.isLibrary) return;
    const place = { path: node.path ?? "", line: node.line ?? 1 };
    const entry = { function: id, kind, ...place, because, ...more };
    found.set(`${id}|${kind}|${because}`, entry);
  };
  addDeclared(sources, add);
  addModules(sources, add);
  addLoaded(sources, add);
  addUnimportable(sources, new Set([...found.values()].map((entry) => entry.function)), add);
  addByEdge(sources, nodes, add);
  addEndpoints(sources, nodes, add);
  for (const node of sources.index.nodes) addByShape(sources, node, add);
  return [...found.values()].sort(
    (left, right) =>
      byCodeUnits(left.function, right.function) ||
      byCodeUnits(left.kind, right.kind) ||
      byCodeUnits(left.because, right.because),
  );
}

type Add = (
  id: FunctionId,
  kind: EntryKind,
  because: string,
  more?: Pick<EntryPoint, "group">,
) => void;

const SCRIPT_GROUPS = new Set(["console_scripts", "gui_scripts", "scripts"]);

function addDeclared({ s, index, declared }: Sources, add: Add): void {
  for (const { target, group, name } of declared) {
    const [module = "", path = ""] = target.split(":");
    const scope = findScope(s, module.trim(), path.replace(/\[.*$/, "").trim());
    const id = index.ids[scope];
    if (id === undefined) continue;
    if (SCRIPT_GROUPS.has(group)) add(id, "console-script", name);
    else {
      const kind = group.includes("wsgi") ? "wsgi-app" : "plugin";
      add(id, kind, `${group}: ${name}`, { group });
    }
  }
}

/** The function, or the class body, behind `module:path`; re-exports are followed. */
function findScope(s: Solving, module: string, path: string): number {
  const index = s.program.findModule(module, -1);
  if (index === -1) return -1;
  const scopes = s.program.facts(index).scopes;
  const local = scopes.findIndex(({ qualifiedName }) => qualifiedName === path);
  if (local !== -1) return s.program.scope(index, local);
  const variable = s.program.declared(s.program.scope(index, 0), s.name(path));
  for (const value of s.flow.valuesOf(variable)) {
    const scope = s.scopeOfValue(value);
    if (scope !== -1) return scope;
  }
  return -1;
}

/** Scripts with a main guard, and modules that nothing of the program imports. */
function addModules({ s, index }: Sources, add: Add): void {
  const imported = new Set<number>();
  for (const [module, { imports }] of s.program.modules.entries()) {
    for (const { module: name, name: member } of imports) {
      imported.add(s.program.findModule(name, module));
      imported.add(s.program.findModule(`${name}.${member ?? ""}`, module));
    }
  }
  for (const [module, facts] of s.program.modules.entries()) {
    const id = index.ids[s.program.scope(module, 0)] as FunctionId;
    if (facts.regions.some(({ kind }) => kind === "main-guard")) add(id, "main", "__main__");
    else if (facts.module.endsWith("__main__")) add(id, "main", "python -m");
    else if (!imported.has(module) && !facts.isPackage) add(id, "module", "not imported");
  }
}

/**
 * Functions that a library calls in a module that it loads by itself, known by what this imports: Alembic's `upgrade`
 * where it imports `alembic.op`, a Sphinx extension's `setup` where it imports anything of Sphinx.
 */
function addLoaded({ s, index }: Sources, add: Add): void {
  for (const [module, { imports, scopes }] of s.program.modules.entries()) {
    const names = imports.map(({ module: from, name }) => (name ? `${from}.${name}` : from));
    if (isMigration(s, module)) names.push("alembic.op");
    for (const library of new Set([...names, ...names.map(firstPart)])) {
      const called = s.outside.symbol(s.outside.name(library))?.overrides;
      if (called === undefined) continue;
      for (const [local, { qualifiedName }] of scopes.entries()) {
        if (!called.some(({ method }) => method === qualifiedName)) continue;
        add(index.ids[s.program.scope(module, local)] as FunctionId, "plugin", library);
      }
    }
  }
}

/** Alembic finds its scripts by these two names, also one that leaves all operations to other modules. */
function isMigration(s: Solving, module: number): boolean {
  const bound = (s.program.modules[module]?.scopes[0]?.names ?? []).map(([name]) =>
    s.text(s.program.name(module, name)),
  );
  return bound.includes("revision") && bound.includes("down_revision");
}

/**
 * No import statement can name a file like `013_add_index.py`: whoever loads it by its path calls what
 * nothing of ours calls in it. What is an entry by a better reason is left out.
 */
function addUnimportable(
  { s, index, edges }: Sources,
  entries: ReadonlySet<FunctionId>,
  add: Add,
): void {
  const called = new Set([...entries, ...edges.map(({ to }) => to)]);
  for (const [module, { path, module: name, regions, scopes }] of s.program.modules.entries()) {
    if (!/(^|\.)\d[^.]*$/.test(name) || regions.some(({ kind }) => kind === "main-guard")) continue;
    for (const [local, { kind, qualifiedName }] of scopes.entries()) {
      const id = index.ids[s.program.scope(module, local)] as FunctionId;
      const isOpen = kind === "function" && /^[a-z]\w*$/i.test(qualifiedName) && !called.has(id);
      if (isOpen) add(id, "plugin", path);
    }
  }
}

const BY_PLACE: Readonly<Record<RunsIn, EntryKind>> = {
  caller: "callback",
  "green-thread": "green-thread",
  "native-thread": "native-thread",
  process: "process",
  hub: "callback",
  loop: "task",
  signal: "signal-handler",
  exit: "exit-handler",
  finalizer: "finalizer",
  framework: "callback",
  unknown: "callback",
};

/** What a test hands over for its clean-up is entered by nobody else. */
function addByEdge(
  { s, edges }: Sources,
  nodes: ReadonlyMap<FunctionId, GraphNode>,
  add: Add,
): void {
  for (const { from, to, kind, through = "", runsIn = "unknown" } of edges) {
    const isTest = nodes.get(from)?.isTest === true && nodes.get(to)?.isTest !== true;
    if (kind === "call" || isTest) continue;
    add(to, s.outside.entryKind(through) ?? BY_PLACE[runsIn], through);
  }
}

/**
 * A class attribute `target = oslo_messaging.Target(…)` makes a class's objects endpoints: where the program
 * does not show which of them a server gets, its dispatcher calls the public methods that nothing of ours calls.
 */
function addEndpoints(
  { s, index, edges }: Sources,
  nodes: ReadonlyMap<FunctionId, GraphNode>,
  add: Add,
): void {
  const marks = endpointMarks(s);
  const endpoints = [...s.program.classScopes.keys()].flatMap((number) => {
    const mark = marks.find((each) => holdsMark(s, number, each));
    return mark === undefined ? [] : [{ number, because: s.text(mark.owner) }];
  });
  if (endpoints.length === 0) return;
  const called = new Set(edges.flatMap(({ from, to }) => (nodes.get(from)?.isTest ? [] : [to])));
  for (const { number, because } of endpoints) {
    for (const [name, scopes] of s.program.methods(number)) {
      if (s.text(name).startsWith("_")) continue;
      for (const scope of scopes) {
        const id = index.ids[scope] as FunctionId;
        if (!called.has(id)) add(id, "rpc-endpoint", because);
      }
    }
  }
}

interface EndpointMark {
  readonly owner: number;
  readonly attribute: string;
}

/** The marks of endpoints (`symbol.endpointAttribute`) of which the program makes an instance. */
function endpointMarks(s: Solving): readonly EndpointMark[] {
  const owners = new Set<number>();
  for (let value = 0; value < s.values.size; value += 1)
    if (s.values.kind(value) === Kind.externalInstance) owners.add(s.values.first(value));
  return [...owners].flatMap((owner) => {
    const attribute = s.outside.symbol(owner)?.endpointAttribute;
    return attribute === undefined ? [] : [{ owner, attribute }];
  });
}

function holdsMark(s: Solving, index: number, { owner, attribute }: EndpointMark): boolean {
  const { variable } = findMember(s, s.hierarchy.order(index), s.name(attribute));
  if (variable === -1) return false;
  return s.flow.some(
    variable,
    (value) => s.values.kind(value) === Kind.externalInstance && s.values.first(value) === owner,
  );
}

const TEST_METHODS =
  /^(setUp|tearDown|setUpClass|tearDownClass|setUpModule|tearDownModule|runTest|asyncSetUp|asyncTearDown)$/;

/** Entries that a function's own name and parameters show. */
function addByShape({ s, index }: Sources, node: GraphNode, add: Add): void {
  if (node.module === undefined || node.scope === undefined) return;
  const scope = s.program.scope(node.module, node.scope);
  const facts = s.program.scopeFacts(scope);
  if (facts.callable === undefined) return;
  addBySignature(s, node, facts.callable.parameters, add);
  if (node.kind === "method" && facts.name === "__del__") add(node.id, "finalizer", "__del__");
  if (node.isTest && /^test/.test(facts.name)) add(node.id, "test", facts.name);
  else if (node.isTest && TEST_METHODS.test(facts.name)) add(node.id, "test", facts.name);
  if (node.kind === "method") addOverride(s, scope, index.ids[scope] as FunctionId, add);
}

/** WSGI applications, and the factories of paste's settings: `app_factory(global_conf, **local_conf)`, a composite's `(loader, global_conf, …)`. */
function addBySignature(
  s: Solving,
  { id, kind, module = -1 }: GraphNode,
  parameters: readonly ParameterFacts[],
  add: Add,
): void {
  const names = parameters.map(({ name }) => s.text(s.program.name(module, name)));
  const [first = "", second = ""] = kind === "method" ? names.slice(1) : names;
  if (/^(wsgi_)?env(iron)?$/.test(first) && /^start_resp/.test(second)) {
    add(id, "wsgi-app", "WSGI signature");
  }
  const settings = first === "loader" ? second : first;
  const takesMore = parameters.some((each) => each.kind === "var-keyword");
  if (takesMore && /^global_conf(ig)?$/.test(settings)) add(id, "plugin", "paste.deploy");
}

/** Methods that a library's base class calls when it likes. */
function addOverride(s: Solving, scope: number, id: FunctionId, add: Add): void {
  const owner = s.program.classOfMethod(scope);
  const { name } = s.program.scopeFacts(scope);
  for (const ancestor of s.hierarchy.order(owner)) {
    if (ancestor >= 0) continue;
    for (const override of s.outside.symbol(-1 - ancestor)?.overrides ?? []) {
      if (!isHook(override, name)) continue;
      const base = s.text(-1 - ancestor);
      const kind = /service/i.test(base) ? "service" : BY_PLACE[override.runsIn];
      add(id, s.outside.entryKind(base) ?? kind, base);
    }
  }
}
