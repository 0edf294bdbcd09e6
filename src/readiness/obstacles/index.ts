import { callbacks } from "./callbacks.ts";
import { decorated } from "./decorated.ts";
import { dunders } from "./dunders.ts";
import { exceptions } from "./exceptions.ts";
import { expressions } from "./expressions.ts";
import { generators } from "./generators.ts";
import { graphShape } from "./graph-shape.ts";
import { importTime } from "./import-time.ts";
import { locks } from "./locks.ts";
import { localState, namedCalls, tellingUses } from "./low-level.ts";
import type { Detector } from "./obstacle.ts";
import { overrides } from "./overrides.ts";
import { sharedState } from "./shared-state.ts";
import { syncFrameworks } from "./sync-frameworks.ts";
import { testCases } from "./test-cases.ts";
import { timeouts } from "./timeouts.ts";

/** All detectors, in the order in which a report lists what they find. */
export const DETECTORS: readonly Detector[] = [
  dunders,
  importTime,
  decorated,
  generators,
  callbacks,
  overrides,
  testCases,
  syncFrameworks,
  namedCalls,
  tellingUses,
  locks,
  sharedState,
  localState,
  timeouts,
  exceptions,
  expressions,
  graphShape,
];
