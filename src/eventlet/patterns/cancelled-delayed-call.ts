import { named, type Pattern, perFunction, usesOf } from "./pattern.ts";

const DELAYED = named(
  "eventlet.greenthread.spawn_after",
  "eventlet.greenthread.spawn_after_local",
  "eventlet.greenthread.call_after_global",
  "eventlet.greenthread.call_after_local",
  "eventlet.hubs.hub.BaseHub.schedule_call_global",
);
const CANCELLING = named(
  "eventlet.greenthread.cancel",
  "eventlet.greenthread.GreenThread.cancel",
  "eventlet.hubs.timer.Timer.cancel",
  "eventlet.hubs.timer.LocalTimer.cancel",
);

/** Delayed calls in a module that also cancels. */
export const cancelledDelayedCall: Pattern = {
  id: "cancelled-delayed-call",
  find: (context) => {
    const cancels = usesOf(context, CANCELLING);
    return perFunction(usesOf(context, DELAYED), () => "a delayed call that the module can cancel")
      .map((found) => {
        const module = context.view.moduleOf(found.function);
        const own = cancels.filter((use) => context.view.moduleOf(use.function) === module);
        const evidence = own.map(({ path, line }) => ({ path, line, what: "cancel()" }));
        return { ...found, evidence: [...(found.evidence ?? []), ...evidence], own };
      })
      .filter(({ own }) => own.length > 0)
      .map(({ own: _, ...found }) => found);
  },
};
