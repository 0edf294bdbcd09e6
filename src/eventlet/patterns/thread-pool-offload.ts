import { say } from "../../sentence.ts";
import { type Pattern, perFunction, short, usesOf } from "./pattern.ts";

/** Work in Eventlet's native threads, directly or behind a proxy. */
export const threadPoolOffload: Pattern = {
  id: "thread-pool-offload",
  find: (context) =>
    perFunction(
      usesOf(context, ({ api }) => api.startsWith("eventlet.tpool.")),
      (uses) => say`${uses.map(({ api }) => short(api))}`,
    ),
};
