import type { Confidence, FunctionId } from "../../callgraph/call-graph.ts";
import { say, textIn } from "../../sentence.ts";
import type { ApiEntry, Knowledge } from "../catalogue.ts";
import { SURENESS } from "../confidence.ts";
import { findApi } from "../find-api.ts";
import type { FindingsDiagnostic } from "../findings.ts";
import type { GraphView } from "../graph-view.ts";
import { rootOf } from "../root-of.ts";
import { patchingHosts } from "./loaded-unseen.ts";
import type { LooseModules } from "./loose-modules.ts";
import type { ProcessRun } from "./run-process.ts";
import type { Run, WayInUse } from "./runs.ts";

export interface Spreading {
  readonly view: GraphView;
  readonly knowledge: Knowledge;
  readonly runs: readonly Run[];
  readonly tests: readonly Run[];
  readonly ways: readonly WayInUse[];
  readonly loose: LooseModules;
}

/** Module → group → how sure it is, from the processes that run it and from what must be assumed. */
export function spreadGroups(spreading: Spreading): {
  readonly groups: ReadonlyMap<FunctionId, ReadonlyMap<string, Confidence>>;
  readonly isLibrary: boolean;
  readonly diagnostics: readonly FindingsDiagnostic[];
} {
  const { view, runs, tests, loose } = spreading;
  const found = new Map<FunctionId, Map<string, Confidence>>();
  const add = (
    modules: Iterable<FunctionId>,
    groups: readonly string[],
    confidenceOf: (group: string) => Confidence,
  ): void => {
    if (groups.length === 0) return;
    for (const module of modules) {
      const known = found.get(module) ?? new Map<string, Confidence>();
      for (const group of groups) keepSurest(known, group, confidenceOf(group));
      found.set(module, known);
    }
  };
  for (const { process, run } of runs) {
    add(run.modules, process.patchedGroups, (group) => sureness(run, group));
  }
  for (const { process, run } of tests) {
    const testModules = [...run.modules].filter((module) => view.isTest(module));
    add(testModules, process.patchedGroups, (group) => sureness(run, group));
  }
  const assumed = assumeRest(spreading);
  const rest = [...view.modules.keys()].filter(
    (module) =>
      assumed.within === undefined || (assumed.within.has(module) && !view.isTest(module)),
  );
  const [apart, near] = [true, false].map((is) => rest.filter((id) => loose.apart.has(id) === is));
  add(near ?? [], assumed.groups, () => assumed.confidence);
  add(apart ?? [], assumed.groups, () => "possible");
  return {
    groups: found,
    isLibrary: assumed.within === undefined,
    diagnostics: assumed.diagnostics,
  };
}

function keepSurest(groups: Map<string, Confidence>, group: string, confidence: Confidence): void {
  const known = groups.get(group);
  if (known === undefined || SURENESS[known] < SURENESS[confidence]) groups.set(group, confidence);
}

function sureness(run: ProcessRun, group: string): Confidence {
  const own = run.patches.filter(({ patch }) => patch.groups.includes(group));
  const isUnsure = own.every(({ patch, isGuess }) => !patch.isCertain || isGuess === true);
  return own.length > 0 && isUnsure ? "likely" : "certain";
}

interface Assumption {
  readonly groups: readonly string[];
  readonly confidence: Confidence;
  /** The modules that it holds for; left out, all of them. */
  readonly within?: ReadonlySet<FunctionId>;
  readonly diagnostics: readonly FindingsDiagnostic[];
}

