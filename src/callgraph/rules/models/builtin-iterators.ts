import type { Calling } from "../../state/call-shapes.ts";
import { hasMethod } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { callSpecialOf } from "../classes/special-methods.ts";
import { iterateAll, iterateValue, nextOf } from "../protocols/elements.ts";
import { endWithResult } from "../protocols/exceptions.ts";
import type { Builtin } from "./builtin-functions.ts";
import { at } from "./builtin-functions.ts";

/** Builtins that make iterators or move them on. */
export const ITERATORS: Readonly<Record<string, Builtin>> = {
  "<builtin>.iter": (s, calling) => {
    if (at(calling, 1) !== -1) iterateCalls(s, calling);
    else s.each(at(calling, 0), (value) => makeIterator(s, value, calling));
    return true;
  },
  "<builtin>.reversed": (s, calling) => {
    s.each(at(calling, 0), (value) => reverse(s, value, calling));
    return true;
  },
  "<builtin>.next": (s, calling) => {
    s.each(at(calling, 0), (value) => {
      if (s.values.kind(value) === Kind.instance) {
        nextOf(s, value, calling.dst, calling.origin, "__next__");
      } else iterateValue(s, value, calling.dst, calling.origin, false);
      endWithResult(s, value);
    });
    s.flow.edge(at(calling, 1), calling.dst);
    return true;
  },
  "<builtin>.filter": (s, calling) => {
    s.each(at(calling, 0), (test) => {
      if (s.values.isNone(test)) askTruth(s, calling);
    });
    return false;
  },
  "<builtin>.generator.send": stepped,
  "<builtin>.generator.__next__": stepped,
  "<builtin>.anext": (s, calling) => {
    s.each(at(calling, 0), (value) => iterateValue(s, value, calling.dst, calling.origin, true));
    return true;
  },
};

/** `filter(None, xs)`: the elements themselves are true or not. */
function askTruth(s: Solving, calling: Calling): void {
  const elements = s.flow.variable();
  iterateAll(s, at(calling, 1), elements, calling.origin);
  s.each(elements, (element) => {
    const { origin } = calling;
    callSpecialOf(s, element, { method: "__bool__", args: [], origin, how: "operator" });
  });
}

/** What else these methods do stands among the models. */
function stepped(s: Solving, _calling: Calling, receiver: number | undefined): boolean {
  if (receiver !== undefined) endWithResult(s, receiver);
  return false;
}

function makeIterator(s: Solving, value: number, calling: Calling): void {
  const kind = s.values.kind(value);
  if (kind === Kind.generator) s.flow.add(calling.dst, value);
  else if (kind === Kind.instance) {
    const callee = attributeOf(s, value, s.name("__iter__"));
    s.call({ ...calling, callee, args: [], meta: s.log.how("iteration") });
  } else iterateValue(s, value, elementsOfNew(s, calling), calling.origin, false);
}

/** The elements of the new iterator that a call gives. */
function elementsOfNew(s: Solving, { record, dst }: Calling): number {
  const iterator = s.object(record, -23, "iterator");
  s.flow.add(dst, iterator);
  return s.objectOf(iterator)?.rest ?? -1;
}

/** `iter(f, end)`: the iterator calls f for each element. */
function iterateCalls(s: Solving, calling: Calling): void {
  const meta = s.log.meta({ how: "argument", kind: "call", through: "<builtin>.iter" });
  s.call({
    ...calling,
    dst: elementsOfNew(s, calling),
    callee: at(calling, 0),
    args: [],
    meta,
  });
}

/** Without `__reversed__` an instance is asked for its length and then for each item. */
function reverse(s: Solving, value: number, calling: Calling): void {
  const { origin } = calling;
  const call = { args: [], origin, how: "iteration" as const };
  if (hasMethod(s, value, "__reversed__")) {
    callSpecialOf(s, value, { ...call, method: "__reversed__", dst: calling.dst });
  } else if (hasMethod(s, value, "__getitem__")) {
    const args = [s.holding(s.builtinInstance("int"))];
    const dst = elementsOfNew(s, calling);
    callSpecialOf(s, value, { ...call, method: "__len__" });
    callSpecialOf(s, value, { ...call, method: "__getitem__", args, dst });
  } else iterateValue(s, value, elementsOfNew(s, calling), origin, false);
}
