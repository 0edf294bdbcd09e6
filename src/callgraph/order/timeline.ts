import { addToGroup } from "../../group-by.ts";
import { Op } from "../../python/constraints.ts";
import type { RegionFacts, RegionKind } from "../../python/module-facts.ts";
import type { CallEdge, CallGraph } from "../call-graph.ts";
import type { ScopeCode } from "../program/scope-code.ts";
import { divideByScope, regionOf, siteOf } from "../program/scope-code.ts";
import type { Solving } from "../state/solving.ts";
import type { Times } from "../state/times.ts";
import { importsOf } from "./imports.ts";

/** A call that the graph shows, in numbers of the solver. */
export interface Step {
  readonly caller: number;
  readonly target: number;
  readonly edge: CallEdge;
}

/** Constructs that change nothing about whether, when and how often what stands in them runs. */
const PLAIN: ReadonlySet<RegionKind> = new Set([
  "decorator",
  "default",
  "base",
  "annotation",
  "await",
]);
const LOOPS: ReadonlySet<RegionKind> = new Set([
  "for",
  "async-for",
  "while",
  "comprehension",
  "generator-expression",
]);

/**
 * The straight way through a program that one module starts: the statements of modules, where they
 * are imported first, of class bodies, and of functions that only one call on this way reaches. Each
 * constraint on it has a tick; all within a loop share one, for they follow each other in any order.
 */
export class Timeline {
  /** Scopes whose code runs on this way and nowhere else. */
  readonly scopes = new Set<number>();
  /** Constraints that surely run. */
  readonly sure = new Set<string>();
  private readonly ticks = new Map<string, number>();
  private readonly bySite = new Map<number, number[]>();
  private readonly codes = new Map<number, ScopeCode>();
  private readonly calls = new Map<number, Step[]>();
  private readonly entering = new Map<number, number>();
  private clock = 0;
  /** What is visited now belongs to a loop. */
  private isLooping = false;
  readonly #s: Solving;
  /** Functions that something outside may call. */
  readonly #entries: ReadonlySet<number>;

  constructor(s: Solving, steps: readonly Step[], entries: ReadonlySet<number>) {
    this.#s = s;
    this.#entries = entries;
    for (const step of steps) {
      const module = s.program.moduleOf(step.caller);
      const count = this.entering.get(step.target) ?? 0;
      this.entering.set(step.target, count + step.edge.sites.length);
      for (const { site } of step.edge.sites) {
        addToGroup(this.calls, s.program.site(module, site), step);
      }
    }
  }

  /** The tick of a constraint; undefined where it is not on the way. */
  tickOf(module: number, at: number): number | undefined {
    return this.ticks.get(`${module}:${at}`);
  }

  /** When something happens at a site; undefined where it is not on the way. */
  timesOfSite(site: number): Times | undefined {
    const ticks = this.bySite.get(site);
    return ticks && { ticks, from: Infinity };
  }

  /** The scope of a constraint. */
  scopesOf(module: number): ScopeCode {
    let code = this.codes.get(module);
    if (code === undefined) {
      code = divideByScope(this.#s.program.facts(module));
      this.codes.set(module, code);
    }
    return code;
  }

  /** Goes through all that a module starts; its main guard holds, no other module's does. */
  start(module: number): void {
    this.walk(this.#s.program.scope(module, 0), true, new Set([...PLAIN, "main-guard"]));
  }

  private walk(scope: number, isSure: boolean, plain = PLAIN): void {
    if (this.scopes.has(scope)) return;
    this.scopes.add(scope);
    const { program } = this.#s;
    const module = program.moduleOf(scope);
    const isLooping = this.isLooping;
    const local = program.localScope(scope);
    // A function may end early under a condition.
    const mayEnd =
      program.callable(scope) !== undefined &&
      program.facts(module).regions.some((each) => each.scope === local && !plain.has(each.kind));
    for (const at of this.scopesOf(module).records[local] ?? []) {
      const around = this.around(module, at);
      const isPlain = around?.every((kind) => plain.has(kind)) === true;
      if (!isLooping) this.advance(around?.some((kind) => LOOPS.has(kind)));
      this.visit(module, at, isSure && isPlain && !mayEnd);
    }
    this.isLooping = isLooping;
  }

  /** To the next constraint, of which is known whether it stands in a loop, or else like the last. */
  private advance(isInLoop = this.isLooping): void {
    if (!isInLoop || !this.isLooping) this.clock += 1;
    this.isLooping = isInLoop;
  }

  private visit(module: number, at: number, isSure: boolean): void {
    const { program } = this.#s;
    const { code } = program.facts(module);
    // A module has run when a name is taken from it.
    for (const imported of importsOf(this.#s, module, at)) {
      this.walk(program.scope(imported, 0), isSure);
    }
    this.ticks.set(`${module}:${at}`, this.clock);
    if (isSure) this.sure.add(`${module}:${at}`);
    const site = program.site(module, siteOf(code, at));
    if (site !== -1) addToGroup(this.bySite, site, this.clock);
    const operation = code[at] as number;
    if (operation === Op.Class) {
      this.walk(program.scope(module, code[at + 3] as number), isSure);
    }
    if (operation === Op.Call && isSure) this.enter(this.calls.get(site) ?? []);
  }

  /** Goes on in what a call leads to, if nothing else does. */
  private enter(steps: readonly Step[]): void {
    const [step, ...others] = steps.filter(({ edge }) => edge.how !== "class-body");
    if (step === undefined || others.length > 0 || !isOwnCall(step)) return;
    const callable = this.#s.program.callable(step.target);
    const isPlain = callable && !callable.isAsync && !callable.isGenerator;
    const isOnce = this.entering.get(step.target) === 1 && !this.#entries.has(step.target);
    if (isPlain && isOnce) this.walk(step.target, true);
  }

  /** The constructs around a constraint in its scope; undefined where it does not tell. */
  private around(module: number, at: number): readonly RegionKind[] | undefined {
    const facts = this.#s.program.facts(module);
    let region = regionOf(facts, at);
    if (region === undefined) return undefined;
    const kinds: RegionKind[] = [];
    while (region !== undefined && region !== -1) {
      const around: RegionFacts | undefined = facts.regions[region];
      if (around) kinds.push(around.kind);
      region = around?.parent;
    }
    return kinds;
  }
}

function isOwnCall({ edge }: Step): boolean {
  return edge.kind === "call" && edge.how !== "generator" && edge.sites.length === 1;
}

/** The calls of a graph between functions of the program. */
export function stepsOf(s: Solving, graph: CallGraph): readonly Step[] {
  const scopes = new Map<string, number>();
  for (const { id, module, scope } of graph.nodes) {
    if (module !== undefined) scopes.set(id, s.program.scope(module, scope ?? 0));
  }
  return graph.edges.flatMap((edge) => {
    const [caller, target] = [scopes.get(edge.from), scopes.get(edge.to)];
    return caller === undefined || target === undefined ? [] : [{ caller, target, edge }];
  });
}
