import { say } from "../../sentence.ts";
import { named, type Pattern, perUse, short, usesOf } from "./pattern.ts";

/** Code that asks whether it is patched. */
export const dualMode: Pattern = {
  id: "dual-mode",
  find: (context) =>
    perUse(
      usesOf(
        context,
        named(
          "eventlet.patcher.is_monkey_patched",
          "eventlet.patcher.already_patched",
          "oslo_utils.eventletutils.is_monkey_patched",
        ),
      ),
      (use) => say`${short(use.api)}: two worlds are kept working`,
    ),
};
