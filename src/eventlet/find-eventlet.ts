import { byCodeUnits } from "../by-code-units.ts";
import type { CallGraph } from "../callgraph/call-graph.ts";
import type { Knowledge } from "./catalogue.ts";
import { findHub } from "./find-hub.ts";
import { type DeclaredDependency, findLibraries } from "./find-libraries.ts";
import { findPatterns } from "./find-patterns.ts";
import { findSignals, type ScannedFile } from "./find-signals.ts";
import { findUnknownPackages } from "./find-unknown-packages.ts";
import type { Climates, EventletFindings, EventletUse, FindingsDiagnostic } from "./findings.ts";
import { type GraphView, viewGraph } from "./graph-view.ts";
import { withGreenCompanions } from "./green-companions.ts";
import { findPatching, type Patching } from "./patching/find-processes.ts";
import { followProcesses } from "./processes/follow-processes.ts";
import { findUses } from "./uses/find-uses.ts";

export interface EventletInput {
  readonly graph: CallGraph;
  readonly knowledge: Knowledge;
  readonly signalFiles: readonly ScannedFile[];
  readonly dependencies: readonly DeclaredDependency[];
  /** The Python files' texts: for what only the text tells (names in strings, mocks). */
  readonly sourceFiles?: readonly ScannedFile[];
  /** Knows the standard library's modules; without it only what the knowledge names is told apart from packages. */
  readonly isStandard?: (name: string) => boolean;
}

/** Everything that a repository has to do with Eventlet. */
export function findEventlet(input: EventletInput): EventletFindings {
  const { graph, signalFiles, dependencies, sourceFiles, isStandard = () => false } = input;
  const knowledge = withGreenCompanions(graph, input.knowledge);
  const view = viewGraph(graph);
  const signals = findSignals(knowledge, signalFiles, sourceFiles?.filter(isWorthScanning));
  const scripts = new Set(sourceFiles?.filter((file) => file.isScript).map(({ path }) => path));
  const found = findPatching(view, knowledge, signals, scripts);
  const { patching, climates } = followProcesses(view, knowledge, found);
  const all = findUses(view, knowledge, patching, signals).filter(isGreenAnywhere(climates));
  const isLibrary = ({ function: id }: EventletUse) => graph.node(id)?.isLibrary === true;
  const uses = all.filter((use) => !isLibrary(use));
  return {
    uses,
    libraryUses: all.filter(isLibrary).map((use) => ({ ...use, via: "library" as const })),
    patchCalls: patching.calls,
    processes: patching.processes,
    patchedGroups: groupsByModule(view, patching),
    signals,
    libraries: findLibraries(view, knowledge, uses, dependencies),
    unknownPackages: findUnknownPackages(view, knowledge, dependencies, isStandard),
    patterns: findPatterns({ view, knowledge, uses, patching, signals, climates }),
    hub: findHub(view, uses, signals, dependencies),
    climates,
    diagnostics: [...patching.diagnostics].sort(byDiagnostic),
  };
}

/** By name everywhere; what only patching makes green, where a process that patches may execute it. */
function isGreenAnywhere(climates: Climates): (use: EventletUse) => boolean {
  return (use) =>
    use.via === "eventlet" ||
    climates.isUnknown(use.function) ||
    climates.known.some(
      (climate) => climate.processOf(use.function) !== undefined && climate.isGreen(use),
    );
}

/** Most files never name what the rules look for: seventy patterns are spared them. */
function isWorthScanning({ text }: ScannedFile): boolean {
  return /eventlet|green|worker_class|worker_pool|CELERYD_POOL|async_mode|SocketIO|init_backend|executor|nameko|tpool/i.test(
    text,
  );
}

function groupsByModule(
  view: GraphView,
  patching: Patching,
): Readonly<Record<string, readonly string[]>> {
  const groups: Record<string, readonly string[]> = {};
  for (const id of [...view.modules.keys()].sort(byCodeUnits)) {
    const own = patching.groups.get(id);
    if (own !== undefined && own.size > 0) groups[id] = [...own.keys()].sort();
  }
  return groups;
}

function byDiagnostic(left: FindingsDiagnostic, right: FindingsDiagnostic): number {
  return (
    byCodeUnits(left.code, right.code) ||
    byCodeUnits(left.path ?? "", right.path ?? "") ||
    (left.line ?? 0) - (right.line ?? 0)
  );
}
