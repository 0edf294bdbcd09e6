import { say } from "../../sentence.ts";
import { type Pattern, perFunction, short, usesOf } from "./pattern.ts";

/** Code that talks to the hub itself. */
export const hubInternals: Pattern = {
  id: "hub-internals",
  find: (context) =>
    perFunction(
      usesOf(
        context,
        ({ api, category, how }) =>
          how === "call" &&
          (category === "hub" || category === "timer") &&
          api !== "eventlet.hubs.use_hub" &&
          api !== "eventlet.hubs.get_hub",
      ),
      (uses) => say`${uses.map(({ api }) => short(api))}`,
    ),
};
