import type { CallGraph } from "../callgraph/call-graph.ts";
import { type SolveInput, solveCalls } from "../callgraph/solve-calls.ts";
import { wantedNames } from "../callgraph/symbols/wanted-names.ts";
import type { ModuleFacts } from "../python/module-facts.ts";
import type { LibraryReader } from "../source/library-reader.ts";
import type { Diagnostic, SourceFile } from "../source/source-tree.ts";
import { digestOf, type LibraryRound } from "./library-rounds.ts";

/** Each round reads what the round before reached; code that is further away seldom calls back. */
const ROUNDS = 4;

export interface Libraries {
  readonly reader: LibraryReader;
  /** Names that stay outside although they are installed: the knowledge describes them. */
  readonly isKnown: (name: string) => boolean;
  readonly toFacts: (files: readonly SourceFile[]) => Promise<ModuleFacts[]>;
}

export interface Solved {
  readonly graph: CallGraph;
  readonly diagnostics: readonly Diagnostic[];
  readonly rounds: readonly LibraryRound[];
}

/** Reads the installed modules that the values of a solved program really reach, and solves again. */
export async function followLibraries(
  input: SolveInput,
  first: CallGraph,
  libraries: Libraries,
  computing: <Result>(compute: () => Result) => Result,
): Promise<Solved> {
  let modules: readonly ModuleFacts[] = [];
  let graph = first;
  let diagnostics: readonly Diagnostic[] = [];
  const rounds: LibraryRound[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const wanted = wantedNames(graph, libraries.isKnown);
    const found = await libraries.reader.read(wanted);
    rounds.push({ wanted, answer: digestOf(found) });
    diagnostics = found.diagnostics;
    if (found.files.length === 0) break;
    modules = [...modules, ...(await libraries.toFacts(found.files))];
    graph = computing(() => solveCalls({ ...input, libraries: modules }));
  }
  return { graph, diagnostics, rounds };
}
