import type { FunctionId } from "../../callgraph/call-graph.ts";
import { groupBy } from "../../group-by.ts";
import type { Text } from "../../sentence.ts";
import type { Knowledge } from "../catalogue.ts";
import type { Climates, EventletUse, Signal } from "../findings.ts";
import type { GraphView } from "../graph-view.ts";
import type { Patching } from "../patching/find-processes.ts";

export interface PatternContext {
  readonly view: GraphView;
  readonly knowledge: Knowledge;
  readonly uses: readonly EventletUse[];
  readonly patching: Patching;
  readonly signals: readonly Signal[];
  readonly climates: Climates;
}

export interface FoundPattern {
  readonly function: FunctionId;
  readonly line: number;
  readonly detail: Text;
  readonly evidence?: readonly {
    readonly path: string;
    readonly line: number;
    readonly what: Text;
  }[];
}

/** Recognises one pattern; its words, remedy and price stand in assets/knowledge/patterns.json. */
export interface Pattern {
  readonly id: string;
  readonly find: (context: PatternContext) => readonly FoundPattern[];
}

/** Uses outside imports whose API the test accepts. */
export function usesOf(
  { uses }: PatternContext,
  test: (use: EventletUse) => boolean,
): readonly EventletUse[] {
  return uses.filter((use) => use.how !== "import" && use.blocks !== true && test(use));
}

/** A finding per use. */
export function perUse(
  uses: readonly EventletUse[],
  detail: (use: EventletUse) => Text,
): readonly FoundPattern[] {
  return uses.map((use) => ({ function: use.function, line: use.line, detail: detail(use) }));
}

/** A finding per function: its first use, the others as evidence. */
export function perFunction(
  uses: readonly EventletUse[],
  detail: (uses: readonly EventletUse[]) => Text,
): readonly FoundPattern[] {
  return [...groupBy(uses, (use) => use.function)].map(([id, own]) => ({
    function: id,
    line: own[0]?.line ?? 1,
    detail: detail(own),
    evidence: own.map(({ path, line, api }) => ({ path, line, what: api })),
  }));
}

/** The last two parts of a dotted name: enough for a reader who has the line beside it. */
export function short(api: string): string {
  return api.split(".").slice(-2).join(".");
}

export const named =
  (...names: readonly string[]) =>
  ({ api }: { readonly api: string }): boolean =>
    names.includes(api);
