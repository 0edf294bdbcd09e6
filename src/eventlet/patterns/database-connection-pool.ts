import { say } from "../../sentence.ts";
import { type Pattern, perUse, short, usesOf } from "./pattern.ts";

/** Eventlet's own pools of connections or other items. */
export const databaseConnectionPool: Pattern = {
  id: "database-connection-pool",
  find: (context) =>
    perUse(
      usesOf(
        context,
        ({ api, how }) =>
          (how === "call" || how === "subclass") &&
          /^eventlet\.(db_pool\.\w*Pool|pools\.\w*Pool)$/.test(api),
      ),
      (use) => say`${short(use.api)} waits for a free item`,
    ),
};
