import type { ParameterFacts } from "../../python/module-facts.ts";
import type { Program } from "../program/program.ts";

/**
 * A function as calls see it. Most functions have one instance; small higher-order ones (decorators,
 * factories) get one per call site, so that what one caller passes does not reach the others.
 */
export interface FunctionInstance {
  readonly scope: number;
  /** 0 for the instance that every function has; else the clone's number. */
  readonly context: number;
  readonly parameters: readonly Parameter[];
  readonly returns: number;
  readonly yields: number;
  /** What each yield gives, where they follow each other straight on; else empty. */
  readonly yielded: readonly number[];
  readonly sends: number;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
}

export interface Parameter {
  readonly name: number;
  readonly variable: number;
  readonly kind: ParameterFacts["kind"];
  /** The value of its default, -1 for none. */
  readonly default: number;
}

/** Whether an argument by position can fill it by itself (`*args` gathers many). */
export function isPositional({ kind }: Pick<Parameter, "kind">): boolean {
  return kind === "positional" || kind === "positional-only";
}

/** Functions are descriptors: `f.__get__(x)` is f bound to x. */
export const FUNCTION_GET = "<builtin>.function.__get__";

/** How a module's variable numbers become the solver's. */
export type Renumber = (variable: number) => number;

export class Functions {
  /** Initialisers (scopes) that the objects of some subclass go through in an instance of their own. */
  readonly apart = new Set<number>();
  /** `__getattribute__` (scope) that goes on to the ordinary read of the same name → the site where it does. */
  readonly passing = new Map<number, number>();
  /** Functions (scopes) that a call in sight reaches. */
  readonly called = new Set<number>();
  /** Partials (values), and whether a call in sight reaches them. */
  readonly partials = new Map<number, boolean>();
  /** Scope → the clones (contexts) that it has besides itself. */
  readonly clones = new Map<number, Set<number>>();
  private readonly instances: FunctionInstance[] = [];
  private readonly plain = new Map<number, number>();
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  get(index: number): FunctionInstance {
    return this.instances[index] as FunctionInstance;
  }

  get count(): number {
    return this.instances.length;
  }

  all(): readonly FunctionInstance[] {
    return this.instances;
  }

  /** The instance of context 0. */
  of(scope: number): number {
    return this.plain.get(scope) ?? -1;
  }

  make(scope: number, context: number, renumber: Renumber): number {
    const facts = this.#program.callable(scope);
    const module = this.#program.moduleOf(scope);
    const index = this.instances.length;
    this.instances.push({
      scope,
      context,
      parameters: (facts?.parameters ?? []).map((parameter) => ({
        name: this.#program.name(module, parameter.name),
        variable: renumber(parameter.variable),
        kind: parameter.kind,
        default: parameter.default === undefined ? -1 : renumber(parameter.default),
      })),
      returns: facts ? renumber(facts.returns) : -1,
      yields: facts ? renumber(facts.yields) : -1,
      yielded: (facts?.yielded ?? []).map(renumber),
      sends: facts ? renumber(facts.sends) : -1,
      isAsync: facts?.isAsync ?? false,
      isGenerator: facts?.isGenerator ?? false,
    });
    if (context === 0) this.plain.set(scope, index);
    else this.noteClone(scope, context);
    return index;
  }

  private noteClone(scope: number, context: number): void {
    const known = this.clones.get(scope);
    if (known) known.add(context);
    else this.clones.set(scope, new Set([context]));
  }
}
