import { ContainerKind, Op } from "../constraints.ts";
import { rememberMade } from "../expressions/class-tests.ts";
import { newContainer } from "../expressions/displays.ts";
import { readKey } from "../expressions/keys.ts";
import { rememberQuestion } from "../expressions/member-tests.ts";
import { binaryOperation, operatorText } from "../expressions/operators.ts";
import { readAnnotation } from "../expressions/types.ts";
import { extendHeld } from "../held/held-items.ts";
import { canHold, heldUnder } from "../held/held-names.ts";
import type { Variable } from "../module-facts.ts";
import { bindDisplay, bindName } from "../reader/name-access.ts";
import type { Reader } from "../reader/reader.ts";
import {
  childByField,
  childOfKind,
  childrenOf,
  firstChild,
  withoutParentheses,
} from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { bindTarget } from "./targets.ts";
import { withTypeParameters } from "./type-parameters.ts";

/** `a = b = value`, `a: T = value`, `a: T`; the value. Targets are stored from left to right. */
export function readAssignment(reader: Reader, node: number): Variable {
  const { tree } = reader;
  const targets: number[] = [];
  let right = node;
  let type = -1;
  while (reader.kind(right) === Kind.assignment) {
    targets.push(childByField(tree, right, Field.left));
    if (type < 0) type = childByField(tree, right, Field.type);
    right = childByField(tree, right, Field.right);
  }
  const [target] = targets;
  if (right < 0) return declare(reader, target ?? -1, type);
  if (targets.length === 1 && target !== undefined && assignPairs(reader, target, right)) return -1;
  if (type < 0 && assignDisplay(reader, targets, right)) return -1;
  const isAugmented = reader.kind(right) === Kind.augmentedAssignment;
  let value = isAugmented ? readAugmented(reader, right) : reader.expression(right);
  if (type >= 0) value = hinted(reader, value, type);
  for (const each of targets) bindTarget(reader, each, value);
  rememberQuestion(reader, right, value);
  rememberMade(reader, targets, right);
  return value;
}

/** `a = b = [f, g]`, `a = b` where b is held: names of one display; false for all other assignments. */
function assignDisplay(reader: Reader, targets: readonly number[], right: number): boolean {
  const isHeld = heldUnder(reader, right) !== undefined;
  const isNew = DISPLAYS.has(reader.kind(withoutParentheses(reader.tree, right)));
  if (!(isHeld || isNew) || !targets.every((target) => canHold(reader, target))) return false;
  const value = heldUnder(reader, right)?.variable ?? reader.expression(right);
  const content = heldUnder(reader, right)?.content ?? reader.contentOf(value);
  for (const target of targets) {
    const name = reader.identifier(target);
    if (content === undefined) bindName(reader, name, value);
    else bindDisplay(reader, name, value, content);
  }
  return true;
}

const DISPLAYS: ReadonlySet<number> = new Set<number>([
  Kind.list,
  Kind.tuple,
  Kind.expressionList,
  Kind.dictionary,
  Kind.subscript,
]);

/** `x: T` binds nothing, yet everything that x ever holds is a T. */
function declare(reader: Reader, target: number, type: number): Variable {
  if (target < 0 || type < 0) return -1;
  const { facts } = reader;
  const value = facts.variable();
  facts.emit(Op.Hint, value, readAnnotation(reader, type));
  bindTarget(reader, target, value);
  return value;
}

function hinted(reader: Reader, value: Variable, type: number): Variable {
  const { facts } = reader;
  const result = facts.variable();
  facts.copy(result, value);
  facts.emit(Op.Hint, result, readAnnotation(reader, type));
  return result;
}

const PAIRED: ReadonlySet<number> = new Set([Kind.expressionList, Kind.tuple, Kind.list]);

