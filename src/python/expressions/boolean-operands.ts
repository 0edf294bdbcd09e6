import { childByField, type FlatTree } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";

/** The operands of a chain of the same `and` or `or`, in order. */
export function booleanOperands(tree: FlatTree, text: string, node: number): number[] {
  const operator = operatorOf(tree, text, node);
  const operands: number[] = [];
  let left = node;
  while (left >= 0 && isLink(tree, text, left, operator)) {
    operands.push(childByField(tree, left, Field.right));
    left = childByField(tree, left, Field.left);
  }
  operands.push(left);
  return operands.reverse();
}

function isLink(tree: FlatTree, text: string, node: number, operator: string): boolean {
  return tree.kind[node] === Kind.booleanOperator && operatorOf(tree, text, node) === operator;
}

function operatorOf(tree: FlatTree, text: string, node: number): string {
  const operator = childByField(tree, node, Field.operator);
  return operator < 0 ? "" : text.slice(tree.start[operator], tree.end[operator]);
}
