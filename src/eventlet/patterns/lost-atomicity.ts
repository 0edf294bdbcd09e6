import type { CallEdge, FunctionId } from "../../callgraph/call-graph.ts";
import { addToGroup } from "../../group-by.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import { areExclusive } from "../../python/exclusive-branches.ts";
import { type ModuleFacts, SITE_WIDTH, SiteField } from "../../python/module-facts.ts";
import { say } from "../../sentence.ts";
import type { GraphView } from "../graph-view.ts";
import type { FoundPattern, Pattern, PatternContext } from "./pattern.ts";

/**
 * An attribute of `self` (or a global) is read, then the function may wait, then the same attribute
 * is written: whoever ran in between is overwritten. Under Eventlet the moment is known and code
 * relies on it; every await that a migration adds is a new one.
 */
export const lostAtomicity: Pattern = {
  id: "lost-atomicity",
  find: (context) => {
    const lines = waitingLines(context);
    const found: FoundPattern[] = [];
    for (const module of modulesOf(context.view, lines)) {
      found.push(...findInModule(context.view, module, lines));
    }
    return found;
  },
};

/** Lines of each function that may switch: its own uses, and calls of functions that do. */
function waitingLines({ uses, view }: PatternContext): ReadonlyMap<FunctionId, readonly number[]> {
  const lines = new Map<FunctionId, number[]>();
  for (const use of uses) {
    const counts = use.yields && !use.isTest && use.confidence !== "possible";
    if (counts) addToGroup(lines, use.function, use.line);
  }
  // A Map also visits what is added while it is being walked, so it is its own worklist.
  const seen = new Set<FunctionId>();
  for (const [id] of lines) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of view.graph.callersOf(id)) {
      if (!isSureCall(edge)) continue;
      for (const { line } of edge.sites) addToGroup(lines, edge.from, line);
    }
  }
  return lines;
}

function isSureCall({ kind, how, confidence }: CallEdge): boolean {
  return kind === "call" && how !== "fallback" && confidence !== "possible";
}

function modulesOf(
  view: GraphView,
  lines: ReadonlyMap<FunctionId, readonly number[]>,
): ReadonlySet<number> {
  const modules = new Set<number>();
  for (const id of lines.keys()) {
    const node = view.graph.node(id);
    if (node?.module !== undefined && node.isLibrary !== true) modules.add(node.module);
  }
  return modules;
}

interface Access {
  readonly line: number;
  readonly isWrite: boolean;
}

/** Variables that hold `self`. */
function selvesOf({ scopes, strings }: ModuleFacts): ReadonlySet<number> {
  const selves = new Set<number>();
  for (const { callable, names } of scopes) {
    const first = callable?.parameters[0];
    if (first === undefined || strings[first.name] !== "self") continue;
    selves.add(first.variable);
    for (const [name, variable] of names) if (strings[name] === "self") selves.add(variable);
  }
  return selves;
}

/** What each function of a module reads and writes of `self`, by attribute. */
function findInModule(
  view: GraphView,
  module: number,
  lines: ReadonlyMap<FunctionId, readonly number[]>,
): readonly FoundPattern[] {
  const facts = view.graph.modules[module];
  if (facts === undefined) return [];
  const selves = selvesOf(facts);
  const accesses = new Map<string, Access[]>();
  const note = (scope: number, name: string, access: Access): void => {
    const key = `${scope}\n${name}`;
    addToGroup(accesses, key, access);
  };
  const at = (site: number, field: number): number => facts.sites[site * SITE_WIDTH + field] ?? 0;
  const { code, strings } = facts;
  forEachConstraint(code, (operation, start) => {
    const isWrite = operation === Op.StoreAttribute;
    if (!isWrite && operation !== Op.LoadAttribute) return;
    const object = code[isWrite ? start : start + 1] ?? -1;
    const name = strings[code[isWrite ? start + 1 : start + 2] ?? -1] ?? "";
    const site = code[start + 3] ?? -1;
    if (!selves.has(object) || site < 0) return;
    note(at(site, SiteField.scope), name, { line: at(site, SiteField.line), isWrite });
  });
  return [...accesses].flatMap(([key, own]) => {
    const [scope = "", attribute = ""] = key.split("\n");
    const id = view.functionAt(module, Number(scope));
    if (id === undefined || id.endsWith(".__init__")) return [];
    const switching = lines.get(id) ?? [];
    const areApart = (a: number, b: number) => areExclusive(facts, Number(scope), [a, b]);
    const race = findRace(own, switching, areApart);
    if (race === undefined) return [];
    return [
      {
        function: id,
        line: race.write,
        detail: say`self.${attribute} is read in line ${String(race.read)}, others may run in line ${String(race.wait)}, it is written in line ${String(race.write)}`,
        evidence: [race.read, race.wait, race.write].map((line, step) => ({
          path: facts.path,
          line,
          what: [say`reads`, say`may wait`, say`writes`][step] ?? "",
        })),
      },
    ];
  });
}

function findRace(
  accesses: readonly Access[],
  waits: readonly number[],
  areApart: (a: number, b: number) => boolean,
): { readonly read: number; readonly wait: number; readonly write: number } | undefined {
  const reads = accesses.filter(({ isWrite }) => !isWrite);
  for (const { line: write, isWrite } of accesses) {
    if (!isWrite) continue;
    for (const { line: read } of reads) {
      const wait = waits.find(
        (line) => line > read && line < write && !areApart(read, line) && !areApart(line, write),
      );
      if (wait !== undefined && !areApart(read, write)) return { read, wait, write };
    }
  }
  return undefined;
}
