import { ArgumentKind, LiteralKind } from "../../../python/constraints.ts";
import type { Origin } from "../../state/call-log.ts";
import type { Calling } from "../../state/call-shapes.ts";
import { hasMethod } from "../../state/class-members.ts";
import { type FunctionInstance, isPositional } from "../../state/functions.ts";
import type { MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { callSpecialOf } from "../classes/special-methods.ts";
import { askOutside } from "../outside/protocol-calls.ts";
import { iteratesNatively, iterateValue, placesOf } from "../protocols/elements.ts";

/** Roles of the objects that a function's own `*args` and `**kwargs` are. */
const ROLE = { star: -10, doubleStar: -11 } as const;

/** A starred argument of a call. */
interface Spread {
  readonly variable: number;
  readonly origin: Origin;
}

/** `def f(*args): f(1, *args)` moves every element one place on, without end. */
const MAXIMAL_PLACES = 32;

/**
 * Lets the arguments of a call flow into the parameters of a function
 * (https://docs.python.org/3/reference/expressions.html#calls): by position, by keyword, through
 * `*` and `**` element by element where the positions are constant.
 */
export function passArguments(
  s: Solving,
  target: FunctionInstance,
  { args, origin }: Pick<Calling, "args" | "origin">,
  shift: number,
): void {
  if (s.apart.isOn || s.apart.settled.isUsed) settleParameters(s, target, args, shift);
  let position = shift;
  let isExact = true;
  const given = new Set<number>();
  for (const argument of args) {
    switch (argument.kind) {
      case ArgumentKind.positional:
        if (isExact) given.add(target.parameters[position]?.variable ?? -1);
        if (isExact) passPosition(s, target, position, argument.variable);
        else passAnyPosition(s, target, shift, argument.variable);
        position += 1;
        break;
      case ArgumentKind.keyword:
        given.add(passKeyword(s, target, argument.name, argument.variable));
        break;
      case ArgumentKind.star:
        passStar(s, target, position, { variable: argument.variable, origin });
        isExact = false;
        break;
      default:
        passDoubleStar(s, target, { variable: argument.variable, origin });
    }
  }
  passDefaults(s, target, given);
  // A call without keywords hands an empty mapping over, one without more arguments an empty tuple.
  doubleStarObject(s, target);
  keepLength(s, target, isExact ? position : -1);
}

/** Tells of each parameter whether the call gives it what is written there. */
function settleParameters(
  s: Solving,
  { parameters }: FunctionInstance,
  args: Calling["args"],
  shift: number,
): void {
  const isSpread = args.some(
    ({ kind }) => kind === ArgumentKind.star || kind === ArgumentKind.doubleStar,
  );
  const positional = args.filter(({ kind }) => kind === ArgumentKind.positional);
  for (const [place, parameter] of parameters.entries()) {
    const byKeyword = args.find(
      ({ kind, name }) => kind === ArgumentKind.keyword && name === parameter.name,
    );
    const byPlace = isPositional(parameter) ? positional[place - shift] : undefined;
    const given = (byPlace ?? byKeyword)?.variable ?? parameter.default;
    if (isSpread || place < shift) s.apart.settled.doubt(parameter.variable);
    else s.apart.settled.give(parameter.variable, given);
  }
}

/** How many arguments `*args` gets of so many positional ones; -1 where nobody knows. */
function keepLength(s: Solving, target: FunctionInstance, count: number): void {
  const star = starObject(s, target);
  if (!star) return;
  star.lengths ??= s.flow.variable();
  const before = target.parameters.findIndex((each) => each.kind === "var-positional");
  const length = s.name(`${Math.max(0, count - before)}`);
  const { integer } = LiteralKind;
  const known = s.values.of(Kind.literal, integer, length);
  s.flow.add(star.lengths, count === -1 ? s.builtinInstance("int") : known);
}

/** What a call does not pass for certain is the default's. */
export function passDefaults(
  s: Solving,
  { parameters }: FunctionInstance,
  given: ReadonlySet<number> = NONE,
): void {
  for (const parameter of parameters) {
    if (!given.has(parameter.variable)) s.flow.edge(parameter.default, parameter.variable);
  }
}

const NONE: ReadonlySet<number> = new Set();

export function passPosition(
  s: Solving,
  target: FunctionInstance,
  position: number,
  variable: number,
): void {
  const parameter = target.parameters[position];
  if (parameter && isPositional(parameter)) {
    s.flow.copy(variable, parameter.variable);
    return;
  }
  const place = position - target.parameters.findIndex((each) => each.kind === "var-positional");
  const star = starObject(s, target);
  if (!star) return;
  const isApart = place < MAXIMAL_PLACES;
  s.flow.edge(variable, isApart ? s.slot(star, s.name(`i:${place}`)) : star.rest);
}

function passAnyPosition(
  s: Solving,
  target: FunctionInstance,
  from: number,
  variable: number,
): void {
  for (const parameter of target.parameters.slice(from)) {
    if (isPositional(parameter)) s.flow.edge(variable, parameter.variable);
  }
  const star = starObject(s, target);
  if (star) s.flow.edge(variable, star.rest);
}

/** The variable of the parameter that takes it, -1 for none. */
function passKeyword(s: Solving, target: FunctionInstance, name: number, variable: number): number {
  const parameter = target.parameters.find(
    (each) => each.name === name && (each.kind === "positional" || each.kind === "keyword-only"),
  );
  if (parameter) {
    s.flow.edge(variable, parameter.variable);
    return parameter.variable;
  }
  const rest = doubleStarObject(s, target);
  if (rest) s.flow.edge(variable, s.slot(rest, s.textKey(name)));
  return -1;
}

function passStar(
  s: Solving,
  target: FunctionInstance,
  position: number,
  { variable, origin }: Spread,
): void {
  s.each(variable, (value) => {
    const object = s.objectOf(value);
    const kind = s.values.kind(value);
    const places = placesOf(s, value);
    // A mapping is spread into its keys.
    const isMapping = object?.kind === "dict";
    if (object) askOutside(s, value, "__iter__", { origin, how: "iteration" });
    if (object && !isMapping) passElements(s, target, position, object);
    else if (places.length > 0) {
      iterateValue(s, value, -1, origin, false);
      for (const [place, each] of places.entries()) passPosition(s, target, position + place, each);
    } else if (isMapping || SPREAD.has(kind)) {
      const elements = s.flow.variable();
      iterateValue(s, value, elements, origin, false);
      passAnyPosition(s, target, position, elements);
    }
  });
}

const SPREAD: ReadonlySet<number> = new Set([Kind.generator, Kind.instance, Kind.externalInstance]);

function passElements(
  s: Solving,
  target: FunctionInstance,
  position: number,
  object: MadeObject,
): void {
  passAnyPosition(s, target, position, object.rest);
  s.eachSlot(object, (key, variable) => {
    const place = /^i:(\d+)$/.exec(s.text(key))?.[1];
    if (place !== undefined) passPosition(s, target, position + Number(place), variable);
  });
}

function passDoubleStar(s: Solving, target: FunctionInstance, { variable, origin }: Spread): void {
  s.each(variable, (value) => {
    const object = s.objectOf(value);
    const rest = doubleStarObject(s, target);
    if (!object) {
      passMapping(s, target, value, origin);
      return;
    }
    if (object.kind !== "dict") return;
    if (rest) s.flow.edge(object.rest, rest.rest);
    s.eachSlot(object, (key, slot) => {
      const text = s.text(key);
      if (text.startsWith("s:")) passKeyword(s, target, s.name(text.slice(2)), slot);
    });
  });
}

/** Any other mapping is asked for its keys, and for the value of each. */
function passMapping(s: Solving, target: FunctionInstance, value: number, origin: Origin): void {
  if (!hasMethod(s, value, "keys") || !hasMethod(s, value, "__getitem__")) return;
  if (iteratesNatively(s, value)) return;
  const call = { args: [], origin, how: "iteration" as const };
  const dst = s.flow.variable();
  callSpecialOf(s, value, { ...call, method: "keys" });
  callSpecialOf(s, value, { ...call, method: "__getitem__", args: [s.flow.variable()], dst });
  for (const parameter of target.parameters) {
    if (parameter.kind === "positional" || parameter.kind === "keyword-only") {
      s.flow.edge(dst, parameter.variable);
    }
  }
  const rest = doubleStarObject(s, target);
  if (rest) s.flow.edge(dst, rest.rest);
}

/** The tuple that a function's `*args` holds. */
function starObject(s: Solving, target: FunctionInstance): MadeObject | undefined {
  const parameter = target.parameters.find((each) => each.kind === "var-positional");
  if (!parameter) return undefined;
  return parameterObject(s, parameter.variable, "tuple");
}

function doubleStarObject(s: Solving, target: FunctionInstance): MadeObject | undefined {
  const parameter = target.parameters.find((each) => each.kind === "var-keyword");
  if (!parameter) return undefined;
  return parameterObject(s, parameter.variable, "dict");
}

function parameterObject(
  s: Solving,
  variable: number,
  kind: "tuple" | "dict",
): MadeObject | undefined {
  const value = s.object(variable, kind === "tuple" ? ROLE.star : ROLE.doubleStar, kind);
  s.flow.add(variable, value);
  return s.objectOf(value);
}
