import { byCodeUnits } from "../source/source-tree.ts";
import type { FunctionAssessment, ModuleSummary } from "./assessment.ts";
import type { StageResults } from "./stage-results.ts";

/** One line per Python file: what reaches Eventlet in it, and what that costs. */
export function summariseModules(
  { source, graph, findings }: StageResults,
  functions: readonly FunctionAssessment[],
): ModuleSummary[] {
  const defined = countBy(
    graph.nodes.filter(({ kind }) => kind === "function" || kind === "method" || kind === "lambda"),
    ({ path }) => path ?? "",
  );
  const uses = countBy(
    findings.uses.filter(({ how }) => how !== "import"),
    ({ path }) => path,
  );
  const reaching = groupBy(functions, ({ path }) => path);
  const groups = new Map(
    graph.nodes
      .filter(({ kind }) => kind === "module")
      .map(({ id, path }) => [path ?? "", findings.patchedGroups[id] ?? []] as const),
  );
  return source.files
    .map(({ path, module, isTest, lines }) => ({
      path,
      module,
      isTest,
      lines,
      functions: defined.get(path) ?? 0,
      ...verdictCounts(reaching.get(path) ?? []),
      uses: uses.get(path) ?? 0,
      patchedGroups: groups.get(path) ?? [],
    }))
    .sort((a, b) => byCodeUnits(a.path, b.path));
}

function verdictCounts(functions: readonly FunctionAssessment[]) {
  const count = (kind: FunctionAssessment["verdict"]) =>
    functions.filter(({ verdict }) => verdict === kind).length;
  const hundredths = functions.reduce((sum, { points }) => sum + Math.round(points * 100), 0);
  return {
    reaching: functions.length,
    asyncioReady: count("asyncio-ready"),
    awaitletCandidates: count("awaitlet-candidate"),
    redesign: count("redesign"),
    undetermined: count("undetermined"),
    points: hundredths / 100,
  };
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, number> {
  return new Map([...groupBy(items, key)].map(([name, group]) => [name, group.length]));
}
