import type { ExternalSymbol } from "../../program/external-symbols.ts";
import type { Calling } from "../../state/call-shapes.ts";
import { hasMethod } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { storeAttribute } from "../attributes/stores.ts";
import { callSpecialOf } from "../classes/special-methods.ts";
import { iterateAll, iterateValue } from "../protocols/elements.ts";
import { containerOf, keptIn } from "../protocols/own-entries.ts";
import { gatherElements } from "../protocols/sequences.ts";
import { addTyped, argumentNamed, type TypeContext } from "../types/external-types.ts";

/** A call of a described external callable. */
export interface ExternalCalling {
  readonly calling: Calling;
  readonly receiver: number | undefined;
  /** What the arguments that were called back gave, by position. */
  readonly results: ReadonlyMap<number, number> | undefined;
}

/** What the placeholders of the description's types stand for at this call. */
export function typeContext(
  s: Solving,
  { calling, receiver, results }: ExternalCalling,
): TypeContext {
  return {
    ...(receiver !== undefined && { receiver }),
    args: calling.args,
    origin: calling.record,
    iterate: (from, to) => iterateAll(s, from, to, calling.origin),
    invoke: (from, to) => {
      const position = calling.args.findIndex(({ variable }) => variable === from);
      s.flow.edge(results?.get(position) ?? -1, to);
    },
    await: (from, to) => s.each(from, (value) => awaited(s, value, to)),
    elements: (to) => {
      if (receiver !== undefined) elementsOf(s, receiver, calling, to);
    },
  };
}

/** What awaiting gives; the awaiting itself is the library's. */
function awaited(s: Solving, value: number, to: number): void {
  const object = s.objectOf(value);
  if (s.values.kind(value) === Kind.coroutine) {
    s.flow.edge(s.functions.get(s.values.first(value)).returns, to);
  } else if (object?.kind === "queue") s.flow.edge(object.rest, to);
  else s.flow.add(to, value);
}

/**
 * What an external container keeps: of an instance of ours what its `__getitem__` gives, unless that one asks
 * by itself (`super().__getitem__(key)`).
 */
function elementsOf(s: Solving, receiver: number, { origin }: Calling, to: number): void {
  const object = s.objectOf(receiver);
  if (object) gatherElements(s, object, to);
  else if (hasMethod(s, receiver, "__getitem__") && !standsIn(s, origin, "__getitem__")) {
    // A broad receiver finds the abstract method of the library too, which asks for elements again.
    if (!s.repeats.passOn(origin, to, receiver)) return;
    const call = {
      method: "__getitem__",
      args: [s.flow.variable()],
      origin,
      how: "operator" as const,
    };
    callSpecialOf(s, receiver, { ...call, dst: to });
  } else {
    const own = containerOf(s, receiver);
    if (own) gatherElements(s, own, to);
    else s.flow.edge(s.field(receiver, s.name("[]")), to);
  }
}

function standsIn(s: Solving, origin: number, method: string): boolean {
  return origin >= 0 && s.program.scopeFacts(s.program.scopeOfSite(origin)).name === method;
}

/** What the call puts into its receiver, and the methods that it calls on its arguments. */
export function applyEffects(s: Solving, symbol: ExternalSymbol, call: ExternalCalling): void {
  const { calling, receiver } = call;
  if (receiver !== undefined && symbol.stores) {
    const into = keptIn(s, receiver);
    for (const text of symbol.stores) addTyped(s, text, typeContext(s, call), into);
  }
  putOnClass(s, symbol, call);
  for (const { argument, method } of symbol.invokes ?? []) {
    const subject =
      argument === "self" ? receiver : argumentNamed(s, calling.args, argument)?.variable;
    if (subject === undefined) continue;
    if (argument === "self") invokeOn(s, subject, method, calling);
    else s.each(subject, (value) => invokeOn(s, value, method, calling));
  }
}

/** `@transaction_context_provider` gives the class that it decorates a `session`. */
function putOnClass(s: Solving, { puts }: ExternalSymbol, call: ExternalCalling): void {
  const [decorated] = call.calling.args;
  if (!puts || !decorated) return;
  const given = Object.entries(puts).map(([name, text]) => {
    const variable = s.flow.variable();
    addTyped(s, text, typeContext(s, call), variable);
    return [s.name(name), variable] as const;
  });
  s.each(decorated.variable, (value) => {
    if (s.values.kind(value) !== Kind.class) return;
    for (const [name, variable] of given) storeAttribute(s, value, name, variable, -1);
  });
}

function invokeOn(s: Solving, value: number, method: string, { origin }: Calling): void {
  if (!s.repeats.passOn(origin, -2 - s.name(method), value)) return;
  if (method === "__iter__") iterateValue(s, value, -1, origin, false);
  else callSpecialOf(s, value, { method, args: [], origin, how: "operator" });
}
