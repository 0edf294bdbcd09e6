import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { Breadth, Kind } from "../../state/values.ts";

/**
 * What raising, catching and making exceptions does with values
 * (https://docs.python.org/3/library/exceptions.html): their arguments are a tuple, what caused them
 * and what was handled when they were raised hangs on them, and the end of a generator carries its result.
 */

/** Why an exception is raised: variables, -1 for none. */
export interface Reasons {
  readonly cause: number;
  readonly context: number;
}

/** `raise value from cause`: raising a class makes an instance of it. */
export function raise(s: Solving, value: number, origin: number, reasons: Reasons): void {
  const kind = s.values.kind(value);
  if (kind === Kind.class || kind === Kind.instance) s.raised.add(s.values.first(value));
  if (kind === Kind.class) {
    const meta = s.log.how("constructor");
    s.call({ dst: -1, callee: s.holding(value), origin, meta, args: [] });
  }
  for (const each of holdersOf(s, value)) {
    if (reasons.cause !== -1) s.flow.edge(reasons.cause, s.field(each, s.name("__cause__")));
    if (reasons.context !== -1) s.flow.edge(reasons.context, s.field(each, s.name("__context__")));
  }
}

/** Stands for all handlers where it is asked which tuples were looked into before. */
const CAUGHT = -61;

/** What a handler may find in its hands: of outside exceptions one of each kind that would catch it. */
function holdersOf(s: Solving, raised: number): readonly number[] {
  const first = s.values.first(raised);
  switch (s.values.kind(raised)) {
    case Kind.class:
      return [s.instance(first)];
    case Kind.instance:
      return [raised];
    case Kind.external:
    case Kind.externalInstance:
      return s.outside.order(first).map((each) => s.values.of(Kind.externalInstance, each));
    default:
      return [];
  }
}

/** `except value as dst`. */
export function catchInstance(s: Solving, value: number, dst: number): void {
  const kind = s.values.kind(value);
  if (kind === Kind.class) {
    // Which classes are raised at all is known when everything else is.
    const caught = s.values.of(Kind.instance, s.values.first(value), Breadth.hinted);
    s.late.push(() => {
      if (mayBeRaised(s, s.values.first(value))) s.flow.add(dst, caught);
    });
  } else if (kind === Kind.external) {
    s.flow.add(dst, s.values.of(Kind.externalInstance, s.values.first(value)));
    addRaised(s, s.values.first(value), dst);
  } else if (kind === Kind.object) {
    // A tuple may hold itself, at any depth.
    if (!s.repeats.passOn(CAUGHT, dst, value)) return;
    const object = s.objects.get(s.values.first(value));
    s.each(object.rest, (each) => catchInstance(s, each, dst));
    s.eachSlot(object, (_key, slot) => s.each(slot, (each) => catchInstance(s, each, dst)));
  }
}

/** In a small program some call in sight makes what is raised. */
function mayBeRaised(s: Solving, index: number): boolean {
  const isSeen = (each: number) => s.raised.has(each) || s.instantiated.has(each);
  return !s.apart.isOn || s.hierarchy.family(index).some(isSeen);
}

/** More kinds of exceptions of a program's own than this tell nothing about what one handler gets. */
const MAXIMAL_KINDS = 3;

/** What a handler of outside exceptions gets of the program's own: what is raised anywhere, if few. */
export function addRaised(s: Solving, caught: number, dst: number): void {
  s.late.push(() => {
    if (s.raised.size > MAXIMAL_KINDS) return;
    for (const index of [...s.raised].sort((a, b) => a - b)) {
      if (s.hierarchy.order(index).includes(-1 - caught)) s.flow.add(dst, s.instance(index));
    }
  });
}

/** `E(a, b).args` is `(a, b)`; all exceptions of a class share one tuple here. */
export function keepArguments(s: Solving, { args }: Calling, made: number): void {
  const given = args.filter(({ kind }) => kind === ArgumentKind.positional);
  if (given.length === 0 || !isException(s, made)) return;
  for (const each of holdersOf(s, made)) {
    const tuple = s.object(each, ARGUMENTS, "tuple");
    s.flow.add(s.field(each, s.name("args")), tuple);
    const object = s.objectOf(tuple);
    if (!object) continue;
    for (const [position, { variable }] of given.entries()) {
      s.flow.edge(variable, s.slot(object, s.name(`i:${position}`)));
    }
  }
}

/** Role of the tuple of an exception's arguments. */
const ARGUMENTS = -60;

function isException(s: Solving, value: number): boolean {
  const first = s.values.first(value);
  const base = s.outside.builtin("BaseException");
  return s.values.kind(value) === Kind.instance
    ? s.hierarchy.order(first).includes(-1 - base)
    : s.outside.order(first).includes(base);
}

/** Whoever steps a generator by hand gets its result with the `StopIteration` that ends it. */
export function endWithResult(s: Solving, generator: number): void {
  if (s.values.kind(generator) !== Kind.generator) return;
  const ended = s.values.of(Kind.externalInstance, s.outside.builtin("StopIteration"));
  const { returns } = s.functions.get(s.values.first(generator));
  s.flow.edge(returns, s.field(ended, s.name("value")));
}
