import { ArgumentKind } from "../../../python/constraints.ts";
import { type Argument, type Calling, positional } from "../../state/call-shapes.ts";
import { readCall } from "../../state/calling.ts";
import { METACLASS } from "../../state/class-members.ts";
import { CACHED_FUNCTION, type MadeObject } from "../../state/objects.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { callCallerFunction, decorateByCaller } from "../models/caller-functions.ts";
import { constructNamedTuple } from "../models/named-tuples.ts";
import { dispatch } from "../models/single-dispatch.ts";
import { callWraptFunction, decorateByWrapt } from "../models/wrapt-functions.ts";
import { hashAmong } from "../protocols/compared-elements.ts";
import { iterateAll } from "../protocols/elements.ts";
import { loadItem } from "../protocols/items.ts";
import { callBackDecorated } from "./callbacks.ts";
import { decorateByManager, enterManagers } from "./managed-functions.ts";

/** A call of something that wraps a callable: a partial, a cached function, `attrgetter("x")`. */
export function callObject(
  s: Solving,
  calling: Calling,
  callee: number,
  receiver: number | undefined,
): void {
  const object = s.objects.get(s.values.first(callee));
  if (!s.repeats.passOn(calling.origin, calling.dst, callee)) return;
  const self = receiver === undefined ? [] : [positional(s.holding(receiver))];
  switch (object.kind) {
    case "partial":
      s.functions.partials.set(callee, true);
      callWrapped(s, calling, object, partialArguments(s, object, calling.args));
      return;
    case "partial-method":
      callWrapped(s, calling, object, [...self, ...partialArguments(s, object, calling.args)]);
      return;
    case "wrapper":
      hashCached(s, object, [...self, ...calling.args], calling.origin);
      callWrapped(s, calling, object, [...self, ...calling.args]);
      return;
    case "static-method":
    case "class-method":
      callWrapped(s, calling, object, [...self, ...calling.args]);
      return;
    case "single-dispatch":
      dispatch(s, calling, object, self);
      return;
    case "reference":
      s.flow.edge(object.wrapped, calling.dst);
      return;
    case "named-tuple":
      constructNamedTuple(s, calling, object);
      return;
    case "context-manager":
      decorateByManager(s, calling, callee);
      return;
    case "managed":
      enterManagers(s, object, calling);
      callWrapped(s, calling, object, [...self, ...calling.args]);
      return;
    case "context-manager-factory":
      makeManager(s, calling, object, [...self, ...calling.args]);
      return;
    default:
      if (!callDecorating(s, calling, callee, receiver)) callGetter(s, calling, object);
  }
}

/** What libraries make decorators of, and what they have decorated; false for anything else. */
function callDecorating(
  s: Solving,
  calling: Calling,
  callee: number,
  receiver: number | undefined,
): boolean {
  const object = s.objects.get(s.values.first(callee));
  switch (object.kind) {
    case "wrapt-decorator":
      decorateByWrapt(s, calling, object);
      return true;
    case "wrapt-function":
      callWraptFunction(s, calling, object, receiver);
      return true;
    case "caller-decorator":
      decorateByCaller(s, calling, callee);
      return true;
    case "caller-function":
      callCallerFunction(s, calling, object, receiver);
      return true;
    default:
      return false;
  }
}

function callWrapped(
  s: Solving,
  calling: Calling,
  object: MadeObject,
  args: readonly Argument[],
): void {
  s.call({ ...calling, callee: object.wrapped, args });
}

/** Role of the list of what a cached function was called with. */
const CACHED = -31;

/** Role of what `@lru_cache(…)` makes of a function. */
const DECORATED = -37;

/** A cached function looks its arguments up among those of earlier calls. */
function hashCached(
  s: Solving,
  { record }: MadeObject,
  args: readonly Argument[],
  origin: number,
): void {
  const seen = s.objectOf(s.object(record, CACHED, "list"));
  if (seen === undefined) return;
  for (const { variable } of args) {
    hashAmong(s, variable, seen, origin);
    s.flow.edge(variable, seen.rest);
  }
}

