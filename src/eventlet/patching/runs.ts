import type { PatchingWay } from "../catalogue.ts";
import type { Process, Signal } from "../findings.ts";
import type { ProcessRun } from "./run-process.ts";

/** A process with what it executes while it starts. */
export interface Run {
  readonly process: Process;
  readonly run: ProcessRun;
  /** A server started it patched: each request or task is a green thread, whatever the code does. */
  readonly isHosted?: boolean;
}

/** A way of being patched without calling it, with the places that tell of it. */
export interface WayInUse {
  readonly way: PatchingWay;
  readonly signals: readonly Signal[];
}
