import type { EdgeHow } from "../../call-graph.ts";
import type { Origin } from "../../state/call-log.ts";
import { positional } from "../../state/call-shapes.ts";
import { hasMethod, metaclassMethod } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";

/**
 * Special methods that stand in for others
 * (https://docs.python.org/3/reference/datamodel.html#special-method-names).
 */
const STAND_INS: Readonly<Record<string, readonly string[]>> = {
  __str__: ["__repr__"],
  __format__: ["__str__", "__repr__"],
  __bool__: ["__len__"],
  __ne__: ["__eq__"],
  __index__: ["__int__"],
  __int__: ["__index__", "__trunc__"],
  __float__: ["__index__"],
  __reversed__: ["__len__", "__getitem__"],
  // functools.total_ordering derives these from whichever is there.
  __lt__: ["__gt__"],
  __gt__: ["__lt__"],
  __le__: ["__lt__", "__gt__", "__ge__"],
  __ge__: ["__gt__", "__lt__", "__le__"],
};

export interface SpecialCall {
  readonly method: string;
  readonly args: readonly number[];
  readonly origin: Origin;
  readonly how: EdgeHow;
  readonly dst?: number;
}

/** The special method that an instance answers with: the one asked for or its stand-in. */
export function specialOf(s: Solving, value: number, method: string): string | undefined {
  if (s.values.kind(value) !== Kind.instance) return undefined;
  if (hasMethod(s, value, method)) return method;
  return STAND_INS[method]?.find((each) => hasMethod(s, value, each));
}

/** `functools.total_ordering` makes `<=` of `<` and `==`, and `>=` of `>` and `==`. */
function isDerived(method: string, name: string): boolean {
  return (method === "__le__" && name === "__lt__") || (method === "__ge__" && name === "__gt__");
}

/** `len(C)`, `x in C`, `C + D`: a class is an instance of its metaclass. */
function callMetaclass(
  s: Solving,
  value: number,
  { method, args, origin, how, dst = s.flow.variable() }: SpecialCall,
): number | undefined {
  const callee = OF_METACLASSES.has(method) ? metaclassMethod(s, value, method) : undefined;
  if (callee === undefined) return undefined;
  s.call({
    dst,
    callee,
    origin,
    meta: s.log.how(how),
    args: args.map(positional),
  });
  return dst;
}

/** Iteration, subscripts and construction of classes have rules of their own. */
const OF_METACLASSES: ReadonlySet<string> = new Set(
  ["len", "contains", "bool", "str", "repr", "hash", "eq", "lt", "gt", "le", "ge", "add", "or"].map(
    (word) => `__${word}__`,
  ),
);

/** Calls an instance's special method; undefined when no analysed class gives it one. */
export function callSpecialOf(s: Solving, value: number, call: SpecialCall): number | undefined {
  if (s.values.kind(value) === Kind.class) return callMetaclass(s, value, call);
  const { method, args, origin, how, dst: given } = call;
  const name = specialOf(s, value, method);
  if (name === undefined) return undefined;
  const dst = given ?? s.flow.variable();
  if (isDerived(method, name) && hasMethod(s, value, "__eq__")) {
    callSpecialOf(s, value, { method: "__eq__", args, origin, how });
  }
  const callee = attributeOf(s, value, s.name(name));
  const isLikely = !s.values.isExact(value);
  s.call({
    dst,
    callee,
    origin,
    meta: s.log.meta({ how, kind: "call", ...(isLikely && { isLikely }) }),
    args: args.map(positional),
  });
  return dst;
}
