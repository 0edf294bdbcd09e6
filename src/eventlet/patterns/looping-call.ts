import { say } from "../../sentence.ts";
import { type Pattern, perUse, short, usesOf } from "./pattern.ts";

/** Timers of a service library. */
export const loopingCall: Pattern = {
  id: "looping-call",
  find: (context) =>
    perUse(
      usesOf(context, ({ api }) =>
        /^oslo_service\.(loopingcall\.\w+LoopingCall|threadgroup\.ThreadGroup\.add_\w*timer\w*|periodic_task\.PeriodicTasks\.run_periodic_tasks)$/.test(
          api,
        ),
      ),
      (use) => say`${short(use.api)} runs a function again and again in a green thread`,
    ),
};
