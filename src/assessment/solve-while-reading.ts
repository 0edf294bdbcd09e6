import { setImmediate } from "node:timers/promises";
import type { CallGraph } from "../callgraph/call-graph.ts";
import { type SolveInput, solveCalls } from "../callgraph/solve-calls.ts";
import { solveEarly, type UnreadModule } from "../callgraph/solve-early.ts";
import type { ModuleFacts } from "../python/module-facts.ts";
import type { Progress } from "./read-repository.ts";

/** A repository whose facts are on their way. */
export interface Reading {
  /** What the program itself is solved with. */
  readonly first: Promise<readonly ModuleFacts[]>;
  readonly later: Promise<readonly ModuleFacts[]>;
  /** Nothing more is being read, and the threads have ended. */
  readonly finished: Promise<void>;
  /** The files behind `later`. */
  readonly unread: readonly UnreadModule[];
  /** What is solved when these facts are there. */
  readonly inputOf: (modules: readonly ModuleFacts[]) => SolveInput;
}

/**
 * Solves the program itself while other threads read its tests, then the tests. The same graph as of
 * all at once, whichever is ready first.
 */
export async function solveWhileReading(
  { first, later, finished, unread, inputOf }: Reading,
  progress: Progress,
): Promise<{ readonly input: SolveInput; readonly graph: CallGraph }> {
  const early = await first;
  const pieces = solveEarly({ ...inputOf(early), unread });
  let step = progress.computing(() => pieces.next());
  while (!step.done) {
    // Facts that arrive are unpacked and the threads get more to do.
    await setImmediate();
    step = progress.computing(() => pieces.next());
  }
  const solveRest = step.value;
  const late = await later;
  // What the threads hold is not to come on top of what the rest needs.
  await finished;
  const input = inputOf([...early, ...late]);
  progress.stage("call graph");
  const graph = progress.computing(
    () => solveRest(late, input.options.maxSteps) ?? solveCalls(input),
  );
  return { input, graph };
}
