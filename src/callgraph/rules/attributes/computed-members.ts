import type { Calling } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { bindingOf } from "../calls/receivers.ts";
import { takes } from "../calls/signatures.ts";
import { plainAttributeOf } from "./attributes.ts";
import {
  isLeftToClones,
  isPublic,
  isTold,
  MAXIMAL_MEMBERS,
  methodsOf,
  receivers,
  whenSettled,
} from "./computed-names.ts";
import { callGuess } from "./guesses.ts";

/**
 * Dispatchers: `method = getattr(controller, action)`, and somewhere `method(request)`. The name comes
 * out of a request and the controller is one of many, so how it is called tells what is meant: of each
 * object that arrives the public methods that take these arguments. Where nearly all of an object's
 * methods would do, it tells nothing.
 */
export function callMember(s: Solving, calling: Calling, member: number): void {
  // What a library is handed says nothing of how it is called.
  if (s.log.metaOf(calling.meta).kind !== "call") return;
  whenSettled(s, () => {
    if (isTold(s, s.values.second(member))) return;
    if (calling.context === 0 && isLeftToClones(s, calling.origin)) return;
    s.each(s.values.first(member), (value) => {
      for (const receiver of receivers(s, value)) callFitting(s, calling, receiver);
      callForeign(s, calling, value);
    });
  });
}

/** Of a library's object any member is called: known where its class is described by one line for all of them. */
function callForeign(s: Solving, calling: Calling, value: number): void {
  if (s.values.kind(value) !== Kind.externalInstance) return;
  const any = s.outside.name(`${s.text(s.values.first(value))}.*`);
  if (!s.outside.isDescribed(any)) return;
  s.call({ ...calling, dst: -1, callee: s.holding(s.values.of(Kind.external, any)) });
}

function callFitting(s: Solving, calling: Calling, receiver: number): void {
  if (isFake(s, calling.origin, receiver)) return;
  const fitting = methodsOf(s, s.values.first(receiver), isPublic).filter(({ scopes }) =>
    scopes.some((each) => takes(s, each, calling.args, bindingOf(s, each) === "static" ? 0 : 1)),
  );
  if (fitting.length > MAXIMAL_MEMBERS) return;
  for (const { name } of fitting) {
    s.each(plainAttributeOf(s, receiver, name), (value) => {
      if (isMethod(s, value)) callGuess(s, calling, s.values.of(Kind.guess, value));
    });
  }
}

/** What tests put in the place of the real thing tells nothing of what the program dispatches to. */
function isFake(
  { program, testModules, values }: Solving,
  origin: number,
  receiver: number,
): boolean {
  if (origin < 0 || testModules.has(program.moduleOfSite(origin))) return false;
  return testModules.has(program.moduleOf(program.classScopes[values.first(receiver)] as number));
}

function isMethod(s: Solving, value: number): boolean {
  const inner = s.values.kind(value) === Kind.bound ? s.values.first(value) : value;
  return s.values.kind(inner) === Kind.function;
}
