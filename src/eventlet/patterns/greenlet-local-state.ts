import { say } from "../../sentence.ts";
import { type Pattern, perUse, short, usesOf } from "./pattern.ts";

/** State that is one per green thread: corolocal, and threading.local in a patched process. */
export const greenletLocalState: Pattern = {
  id: "greenlet-local-state",
  find: (context) =>
    perUse(
      usesOf(
        context,
        ({ category, how }) =>
          category === "context-local" && (how === "call" || how === "subclass"),
      ),
      (use) => say`${short(use.api)} holds a value per green thread`,
    ),
};
