import { ArgumentKind } from "../../../python/constraints.ts";
import { type Calling, positional } from "../../state/call-shapes.ts";
import { definesMethod } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { callSpecialOf } from "../classes/special-methods.ts";
import { loadItem } from "../protocols/items.ts";
import type { Builtin } from "./builtin-functions.ts";
import { at } from "./builtin-functions.ts";

/**
 * What `pickle.loads` makes of what `dumps` was given
 * (https://docs.python.org/3/library/pickle.html#pickling-class-instances): what `__reduce__` names is
 * called, or the object comes back, made by `__new__` of what `__getnewargs__` gave, and `__setstate__` gets what
 * `__getstate__` gave. Which text was written
 * where nobody knows: all pickles of a program are one, so this is for small programs only.
 */
export const PICKLES: Readonly<Record<string, Builtin>> = {
  "pickle.dump": dump,
  "pickle.dumps": dump,
  "pickle.load": load,
  "pickle.loads": load,
};

/** Variables that are written by one call and read by another: objects, and recipes to make some. */
const pickled = (s: Solving, what: "objects" | "recipes"): number =>
  s.field(s.external(s.name("pickle")), s.name(`pickled ${what}`));
const newArgumentsOf = (s: Solving, value: number): number =>
  s.field(value, s.name("pickled arguments"));
const stateOf = (s: Solving, value: number): number => s.field(value, s.name("pickled state"));

function dump(s: Solving, calling: Calling): boolean {
  if (!s.apart.isOn) return false;
  s.each(at(calling, 0), (value) => {
    const ask = (method: string, dst: number): boolean =>
      callSpecialOf(s, value, { ...use(calling), method, args: [], dst }) !== undefined;
    const recipes = pickled(s, "recipes");
    if (ask("__reduce__", recipes) || ask("__reduce_ex__", recipes)) return;
    s.flow.add(pickled(s, "objects"), value);
    ask("__getnewargs__", newArgumentsOf(s, value));
    if (s.values.kind(value) !== Kind.instance || ask("__getstate__", stateOf(s, value))) return;
    s.flow.add(stateOf(s, value), s.values.of(Kind.namespace, value));
  });
  return false;
}

function load(s: Solving, calling: Calling): boolean {
  if (!s.apart.isOn) return false;
  s.each(pickled(s, "recipes"), (recipe) => follow(s, calling, recipe));
  s.each(pickled(s, "objects"), (value) => {
    s.flow.add(calling.dst, value);
    if (s.values.kind(value) !== Kind.instance) return;
    makeAnew(s, calling, value);
    const args = [stateOf(s, value)];
    callSpecialOf(s, value, { ...use(calling), method: "__setstate__", args });
  });
  return false;
}

/** The class makes the object without its initialiser. */
function makeAnew(s: Solving, { origin }: Calling, value: number): void {
  const index = s.values.first(value);
  if (!definesMethod(s, index, "__new__")) return;
  const of = s.classValue(index);
  const star = { ...positional(newArgumentsOf(s, value)), kind: ArgumentKind.star };
  const args = [positional(s.holding(of)), star];
  const callee = attributeOf(s, of, s.name("__new__"));
  s.call({ dst: -1, callee, origin, meta: s.log.how("constructor"), args });
}

const use = ({ origin }: Calling) => ({ origin, how: "operator" as const });

/** `(callable, arguments)`. */
function follow(s: Solving, { dst, origin }: Calling, recipe: number): void {
  const part = (key: string): number => {
    const variable = s.flow.variable();
    loadItem(s, recipe, variable, { key: s.name(key), keyVariable: -1, site: origin });
    return variable;
  };
  const args = [{ ...positional(part("i:1")), kind: ArgumentKind.star }];
  const through = "pickle.loads";
  const meta = s.log.meta({ how: "argument", kind: "call", through, runsIn: "caller" });
  s.call({ dst, callee: part("i:0"), origin, meta, args });
}
