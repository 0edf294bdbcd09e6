import { LiteralKind } from "../../python/constraints.ts";
import { LISTED, MEMBER_NAME, PATH, TEXT_WITH_GAPS } from "./values.ts";

/** The builtin class of a literal, by its kind. */
export function literalClass(kind: number): string {
  switch (kind) {
    case LiteralKind.boolean:
      return "bool";
    case LiteralKind.integer:
      return "int";
    case LiteralKind.float:
      return "float";
    case LiteralKind.complex:
      return "complex";
    case LiteralKind.string:
    case TEXT_WITH_GAPS:
    case PATH:
    case LISTED:
    case MEMBER_NAME:
      return "str";
    case LiteralKind.bytes:
      return "bytes";
    default:
      return "NoneType";
  }
}
