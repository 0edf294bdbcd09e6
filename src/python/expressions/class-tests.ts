import type { TypeIndex } from "../module-facts.ts";
import type { Reader } from "../reader/reader.ts";
import { childByField, childrenOf, withoutParentheses } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { constantText } from "./literals.ts";

/**
 * Tests by which a metaclass tells the classes that it makes apart: `if bases:`, `if name != "Base":`,
 * `if not hasattr(cls, "registry"):`, in `__new__(mcs, name, bases, names)` and in `__init__`.
 */

/** What is known of the class that is made where the test came out so. */
export interface ClassTest {
  readonly name: string;
  readonly type: TypeIndex;
  readonly isNegative: boolean;
}

const MAKERS: ReadonlySet<string | undefined> = new Set(["__new__", "__init__"]);
const MAKING = /^(super\([^()]*\)|[\w.]+)\.__new__\(/;

/** `cls = super().__new__(mcs, name, bases, names)`: the name of what is made. */
export function rememberMade(reader: Reader, targets: readonly number[], right: number): void {
  const { state } = reader;
  const [target = -1] = targets;
  if (state.scope.name !== "__new__" || reader.kind(target) !== Kind.identifier) return;
  if (reader.kind(right) !== Kind.call || !MAKING.test(reader.source(right))) return;
  state.madeClass = reader.identifier(target);
}

/** What a test says of the class that the metaclass's method makes; undefined for all other tests. */
export function classTestOf(reader: Reader, test: number, outcome: boolean): ClassTest | undefined {
  const making = makingOf(reader);
  if (making === undefined) return undefined;
  const { made, bases } = making;
  const found = (type: TypeIndex, holds: boolean): ClassTest => ({
    name: made,
    type,
    isNegative: !holds,
  });
  switch (reader.kind(test)) {
    case Kind.identifier: {
      if (reader.identifier(test) !== bases) return undefined;
      return found(reader.facts.type({ kind: "derived", attribute: -1 }), outcome);
    }
    case Kind.comparisonOperator: {
      const named = namesOf(reader, test, making.name);
      if (named === undefined) return undefined;
      const type = reader.facts.type({ kind: "named", texts: named.texts, fit: "whole" });
      return found(type, named.isSame === outcome);
    }
    case Kind.call: {
      const attribute = attributeGiven(reader, test, made);
      if (attribute === undefined) return undefined;
      const name = reader.facts.string(attribute);
      return found(reader.facts.type({ kind: "derived", attribute: name }), outcome);
    }
    default:
      return undefined;
  }
}

interface Making {
  /** Names of the class that is made, and of the parameters with its name and its bases. */
  readonly made: string;
  readonly name: string;
  readonly bases: string;
}

function makingOf({ state, facts }: Reader): Making | undefined {
  const { callable, scope } = state;
  if (!MAKERS.has(scope.name) || scope.kind !== "function") return undefined;
  const [first, name, bases, names] = (callable?.parameters ?? []).map(
    (each) => facts.strings[each.name],
  );
  const made = scope.name === "__init__" ? first : state.madeClass;
  if (!made || !name || !bases || names === undefined) return undefined;
  return { made, name, bases };
}

const SAME: ReadonlySet<string> = new Set(["==", "in"]);
const OTHER: ReadonlySet<string> = new Set(["!=", "not in"]);

/** `name == "Base"`, `name not in ("Base", "Model")`. */
function namesOf(
  reader: Reader,
  test: number,
  name: string,
): { texts: readonly string[]; isSame: boolean } | undefined {
  const [left, right, more] = childrenOf(reader.tree, test);
  const operatorNode = childByField(reader.tree, test, Field.operators);
  if (left === undefined || right === undefined || more !== undefined || operatorNode < 0) return;
  if (reader.kind(left) !== Kind.identifier || reader.identifier(left) !== name) return;
  const operator = reader.source(operatorNode).replace(/\s+/g, " ");
  if (!SAME.has(operator) && !OTHER.has(operator)) return;
  const inner = withoutParentheses(reader.tree, right);
  const isList = DISPLAYS.has(reader.kind(inner));
  if (isList !== operator.endsWith("in")) return;
  const texts = (isList ? childrenOf(reader.tree, inner) : [inner]).map(
    (each) => constantText(reader, each) ?? "",
  );
  return texts.includes("") ? undefined : { texts, isSame: SAME.has(operator) };
}

const DISPLAYS: ReadonlySet<number> = new Set<number>([Kind.tuple, Kind.list, Kind.set]);

/** `hasattr(cls, "registry")` in a method that gives the class that attribute: those have it already that inherit it. */
function attributeGiven(reader: Reader, call: number, made: string): string | undefined {
  const callee = childByField(reader.tree, call, Field.function);
  if (reader.kind(callee) !== Kind.identifier || reader.source(callee) !== "hasattr") return;
  const [subject, name] = childrenOf(reader.tree, childByField(reader.tree, call, Field.arguments));
  if (subject === undefined || name === undefined) return;
  if (reader.kind(subject) !== Kind.identifier || reader.identifier(subject) !== made) return;
  const attribute = constantText(reader, name);
  if (attribute === undefined || !/^\w+$/.test(attribute)) return;
  const body = reader.source(reader.state.scope.body);
  return new RegExp(`\\b${made}\\.${attribute}\\s*=[^=]`).test(body) ? attribute : undefined;
}
