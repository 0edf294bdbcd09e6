import { byCodeUnits } from "../by-code-units.ts";
import { groupBy } from "../group-by.ts";
import type { Text } from "../sentence.ts";
import type { FunctionAssessment, ModuleSummary } from "./assessment.ts";
import type { StageResults } from "./stage-results.ts";

/** One line per Python file: what reaches Eventlet in it, and what that costs. */
export function summariseModules(
  { source, graph, findings, estimate }: StageResults,
  functions: readonly FunctionAssessment<Text>[],
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
  const points = pointsByPath(estimate);
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
      functions: (defined.get(path) ?? 0) + bodiesIn(reaching.get(path) ?? []),
      ...verdictCounts(reaching.get(path) ?? []),
      points: points.get(path) ?? 0,
      uses: uses.get(path) ?? 0,
      patchedGroups: groups.get(path) ?? [],
    }))
    .sort((a, b) => byCodeUnits(a.path, b.path));
}

/** The work packages of a file, tests included; one that spans several files is shared out evenly. */
function pointsByPath({ packages }: StageResults["estimate"]): Map<string, number> {
  const points = new Map<string, number>();
  for (const { paths, points: range } of packages) {
    for (const path of paths)
      points.set(path, (points.get(path) ?? 0) + range.likely / paths.length);
  }
  return new Map([...points].map(([path, value]) => [path, Math.round(value * 100) / 100]));
}

/** A module or class body counts where it reaches, as in the summary. */
function bodiesIn(functions: readonly FunctionAssessment<Text>[]): number {
  return functions.filter(({ kind }) => kind === "module" || kind === "class-body").length;
}

function verdictCounts(functions: readonly FunctionAssessment<Text>[]) {
  const count = (kind: FunctionAssessment["verdict"]) =>
    functions.filter(({ verdict }) => verdict === kind).length;
  return {
    reaching: functions.length,
    asyncioReady: count("asyncio-ready"),
    awaitletCandidates: count("awaitlet-candidate"),
    redesign: count("redesign"),
    undetermined: count("undetermined"),
  };
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, number> {
  return new Map([...groupBy(items, key)].map(([name, group]) => [name, group.length]));
}
