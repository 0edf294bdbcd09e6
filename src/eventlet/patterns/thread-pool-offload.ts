import { type Pattern, perFunction, short, usesOf } from "./pattern.ts";

/** Work in Eventlet's native threads, directly or behind a proxy. */
export const threadPoolOffload: Pattern = {
  id: "thread-pool-offload",
  find: (context) =>
    perFunction(
      usesOf(context, ({ api }) => api.startsWith("eventlet.tpool.")),
      (uses) => uses.map(({ api }) => short(api)).join(", "),
    ),
};
