import { type Calling, keywordArgument, positional } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { iterateAll } from "../protocols/elements.ts";
import type { Builtin } from "./builtin-functions.ts";
import { at } from "./builtin-functions.ts";

/**
 * What goes through the hooks of `json` (https://docs.python.org/3/library/json.html): `default` gets what
 * is written and no JSON, an object hook's result is what is read. That they are called stands in
 * callbacks.json.
 */
export const JSON_HOOKS: Readonly<Record<string, Builtin>> = {
  "json.dump": passToDefault,
  "json.dumps": passToDefault,
  "json.load": takeFromHook,
  "json.loads": takeFromHook,
};

function passToDefault(s: Solving, calling: Calling): boolean {
  const written = s.flow.variable();
  s.flow.edge(at(calling, 0), written);
  iterateAll(s, at(calling, 0), written, calling.origin);
  s.each(at(calling, 0), (value) => {
    const object = s.objectOf(value);
    if (object) s.eachSlot(object, (_key, variable) => s.flow.edge(variable, written));
  });
  callHook(s, calling, "default", [written], -1);
  return false;
}

function takeFromHook(s: Solving, calling: Calling): boolean {
  const read = s.holding(s.builtinInstance("dict"));
  callHook(s, calling, "object_hook", [read], calling.dst);
  return false;
}

function callHook(
  s: Solving,
  { args, origin, context }: Calling,
  keyword: string,
  given: readonly number[],
  dst: number,
): void {
  const hook = keywordArgument(args, s.name(keyword));
  if (!hook) return;
  const meta = s.log.meta({ how: "argument", kind: "call", through: "json", runsIn: "caller" });
  const call = { callee: hook.variable, args: given.map(positional), dst };
  s.call({ ...call, origin, context, meta });
}
