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

/** `*[a, b]` and `**{"key": a}` are the arguments that they spread. */
function readSpread(reader: Reader, node: number, parts: Arguments): void {
  const value = reader.expression(firstChild(reader.tree, node));
  const content = reader.contentOf(value);
  const isList = reader.kind(node) === Kind.listSplat;
  if (isList && content?.shape === "sequence") {
    for (const each of content.values) parts.push(ArgumentKind.positional, -1, each);
    return;
  }
  const entries = content?.shape === "mapping" ? [...content.entries] : [];
  if (!isList && entries.length > 0 && entries.every(([key]) => key.startsWith("s:"))) {
    for (const [key, entry] of entries) {
      const name = reader.facts.string(key.slice("s:".length));
      parts.push(ArgumentKind.keyword, name, entry.value);
    }
    return;
  }
  parts.push(isList ? ArgumentKind.star : ArgumentKind.doubleStar, -1, value);
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
    case Kind.dictionarySplat:
      readSpread(reader, inner, parts);
      return;
    case Kind.error:
      reader.block(inner);
      return;
    default:
      parts.push(ArgumentKind.positional, -1, reader.expression(argument));
  }
}