/** What holds for the modules that no process is seen to import. */
function assumeRest({ view, knowledge, runs, ways, loose }: Spreading): Assumption {
  const patched = [...new Set(runs.flatMap(({ process }) => process.patchedGroups))].sort();
  if (patched.length > 0) {
    return { groups: patched, confidence: "likely", within: loose.all, diagnostics: [] };
  }
  const hosting = [...new Set(ways.flatMap(({ way }) => way.groups))].sort();
  if (hosting.length > 0 && !isOnlyTests(ways))
    return { ...hostedElsewhere(hosting, ways), within: loose.all };
  const isAsked = asksWhetherPatched(view, knowledge);
  const isUser = usesEventlet(view, knowledge);
  const isHosted = !isUser && loose.hosted.size > 0 && hasPatchingHost(view, knowledge);
  const hasHost = isHosted || (runs.length > 0 && loose.hosted.size > 0);
  if (!isAsked && ((runs.length > 0 && !hasHost) || !(isUser || isHosted))) {
    return { groups: [], confidence: "possible", within: loose.all, diagnostics: [] };
  }
  const groups = knowledge.patching.groups.filter(({ isDefault }) => isDefault);
  const defaults = groups.map(({ name }) => name).sort();
  if (!isAsked && hasHost) return { ...patchedByHost(defaults), within: loose.hosted };
  return {
    groups: defaults,
    confidence: "possible",
    diagnostics: [
      {
        code: "patched-by-its-user",
        severity: "info",
        message: isAsked
          ? say`The code asks whether its process is patched, and patches nothing itself: it is taken for a library whose user patches. Calls of the standard library that would then wait are \`possible\`.`
          : say`The repository uses Eventlet, but starts no process of its own: it is taken for a library whose user patches. Calls of the standard library that would then wait are \`possible\`.`,
      },
    ],
  };
}

/**
 * Beside programs of its own, which patch nothing, the repository has plugins for programs elsewhere
 * (a service plugin of Neutron): whether these patch is not seen here.
 */
function patchedByHost(groups: readonly string[]): Assumption {
  return {
    groups,
    confidence: "possible",
    diagnostics: [
      {
        code: "patched-by-its-user",
        severity: "info",
        message: say`The repository patches nothing in programs of its own, but has plugins for packages from elsewhere: their programs are taken to patch. Calls of the standard library that would then wait are \`possible\` in these plugins and what they import.`,
      },
    ],
  };
}

function hostedElsewhere(groups: readonly string[], ways: readonly WayInUse[]): Assumption {
  const [first] = ways.flatMap(({ signals }) => signals);
  return {
    groups,
    confidence: "likely",
    diagnostics: [
      {
        code: "patched-from-outside",
        severity: "info",
        ...(first === undefined ? {} : { path: first.path, line: first.line }),
        message: say`Patched without a call of its own: ${ways.map(({ way }) => textIn(way.trigger))}.`,
      },
    ],
  };
}

const isOnlyTests = (ways: readonly WayInUse[]): boolean =>
  ways.every(({ way }) => way.entries.every((kind) => kind === "test"));

/** Code outside the tests that behaves differently in a patched process expects to run in one. */
function asksWhetherPatched(view: GraphView, { patching }: Knowledge): boolean {
  return patching.asks.some((name) =>
    view.graph.callersOf(name).some(({ from }) => !view.isTest(from)),
  );
}

/** Plugins of a package whose programs are known to patch wait there, whether or not they name Eventlet. */
function hasPatchingHost(view: GraphView, knowledge: Knowledge): boolean {
  const hosts = patchingHosts(knowledge);
  return view.graph.entryPoints.some(
    ({ group }) => group !== undefined && hosts.has(rootOf(group)),
  );
}

/**
 * Some module outside the tests imports Eventlet or a library that cannot do without, or has a library
 * start green threads: who uses such a package has Eventlet in the process.
 */
function usesEventlet(view: GraphView, knowledge: Knowledge): boolean {
  const driven = new Set(
    knowledge.libraries
      .filter(({ coupling }) => coupling === "required")
      .flatMap(({ importNames }) => importNames),
  );
  const { externalImports, externalCalls } = view.graph;
  return (
    externalImports.some(({ within, module }) => {
      const [root = ""] = module.split(".");
      return (root === "eventlet" || driven.has(root)) && !view.isTest(within);
    }) ||
    externalCalls.some(
      ({ caller, callee }) => drivesEventlet(findApi(knowledge, callee)) && !view.isTest(caller),
    )
  );
}

const drivesEventlet = (api: ApiEntry | undefined): boolean =>
  api?.startsGreenThread === true || api?.patches !== undefined;
