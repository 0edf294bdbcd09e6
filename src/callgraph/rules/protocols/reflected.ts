import { hasMethod } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { callSpecialOf, specialAttributeOf, specialOf } from "../classes/special-methods.ts";
import { COMPARISONS, type OperatorUse } from "./operator-use.ts";
import { refinedBy, refines } from "./refinements.ts";

/**
 * The right operand's turn: its reflected method is asked where a left operand lacks the plain one or may answer
 * `NotImplemented`, and asked first where its class refines the left one's. In a program of formulas sixty classes
 * meet sixty at thousands of places: what concerns one side alone is asked once, of pairs only what pairs decide.
 */
export function reflect(s: Solving, value: number, use: OperatorUse): void {
  const { left, reflected } = use;
  const refined = refinedBy(s, value, reflected);
  const turn = turnOf(s, use);
  let isAsked = false;
  const ask = (isPossible = false) => {
    if (isAsked) return;
    isAsked = true;
    askReflected(s, value, use, isPossible);
  };
  s.each(turn, () => ask());
  if (refined.size > 0) {
    s.operands.firsts.when(
      s,
      left,
      (each) => refines(s, value, each, reflected),
      () => ask(),
    );
  }
  s.late.push(() => {
    if (s.flow.isEmpty(left)) ask(isComparedAlike(s, value, use));
  });
}

function askReflected(s: Solving, value: number, use: OperatorUse, isPossible: boolean): void {
  const { dst, left, reflected, site } = use;
  const how = "operator" as const;
  callSpecialOf(s, value, { method: reflected, args: [left], origin: site, how, dst, isPossible });
}

/** Something unknown is compared with an object that can be compared: it is likelier such an object, whose own method answers. */
function isComparedAlike(s: Solving, value: number, { method }: OperatorUse): boolean {
  return COMPARISONS.has(method) && hasMethod(s, value, method);
}

/** Holds something once a left operand of the place leaves the operation to the right one, whichever that is. */
function turnOf(s: Solving, { record, left, method }: OperatorUse): number {
  const known = s.operands.turns.get(record);
  if (known !== undefined) return known;
  const turn = s.flow.variable();
  s.operands.turns.set(record, turn);
  s.each(left, (value) => {
    const name = specialOf(s, value, method);
    if (name === undefined) s.flow.add(turn, s.external(s.name(NOT_IMPLEMENTED)));
    else s.flow.edge(refusalOf(s, value, name), turn);
  });
  return turn;
}

const NOT_IMPLEMENTED = "<builtin>.NotImplemented";

/** Holds something once a value's method may answer `NotImplemented`, wherever it is called. */
function refusalOf(s: Solving, value: number, method: string): number {
  return onceOf(s, value, `refusal:${method}`, (refusal) => {
    s.each(specialAttributeOf(s, value, s.name(method)), (callee) => {
      const inner = s.values.kind(callee) === Kind.bound ? s.values.first(callee) : callee;
      if (s.values.kind(inner) === Kind.function) s.flow.edge(refusalIn(s, inner), refusal);
    });
  });
}

function refusalIn(s: Solving, callee: number): number {
  return onceOf(s, callee, "refusal", (refusal) => {
    s.each(s.functions.get(s.values.first(callee)).returns, (value) => {
      if (isNotImplemented(s, value)) s.flow.add(refusal, s.external(s.name(NOT_IMPLEMENTED)));
    });
  });
}

function isNotImplemented(s: Solving, value: number): boolean {
  const kind = s.values.kind(value);
  const isName = kind === Kind.external || kind === Kind.externalInstance;
  return isName && s.text(s.values.first(value)).includes("NotImplemented");
}

/** A value's variable under a name that no attribute has, filled when it is made. */
function onceOf(
  s: Solving,
  value: number,
  label: string,
  fill: (variable: number) => void,
): number {
  const name = s.name(label);
  const known = s.attributes.get(value, name);
  if (known !== -1) return known;
  const variable = s.flow.variable();
  s.attributes.set(value, name, variable);
  fill(variable);
  return variable;
}
