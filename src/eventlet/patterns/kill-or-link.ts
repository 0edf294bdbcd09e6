import { say } from "../../sentence.ts";
import { named, type Pattern, perFunction, short, usesOf } from "./pattern.ts";

/** Green threads that are killed from outside, or tell others of their end. */
export const killOrLink: Pattern = {
  id: "kill-or-link",
  find: (context) =>
    perFunction(
      usesOf(
        context,
        named(
          "eventlet.greenthread.kill",
          "eventlet.greenthread.GreenThread.kill",
          "eventlet.greenthread.GreenThread.link",
          "eventlet.greenthread.GreenThread.unlink",
          "eventlet.dagpool.DAGPool.kill",
          "oslo_service.threadgroup.Thread.kill",
          "oslo_service.threadgroup.Thread.link",
          "greenlet.greenlet.throw",
        ),
      ),
      (uses) => say`${uses.map(({ api }) => short(api))}`,
    ),
};
