import type { Calling } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { decorateByManager } from "../calls/managed-functions.ts";
import { enter, exit } from "../protocols/protocols.ts";
import type { Builtin } from "./builtin-functions.ts";
import { at } from "./builtin-functions.ts";

/** `contextlib`'s helpers, which enter and leave the managers that they are given. */
export const MANAGERS: Readonly<Record<string, Builtin>> = {
  "contextlib.closing": (s, calling) => closeLater(s, calling, "close", "with"),
  "contextlib.aclosing": (s, calling) => closeLater(s, calling, "aclose", "async-with"),
  "contextlib.ExitStack.enter_context": (s, calling) => {
    s.each(at(calling, 0), (manager) => {
      enter(s, manager, calling.dst, calling.origin, false);
      exit(s, manager, calling.origin, false);
    });
    return true;
  },
  "contextlib.ExitStack.push": (s, calling) => {
    s.each(at(calling, 0), (manager) => exit(s, manager, calling.origin, false));
    s.flow.edge(at(calling, 0), calling.dst);
    return false;
  },
  "contextlib.ContextDecorator.__call__": (s, calling, receiver) => {
    if (receiver !== undefined) decorateByManager(s, calling, receiver);
    return true;
  },
};

function closeLater(
  s: Solving,
  calling: Calling,
  method: string,
  how: "with" | "async-with",
): boolean {
  s.each(at(calling, 0), (value) => {
    s.call({
      dst: -1,
      callee: attributeOf(s, value, s.name(method)),
      origin: calling.origin,
      meta: s.log.how(how),
      args: [],
    });
  });
  const manager = s.object(calling.record, -28, "closing");
  s.flow.edge(at(calling, 0), s.objectOf(manager)?.wrapped ?? -1);
  s.flow.add(calling.dst, manager);
  return true;
}