/** `a, *b = x, y, z` needs no tuple: all values are read, then stored one by one. */
function assignPairs(reader: Reader, target: number, right: number): boolean {
  const { tree } = reader;
  const left = withoutParentheses(tree, target);
  const isList = reader.kind(left) === Kind.patternList || reader.kind(left) === Kind.tuplePattern;
  const from = withoutParentheses(tree, right);
  const isPaired = PAIRED.has(reader.kind(from));
  const held = heldUnder(reader, from)?.content;
  if (!isList || !(isPaired || held?.shape === "sequence")) return false;
  const targets = childrenOf(tree, left);
  const sources = held?.shape === "sequence" ? held.values : childrenOf(tree, from);
  const star = targets.findIndex((target) => isStarred(reader, target));
  if (held === undefined && sources.some((source) => isStarred(reader, source))) return false;
  if (star < 0 ? targets.length !== sources.length : targets.length - 1 > sources.length) {
    return false;
  }
  const values = held === undefined ? sources.map((source) => reader.expression(source)) : sources;
  bindEach(reader, targets, star, values);
  return true;
}

/** One value for each target; the starred one, if any, takes what the others leave. */
function bindEach(
  reader: Reader,
  targets: readonly number[],
  star: number,
  values: readonly Variable[],
): void {
  const before = star < 0 ? targets.length : star;
  const surplus = values.length - targets.length;
  for (const [index, target] of targets.entries()) {
    const at = index < before ? index : index + surplus;
    const value =
      index === star ? listOf(reader, target, values.slice(star, at + 1)) : (values[at] ?? -1);
    bindTarget(reader, target, value);
  }
}

function listOf(reader: Reader, node: number, values: readonly Variable[]): Variable {
  const list = newContainer(reader, ContainerKind.list, node);
  for (const [at, value] of values.entries()) {
    reader.facts.emit(Op.StoreItem, list, reader.facts.string(`i:${at}`), -1, value, -1);
  }
  return list;
}

function isStarred(reader: Reader, node: number): boolean {
  return reader.kind(node) === Kind.listSplat || reader.kind(node) === Kind.listSplatPattern;
}

/** `target op= value`: the target is read, then written; its parts are evaluated once. */
export function readAugmented(reader: Reader, node: number): Variable {
  const { facts, tree } = reader;
  const target = withoutParentheses(tree, childByField(tree, node, Field.left));
  const operator = operatorText(reader, node).replace(/=$/, "");
  const right = (): Variable => reader.expression(childByField(tree, node, Field.right));
  const combine = (left: Variable): Variable =>
    binaryOperation(reader, operator, left, right(), node, true);
  const site = reader.site(target < 0 ? node : target);
  switch (reader.kind(target)) {
    case Kind.attribute: {
      const base = reader.expression(childByField(tree, target, Field.object));
      const name = reader.identifier(childByField(tree, target, Field.attribute));
      const value = combine(reader.loadAttribute(base, name, site));
      facts.emit(Op.StoreAttribute, base, facts.string(name), value, site, 0);
      reader.state.forgetPaths(reader.source(target));
      return value;
    }
    case Kind.subscript: {
      const base = reader.expression(childByField(tree, target, Field.value));
      const { constant, key } = readKey(reader, target);
      const before = facts.variable();
      facts.emit(Op.LoadItem, before, base, constant, key, site);
      const value = combine(before);
      facts.emit(Op.StoreItem, base, constant, key, value, site);
      return value;
    }
    default: {
      const extended = extendHeld(reader, target, node, operator);
      if (extended >= 0) return extended;
      const value = combine(reader.expression(target));
      if (reader.kind(target) === Kind.identifier)
        bindName(reader, reader.identifier(target), value);
      return value;
    }
  }
}

/** `type X = T`: X stands for the value of T. */
export function readTypeAlias(reader: Reader, node: number): void {
  const { tree } = reader;
  const left = childByField(tree, node, Field.left);
  const generic = left < 0 ? -1 : firstChild(tree, left);
  const parameters = generic < 0 ? -1 : childOfKind(tree, generic, Kind.typeParameter);
  const right = childByField(tree, node, Field.right);
  const value = withTypeParameters(reader, parameters, undefined, () => reader.expression(right));
  for (let name = left; name >= 0 && name < (tree.after[left] as number); name++) {
    if (reader.kind(name) !== Kind.identifier) continue;
    bindName(reader, reader.identifier(name), value);
    return;
  }
}
