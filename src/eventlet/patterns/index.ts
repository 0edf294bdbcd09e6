import { backdoor } from "./backdoor.ts";
import { boundedPool } from "./bounded-pool.ts";
import { busyLoop } from "./busy-loop.ts";
import { cancelledDelayedCall } from "./cancelled-delayed-call.ts";
import { databaseConnectionPool } from "./database-connection-pool.ts";
import { dualMode } from "./dual-mode.ts";
import { forkWithThreads } from "./fork-with-threads.ts";
import { greenletLocalState } from "./greenlet-local-state.ts";
import { hubInternals } from "./hub-internals.ts";
import { importOrderHazard } from "./import-order-hazard.ts";
import { killOrLink } from "./kill-or-link.ts";
import { loopingCall } from "./looping-call.ts";
import { originalModules } from "./original-modules.ts";
import { patchInsideFunction } from "./patch-inside-function.ts";
import type { Pattern } from "./pattern.ts";
import { poolWaitsOnItself } from "./pool-waits-on-itself.ts";
import { queueWithoutLimit } from "./queue-without-limit.ts";
import { rpcServer } from "./rpc-server.ts";
import { signalHandler } from "./signal-handler.ts";
import { subclassOfGreenClass } from "./subclass-of-green-class.ts";
import { testsDependOnHub } from "./tests-depend-on-hub.ts";
import { threadPoolOffload } from "./thread-pool-offload.ts";
import { timeoutAroundBlock } from "./timeout-around-block.ts";
import { wsgiServerOnEventlet } from "./wsgi-server-on-eventlet.ts";

/** All patterns, in alphabetical order. */
export const PATTERNS: readonly Pattern[] = [
  backdoor,
  boundedPool,
  busyLoop,
  cancelledDelayedCall,
  databaseConnectionPool,
  dualMode,
  forkWithThreads,
  greenletLocalState,
  hubInternals,
  importOrderHazard,
  killOrLink,
  loopingCall,
  originalModules,
  patchInsideFunction,
  poolWaitsOnItself,
  queueWithoutLimit,
  rpcServer,
  signalHandler,
  subclassOfGreenClass,
  testsDependOnHub,
  threadPoolOffload,
  timeoutAroundBlock,
  wsgiServerOnEventlet,
];
