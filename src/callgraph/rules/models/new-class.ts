import { positional } from "../../state/call-shapes.ts";
import type { Builtin } from "./builtin-functions.ts";
import { argumentAt } from "./builtin-functions.ts";
import { makeClass } from "./made-classes.ts";

/** Role of the mapping that stands for the names of the class. */
const NAMES = -63;

/** `types.new_class(name, bases, keywords, body)`: the body is given the mapping of names that it fills. */
export const NEW_CLASS: Readonly<Record<string, Builtin>> = {
  "types.new_class": (s, calling) => {
    const names = s.holding(s.object(calling.record, NAMES, "dict"));
    const body = argumentAt(s, calling, 3, "exec_body");
    if (body !== -1) {
      const meta = s.log.meta({ kind: "call", how: "argument", through: "types.new_class" });
      s.call({ ...calling, dst: -1, callee: body, meta, args: [positional(names)] });
    }
    makeClass(s, calling, argumentAt(s, calling, 1, "bases"), names);
    return true;
  },
};
