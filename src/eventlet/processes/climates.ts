import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { EventletUse, Process } from "../findings.ts";

/** What is green in some processes alike. A chain of calls holds only within one process. */
export interface Climate {
  /** Patched groups, sorted; none: the standard library blocks as it always did. */
  readonly groups: readonly string[];
  /** False: nothing in these processes needs Eventlet; where its name is imported, a fallback stands beside it. */
  readonly usesEventlet: boolean;
  /** In order of entry. */
  readonly processes: readonly Process[];
  /** The first of the processes that can execute the function; absent: none can. */
  processOf(id: FunctionId): Process | undefined;
  /** One of the processes can execute the first function and has the second one's module. */
  passes(from: FunctionId, to: FunctionId): boolean;
  /** The use is Eventlet's in these processes: by name or by patching; or it blocks their green threads. */
  isGreen(use: EventletUse): boolean;
}

/** How code is executed, as far as is known. */
export interface Climates {
  readonly known: readonly Climate[];
  /**
   * Nobody knows all processes that execute the function: its module is loaded by a name from the
   * settings, it is a library's, a test's, or called by such. It is then judged by its module alone.
   */
  isUnknown(id: FunctionId): boolean;
}

/** Without processes of its own, a repository's code runs in anybody's. */
export const NO_CLIMATES: Climates = { known: [], isUnknown: () => true };
