import type { MemberLoops } from "../../program/member-loops.ts";
import { type Calling, positional } from "../../state/call-shapes.ts";
import { CallField } from "../../state/calling.ts";
import type { FunctionInstance } from "../../state/functions.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { callMember } from "../attributes/computed-members.ts";
import { callGuess } from "../attributes/guesses.ts";
import { specialAttributeOf } from "../classes/special-methods.ts";
import { callBackOfWrapper } from "../outside/described-wrappers.ts";
import { callExternal } from "../outside/external-calls.ts";
import { passArguments, passPosition } from "./arguments.ts";
import { callObject } from "./call-objects.ts";
import { construct } from "./construct.ts";
import { isInitialiser } from "./receivers.ts";
import { hasOwnSignature, takes } from "./signatures.ts";

/** So many functions that one call may mean get its arguments. */
const FOLLOWED_FUNCTIONS = 64;

/** A value arrived at the callee of a call record: what is called depends on what it is. */
export function invoke(s: Solving, calling: Calling, callee: number): void {
  switch (s.values.kind(callee)) {
    case Kind.function:
      if (isOneOfMany(s, calling, callee)) noteFunction(s, calling, callee);
      else callFunction(s, calling, callee, undefined);
      return;
    case Kind.bound:
      invokeBound(s, calling, callee);
      return;
    case Kind.class:
      construct(s, calling, callee);
      return;
    case Kind.instance:
      passOn(s, calling, callee, specialAttributeOf(s, callee, s.name("__call__")));
      return;
    case Kind.object:
      callObject(s, calling, callee, undefined);
      return;
    case Kind.external:
      callExternal(s, calling, callee, undefined);
      return;
    case Kind.guess:
      if (!isMisfitting(s, calling, s.values.first(callee))) callGuess(s, calling, callee);
      return;
    case Kind.member:
      callMember(s, calling, callee);
      return;
    case Kind.result:
      callExternal(s, calling, callee, undefined);
      return;
    case Kind.externalInstance:
      passOn(s, calling, callee, attributeOf(s, callee, s.name("__call__")));
      return;
    default:
  }
}

/** Whether a function is one more in a registry where so many meet that what all are given tells nothing of any. */
function isOneOfMany(s: Solving, { record }: Calling, callee: number): boolean {
  const variable = s.code.at(record + CallField.callee);
  if (s.flow.size(variable) <= FOLLOWED_FUNCTIONS) return false;
  let before = 0;
  s.flow.some(variable, (value) => {
    if (value === callee) return true;
    before += 1;
    return before === FOLLOWED_FUNCTIONS;
  });
  return before === FOLLOWED_FUNCTIONS;
}

/** The call alone, without what it passes and gives. */
function noteFunction(s: Solving, calling: Calling, callee: number): void {
  const index = s.values.first(callee);
  if (isMisfit(s, calling, index, undefined)) return;
  const { scope, context } = s.functions.get(index);
  s.log.target(calling.origin, scope, calling.meta, calling.record, context);
}

function invokeBound(s: Solving, calling: Calling, callee: number): void {
  const inner = s.values.first(callee);
  const receiver = s.values.second(callee);
  switch (s.values.kind(inner)) {
    case Kind.function:
      callFunction(s, calling, inner, receiver);
      return;
    case Kind.object:
      callObject(s, calling, inner, receiver);
      return;
    case Kind.external:
      callExternal(s, calling, inner, receiver);
      return;
    default: {
      // Any other callable gets the receiver as its first argument.
      const first = positional(s.holding(receiver));
      invoke(s, { ...calling, args: [first, ...calling.args] }, inner);
    }
  }
}

/** The same call, of something else. */
function passOn(s: Solving, calling: Calling, from: number, callee: number): void {
  if (!s.repeats.passOn(calling.origin, calling.dst, from)) return;
  s.call({ ...calling, callee });
}

function callFunction(
  s: Solving,
  calling: Calling,
  callee: number,
  receiver: number | undefined,
): void {
  if (isMisfit(s, calling, s.values.first(callee), receiver)) return;
  const { scope } = s.functions.get(s.values.first(callee));
  const loops = s.given.loops.get(scope);
  if (loops) callForMembers(s, calling, s.values.first(callee), receiver, loops);
  else enter(s, calling, instanceFor(s, calling, s.values.first(callee), receiver), receiver);
}

