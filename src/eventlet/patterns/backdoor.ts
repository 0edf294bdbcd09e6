import { say } from "../../sentence.ts";
import { type Pattern, perUse, short, usesOf } from "./pattern.ts";

/** The interactive backdoor. */
export const backdoor: Pattern = {
  id: "backdoor",
  find: (context) =>
    perUse(
      usesOf(
        context,
        ({ api, how }) =>
          (how === "call" || how === "argument") &&
          /backdoor_server$|initialize_if_enabled$/.test(api),
      ),
      (use) => say`${short(use.api)} opens a console`,
    ),
};