/** What a partial's construction gave beside the callable, then the call's own; of keywords the call's count. */
function partialArguments(
  s: Solving,
  object: MadeObject,
  given: readonly Argument[],
): readonly Argument[] {
  if (object.record === -1) return given;
  const names = new Set(given.map(({ name }) => name));
  const bound = readCall(s, object.record)
    .args.slice(1)
    .filter(({ kind, name }) => kind !== ArgumentKind.keyword || !names.has(name));
  return [...bound, ...given];
}

/** `@contextmanager`: the call makes a generator, the `with` statement runs it. */
function makeManager(
  s: Solving,
  calling: Calling,
  object: MadeObject,
  args: readonly Argument[],
): void {
  const manager = s.object(calling.record, -20, "context-manager");
  const made = s.objectOf(manager);
  if (!made) return;
  s.call({ ...calling, dst: made.wrapped, callee: object.wrapped, args });
  s.flow.add(calling.dst, manager);
}

/** `methodcaller("m", a)(x)`, `attrgetter("a.b")(x)`, `itemgetter("k")(x)`, `wraps(f)(g)`. */
function callGetter(s: Solving, calling: Calling, object: MadeObject): void {
  const subject = calling.args.find(({ kind }) => kind === ArgumentKind.positional)?.variable ?? -1;
  if (subject === -1) return;
  const made = object.record === -1 ? [] : readCall(s, object.record).args;
  if (object.kind === "single-dispatch-register") {
    s.flow.edge(subject, object.rest);
    s.flow.edge(subject, calling.dst);
  } else if (object.kind === "cache-decorator") {
    const parts = { className: s.name(CACHED_FUNCTION), record: calling.record };
    const cached = s.object(calling.record, DECORATED, "wrapper", parts);
    s.flow.edge(subject, s.objectOf(cached)?.wrapped ?? -1);
    s.flow.add(calling.dst, cached);
  } else if (object.kind === "wraps") {
    callBackDecorated(s, calling, object.className);
    s.flow.edge(subject, calling.dst);
    const wrapped = s.name("__wrapped__");
    s.each(subject, (value) => {
      // `six.add_metaclass(M)` leaves M where the class statement would have put it.
      const isClass = s.values.kind(value) === Kind.class;
      s.flow.edge(object.wrapped, s.field(value, isClass ? METACLASS : wrapped));
    });
  } else if (object.kind === "method-caller") {
    const callee = s.flow.variable();
    eachText(s, made[0]?.variable ?? -1, (text) => readPath(s, subject, [text], callee, calling));
    s.call({ ...calling, callee, args: made.slice(1) });
  } else if (object.kind === "attribute-getter") {
    for (const { variable } of made) {
      eachText(s, variable, (text) => readPath(s, subject, text.split("."), calling.dst, calling));
    }
  } else if (object.kind === "item-getter") {
    const keyVariable = made[0]?.variable ?? -1;
    const use = { key: -1, keyVariable, site: calling.origin };
    s.each(subject, (value) => loadItem(s, value, calling.dst, use));
  } else iterateAll(s, subject, calling.dst, calling.origin);
}

export function eachText(s: Solving, variable: number, action: (text: string) => void): void {
  if (variable === -1) return;
  s.each(variable, (value) => {
    if (s.values.isString(value)) action(s.text(s.values.second(value)));
  });
}

/** Reads a chain of attributes, at the place of a call. */
export function readPath(
  s: Solving,
  from: number,
  path: readonly string[],
  dst: number,
  { origin }: Pick<Calling, "origin">,
): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  const name = s.name(first);
  const next = rest.length === 0 ? dst : s.flow.variable();
  s.each(from, (value) => {
    if (s.values.kind(value) === Kind.literal && !s.values.isString(value)) return;
    const attribute = attributeOf(s, value, name);
    s.flow.edge(attribute, next);
    if (origin >= 0) s.log.read(origin, attribute, false);
    else s.log.part(-2 - origin, attribute);
  });
  readPath(s, next, rest, dst, { origin });
}
