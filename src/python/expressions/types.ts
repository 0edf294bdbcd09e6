import type { TypeIndex } from "../module-facts.ts";
import { readName } from "../reader/name-access.ts";
import type { Reader } from "../reader/reader.ts";
import { normaliseIdentifier } from "../scopes/identifiers.ts";
import { childByField, childrenByField, childrenOf, firstChild } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { constantText } from "./literals.ts";
import { parseTypeText, type TypeText } from "./type-text.ts";

/** Deeper type expressions are unknown. */
const DEPTH_LIMIT = 40;

/** An annotation: names in it may be bound further down, and text in quotes is a type too. */
export function readAnnotation(reader: Reader, node: number): TypeIndex {
  const before = reader.isAnnotation;
  reader.isAnnotation = true;
  const type = reader.region("annotation", node, -1, "", () => readType(reader, node));
  reader.isAnnotation = before;
  return type;
}

/** A type expression: an annotation's, a base class's or the second argument of `isinstance`. */
export function readType(reader: Reader, node: number, depth = 0): TypeIndex {
  const { facts, tree } = reader;
  if (node < 0 || depth > DEPTH_LIMIT) return facts.type({ kind: "unknown" });
  const deeper = (child: number): TypeIndex => readType(reader, child, depth + 1);
  switch (reader.kind(node)) {
    case Kind.type:
    case Kind.parenthesizedExpression:
      return deeper(firstChild(tree, node));
    case Kind.identifier:
    case Kind.attribute:
      return facts.type({ kind: "name", variable: reader.expression(node) });
    case Kind.memberType:
      return ofMember(reader, node);
    case Kind.none:
      return facts.type({ kind: "none" });
    case Kind.subscript:
    case Kind.genericType:
      return ofApplication(reader, node, deeper);
    case Kind.binaryOperator:
    case Kind.unionType:
    case Kind.tuple:
      return facts.type({ kind: "union", options: childrenOf(tree, node).map(deeper) });
    case Kind.string:
    case Kind.concatenatedString:
      return ofText(reader, node);
    case Kind.call:
      // What it gives is no type that we read, but it runs.
      reader.expression(node);
      return facts.type({ kind: "unknown" });
    default:
      return facts.type({ kind: "unknown" });
  }
}

/** `A.b` where the grammar sees types on both sides of the dot. */
function ofMember(reader: Reader, node: number): TypeIndex {
  const { facts, tree } = reader;
  const [owner, name] = childrenOf(tree, node);
  const base = owner === undefined ? facts.type({ kind: "unknown" }) : readType(reader, owner, 1);
  const type = facts.types[base];
  if (name === undefined || type?.kind !== "name") return facts.type({ kind: "unknown" });
  const variable = reader.loadAttribute(type.variable, reader.identifier(name), reader.site(node));
  return facts.type({ kind: "name", variable });
}

function ofApplication(
  reader: Reader,
  node: number,
  deeper: (child: number) => TypeIndex,
): TypeIndex {
  const { facts, tree } = reader;
  const isSubscript = reader.kind(node) === Kind.subscript;
  const head = isSubscript ? childByField(tree, node, Field.value) : firstChild(tree, node);
  const list = childrenOf(tree, node)[1] ?? -1;
  const parts = isSubscript
    ? childrenByField(tree, node, Field.subscript)
    : list < 0
      ? []
      : childrenOf(tree, list);
  const flat = parts.flatMap((part) =>
    reader.kind(part) === Kind.tuple ? childrenOf(tree, part) : [part],
  );
  // The strings in `Literal["a"]` are values, no types.
  const isLiteral = /(^|\.)Literal$/.test(reader.source(head));
  const unknown = facts.type({ kind: "unknown" });
  const args = flat.map((part) => (isLiteral ? unknown : deeper(part)));
  return facts.type({ kind: "apply", base: deeper(head), arguments: args });
}

/** A type in quotes. */
function ofText(reader: Reader, node: number): TypeIndex {
  const text = constantText(reader, node);
  const parsed = text === undefined ? undefined : parseTypeText(text);
  const before = reader.isAnnotation;
  reader.isAnnotation = true;
  const type = ofTypeText(reader, parsed ?? { kind: "unknown" }, node);
  reader.isAnnotation = before;
  return type;
}

function ofTypeText(reader: Reader, type: TypeText, node: number): TypeIndex {
  const { facts } = reader;
  switch (type.kind) {
    case "name": {
      const [first = "", ...rest] = type.parts.map(normaliseIdentifier);
      let variable = readName(reader, first, node);
      for (const part of rest) variable = reader.loadAttribute(variable, part, reader.site(node));
      return facts.type({ kind: "name", variable });
    }
    case "apply": {
      const args = type.arguments.map((part) => ofTypeText(reader, part, node));
      return facts.type({
        kind: "apply",
        base: ofTypeText(reader, type.base, node),
        arguments: args,
      });
    }
    case "union":
      return facts.type({
        kind: "union",
        options: type.options.map((option) => ofTypeText(reader, option, node)),
      });
    default:
      return facts.type({ kind: type.kind });
  }
}
