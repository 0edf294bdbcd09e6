import { say } from "../../sentence.ts";
import { named, type Pattern, perUse, short, usesOf } from "./pattern.ts";

/** The unpatched standard library, reached through the patcher. */
export const originalModules: Pattern = {
  id: "original-modules",
  find: (context) =>
    perUse(
      usesOf(context, named("eventlet.patcher.original")),
      (use) => say`${short(use.api)} gives the blocking module`,
    ),
};
