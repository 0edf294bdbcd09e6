import type { FunctionId } from "../../callgraph/call-graph.ts";
import { groupBy } from "../../group-by.ts";
import type { Knowledge } from "../catalogue.ts";
import type { Climate, Climates, EventletUse, Process } from "../findings.ts";
import type { GraphView } from "../graph-view.ts";
import type { LooseModules } from "../patching/loose-modules.ts";
import { rootOf } from "../root-of.ts";
import type { CallLinks } from "./call-links.ts";
import { executeLoose } from "./execute-loose.ts";
import type { Execution } from "./find-executions.ts";

export interface ClimateInput {
  readonly view: GraphView;
  readonly knowledge: Knowledge;
  readonly links: CallLinks;
  /** Of the product's processes, in order of entry, with whether they start green threads. */
  readonly executions: readonly Execution[];
  /** The same of the tests' processes. */
  readonly tests: readonly Execution[];
  readonly looseModules: LooseModules;
}

/**
 * The processes by what is green in them: few climates, however many processes. Within one they are
 * taken together, save that a call needs one process that has both its ends.
 */
export function findClimates(input: ClimateInput): Climates {
  const { view, links, executions, tests } = input;
  const uses = usesEventletIn(input);
  const unknown = findUnknown(input);
  const isUnknown = (number: number): boolean => unknown[number] !== 0;
  const namesEventlet = eventletImporters(view);
  const isElsewhere = (number: number): boolean =>
    isUnknown(number) || executions.some((each) => each.tells[number] === 1 && uses(each));
  const groups = groupBy([...executions, ...tests], (each) =>
    JSON.stringify([uses(each), isTest(each), sureness(each), each.run.process.patchedGroups]),
  );
  const known = [...groups.values()].map((own): Climate => {
    const usesEventlet = own.some(uses);
    // Named in a process that can do without: Eventlet's only where nobody else executes it either.
    const isNamed = (id: FunctionId): boolean =>
      usesEventlet ||
      (namesEventlet.has(view.moduleOf(id) ?? id) && !isElsewhere(links.numberOf(id)));
    const climate = { usesEventlet, ...climateOf(links, own) };
    return { ...climate, isGreen: greenness(input.knowledge, climate, isNamed) };
  });
  return { known, isUnknown: (id) => isUnknown(links.numberOf(id)) };
}

const isTest = ({ run }: Execution): boolean => run.process.kind === "test";

/** Patches in functions that nobody is seen to call, or of other tests, may not be executed. */
function sureness({ run: { run, process } }: Execution): Climate["confidence"] {
  const isSure = (group: string): boolean => {
    const own = run.patches.filter(({ patch }) => patch.groups.includes(group));
    return own.length === 0 || own.some(({ patch, isGuess }) => patch.isCertain && !isGuess);
  };
  return process.kind !== "test" || process.patchedGroups.every(isSure) ? "certain" : "likely";
}

function climateOf(
  { numberOf, moduleOf }: CallLinks,
  executions: readonly Execution[],
): Omit<Climate, "usesEventlet" | "isGreen"> {
  const processes = executions.map(({ run }) => run.process);
  const first = (id: FunctionId): Process | undefined => {
    const number = numberOf(id);
    return executions.find(({ tells }) => tells[number] === 1)?.run.process;
  };
  const anyExecutes = (id: FunctionId): boolean => {
    const number = numberOf(id);
    return executions.some(({ executes }) => executes[number] === 1);
  };
  const passes = (from: FunctionId, to: FunctionId): boolean => {
    const [caller, module] = [numberOf(from), moduleOf[numberOf(to)] ?? -1];
    return executions.some(({ executes, loads }) => executes[caller] === 1 && loads[module] === 1);
  };
  const [one] = executions;
  const confidence = one === undefined ? "certain" : sureness(one);
  const groups = processes[0]?.patchedGroups ?? [];
  return { groups, confidence, processes, executes: anyExecutes, processOf: first, passes };
}

function greenness(
  { apis }: Knowledge,
  { groups, usesEventlet }: Pick<Climate, "groups" | "usesEventlet">,
  isNamed: (id: FunctionId) => boolean,
): Climate["isGreen"] {
  return ({ api, via, blocks, function: user }: EventletUse) => {
    if (blocks === true) return usesEventlet;
    if (via === "eventlet") return isNamed(user);
    const patchedBy = apis.get(api)?.patchedBy;
    // A library that drives Eventlet waits whatever is patched.
    return patchedBy === undefined || patchedBy.some((group) => groups.includes(group));
  };
}

/**
 * A process needs Eventlet where it patches, starts green threads, imports Eventlet without anything
 * to fall back on, or imports a library that can drive it.
 */
function usesEventletIn({ view, knowledge }: ClimateInput): (execution: Execution) => boolean {
  const drivers = new Set(
    knowledge.libraries
      .filter(({ coupling }) => coupling !== "none")
      .flatMap(({ importNames }) => importNames.map(rootOf)),
  );
  const isNeeded = (module: string): boolean => {
    const [top = ""] = module.split(".");
    return top === "eventlet" || drivers.has(top);
  };
  const needing = new Set(
    view.graph.externalImports
      .filter(({ module, isOptional }) => isOptional !== true && isNeeded(module))
      .map(({ within }) => view.moduleOf(within) ?? within),
  );
  return ({ run: { process, run } }) =>
    process.patchedGroups.length > 0 ||
    process.startsGreenThreads ||
    [...run.modules].some((module) => needing.has(module));
}

function eventletImporters(view: GraphView): ReadonlySet<FunctionId> {
  return new Set(
    view.graph.externalImports
      .filter(({ module }) => /^eventlet(\.|$)/.test(module))
      .map(({ within }) => view.moduleOf(within) ?? within),
  );
}

/** What runs in processes nobody knows, or in none that is seen. */
function findUnknown({ links, executions, tests, looseModules }: ClimateInput): Uint8Array {
  const loose = executeLoose(links, looseModules.all);
  const all = [...executions, ...tests];
  return loose.map((isLoose, number) =>
    isLoose === 1 || !all.some(({ tells }) => tells[number] === 1) ? 1 : 0,
  );
}
