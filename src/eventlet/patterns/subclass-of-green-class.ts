import { say } from "../../sentence.ts";
import { type Pattern, perUse, short, usesOf } from "./pattern.ts";

/** Classes that derive from Eventlet's. */
export const subclassOfGreenClass: Pattern = {
  id: "subclass-of-green-class",
  find: (context) =>
    perUse(
      usesOf(context, ({ how, via }) => how === "subclass" && via === "eventlet"),
      (use) => say`a subclass of ${short(use.api)}`,
    ),
};
