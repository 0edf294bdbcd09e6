import { say } from "../../sentence.ts";
import { type Pattern, perUse, usesOf } from "./pattern.ts";

const TIMEOUT = /^eventlet\.timeout\.(Timeout|with_timeout)(\.__init__)?$/;

/** A Timeout that interrupts whatever waits inside a block or a call. */
export const timeoutAroundBlock: Pattern = {
  id: "timeout-around-block",
  find: (context) =>
    perUse(
      usesOf(context, ({ api, how }) => how === "call" && TIMEOUT.test(api)),
      ({ api }) =>
        api.endsWith("with_timeout")
          ? say`a call under a time limit`
          : say`raises at the line that waits, as a BaseException`,
    ),
};