/** A call of what replaces the members of a class: an instance of it for each of them. */
function callForMembers(
  s: Solving,
  calling: Calling,
  index: number,
  receiver: number | undefined,
  { parameter }: MemberLoops,
): void {
  const place = parameter - (receiver === undefined ? 0 : 1);
  const given = place === -1 ? s.holding(receiver ?? -1) : calling.args[place]?.variable;
  const enterAll = () => enter(s, calling, instanceFor(s, calling, index, receiver), receiver);
  if (given === undefined) enterAll();
  else {
    s.each(given, (value) => {
      const made = s.values.kind(value) === Kind.namespace ? s.values.first(value) : value;
      const owner = s.values.kind(made) === Kind.class ? s.values.first(made) : -1;
      const instances = (s.given.wrapped.get(owner) ?? []).map((name) => {
        const { record, context } = calling;
        return s.memberInstance({ record, context, index, class: owner, name });
      });
      const apart = instances.filter((each) => each !== -1);
      const only = positional(s.holding(value));
      const args = calling.args.map((each, at) => (at === place ? only : each));
      for (const each of apart) enter(s, { ...calling, args }, each, receiver);
      if (apart.length === 0) enterAll();
    });
  }
}

/** A call enters an instance of a function. */
function enter(s: Solving, calling: Calling, index: number, receiver: number | undefined): void {
  const target = s.functions.get(index);
  s.log.target(calling.origin, target.scope, calling.meta, calling.record, target.context);
  if (receiver !== undefined) passReceiver(s, target, receiver);
  // Another receiver of the same function brings no other arguments.
  if (!s.linked.add(calling.record, index * 2 + (receiver === undefined ? 0 : 1))) return;
  callBackOfWrapper(s, calling, target.scope, receiver);
  s.functions.called.add(target.scope);
  passArguments(s, target, calling, receiver === undefined ? 0 : 1);
  if (target.isGenerator) s.flow.add(calling.dst, s.values.of(Kind.generator, index));
  else if (target.isAsync) s.flow.add(calling.dst, s.values.of(Kind.coroutine, index));
  else s.flow.copy(target.returns, calling.dst);
}

/**
 * A call in the source that can only fail: of the classes that one variable may hold not all have a
 * method of these parameters. Judged are methods that are bound and functions that are not: whether
 * anything else was bound on its way is less sure than how it is called.
 */
function isMisfit(
  s: Solving,
  { args, meta, record }: Calling,
  index: number,
  receiver: number | undefined,
): boolean {
  const { scope } = s.functions.get(index);
  const isMethod = s.program.classOfMethod(scope) !== -1;
  if (isMethod !== (receiver !== undefined)) return false;
  // What libraries, Python itself and models of them pass is not always written out.
  const { how, kind } = s.log.metaOf(meta);
  const isWritten = s.code.at(record + CallField.isWritten) === 1 || isInitialiser(s, scope);
  if (kind !== "call" || !isWritten || !SPELLED_OUT.has(how)) return false;
  return hasOwnSignature(s, scope) && !takes(s, scope, args, isMethod ? 1 : 0);
}

/** The same of what a computed name may mean. */
function isMisfitting(s: Solving, calling: Calling, guess: number): boolean {
  const isBound = s.values.kind(guess) === Kind.bound;
  const inner = isBound ? s.values.first(guess) : guess;
  if (s.values.kind(inner) !== Kind.function) return false;
  return isMisfit(s, calling, s.values.first(inner), isBound ? s.values.second(guess) : undefined);
}

/** Calls whose arguments stand where the callee is named, be it by a computed name. */
const SPELLED_OUT: ReadonlySet<string> = new Set(["call", "constructor", "getattr"]);

function instanceFor(
  s: Solving,
  { record, context }: Calling,
  index: number,
  receiver: number | undefined,
): number {
  const { scope } = s.functions.get(index);
  const isOwn = receiver !== undefined && s.values.isApart(receiver);
  // Of a container's methods only the initialiser is followed for each: it fills it.
  if (isOwn && (!s.apart.isContainer(receiver) || isInitialiser(s, scope))) {
    return s.cloneFor(record, context, s.apart.cloneFor(index, receiver));
  }
  const isExact =
    receiver !== undefined &&
    s.values.kind(receiver) === Kind.instance &&
    s.values.isExact(receiver);
  if (isExact && isInitialiser(s, scope)) {
    const owner = s.values.first(receiver);
    if (owner !== s.program.classOfMethod(scope)) return s.initialiserFor(index, owner);
  }
  return s.cloneFor(record, context, index, receiver);
}

function passReceiver(s: Solving, target: FunctionInstance, receiver: number): void {
  const self = target.parameters[0];
  if (self?.kind === "positional" || self?.kind === "positional-only") {
    s.flow.add(self.variable, receiver);
  } else if (self) passPosition(s, target, 0, s.holding(receiver));
}
