import { ArgumentKind, Op } from "../constraints.ts";
import type { Variable } from "../module-facts.ts";
import type { Reader } from "../reader/reader.ts";
import { normaliseIdentifier } from "../scopes/identifiers.ts";
import { childByField, childrenOf, firstChild, withoutParentheses } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";

/** Arguments of a call, flat: kind, name, value for each. */
export type Arguments = number[];

export function emitCall(
  reader: Reader,
  callee: Variable,
  parts: Arguments,
  site: number,
): Variable {
  const result = reader.facts.variable();
  reader.facts.emit(Op.Call, result, callee, site, parts.length / 3, ...parts);
  return result;
}

/** A call with positional arguments only, for the calls that syntax makes (decorators, `print >>f`). */
export function emitPlainCall(
  reader: Reader,
  callee: Variable,
  values: readonly Variable[],
  site: number,
): Variable {
  const parts = values.flatMap((value) => [ArgumentKind.positional, -1, value]);
  return emitCall(reader, callee, parts, site);
}

export function readArguments(reader: Reader, list: number): Arguments {
  const parts: Arguments = [];
  if (list < 0) return parts;
  if (reader.kind(list) === Kind.generatorExpression) {
    parts.push(ArgumentKind.positional, -1, reader.expression(list));
    return parts;
  }
  for (const argument of childrenOf(reader.tree, list)) readArgument(reader, argument, parts);
  return parts;
}

function readArgument(reader: Reader, argument: number, parts: Arguments): void {
  const { tree } = reader;
  const inner = withoutParentheses(tree, argument);
  switch (reader.kind(inner)) {
    case Kind.keywordArgument: {
      const nameNode = childByField(tree, inner, Field.name);
      const value = reader.expression(childByField(tree, inner, Field.value));
      // Keywords are not mangled; only identifiers that are names or attributes are.
      const name = reader.facts.string(normaliseIdentifier(reader.source(nameNode)));
      parts.push(ArgumentKind.keyword, name, value);
      return;
    }
    case Kind.listSplat:
      parts.push(ArgumentKind.star, -1, reader.expression(firstChild(tree, inner)));
      return;
    case Kind.dictionarySplat:
      parts.push(ArgumentKind.doubleStar, -1, reader.expression(firstChild(tree, inner)));
      return;
    case Kind.error:
      reader.block(inner);
      return;
    default:
      parts.push(ArgumentKind.positional, -1, reader.expression(argument));
  }
}
