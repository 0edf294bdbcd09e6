import type { Solving } from "../../state/solving.ts";
import { addRaised } from "../protocols/exceptions.ts";
import type { Builtin } from "./builtin-functions.ts";

/** Functions that give the exception that is being handled. */
export const RAISED: Readonly<Record<string, Builtin>> = {
  "sys.exc_info": (s: Solving, calling) => {
    const tuple = s.object(calling.record, -45, "tuple");
    const object = s.objectOf(tuple);
    if (object) addRaised(s, s.outside.builtin("BaseException"), s.slot(object, s.name("i:1")));
    s.flow.add(calling.dst, tuple);
    return false;
  },
  "sys.exception": (s, calling) => {
    addRaised(s, s.outside.builtin("BaseException"), calling.dst);
    return false;
  },
};
