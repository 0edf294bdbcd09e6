/** A type annotation's syntax tree → plain data. */

/** @typedef {{kind: string, name?: string, base?: object, items?: object[]}} TypeNode */

const CONSTANT = {
  none: { kind: "none" },
  ellipsis: { kind: "ellipsis" },
  integer: { kind: "literal", type: "int" },
  true: { kind: "literal", type: "bool" },
  false: { kind: "literal", type: "bool" },
};

/** @returns {TypeNode | undefined} */
export function readType(node) {
  if (node === null || node === undefined) return undefined;
  switch (node.type) {
    case "type":
    case "parenthesized_expression":
      return readType(node.namedChild(0));
    case "identifier":
    case "attribute":
    case "dotted_name":
    case "member_type":
      return { kind: "name", name: node.text.replace(/\s/g, "") };
    case "list":
    case "tuple":
      return { kind: "list", items: node.namedChildren.map(readType) };
    case "generic_type": {
      const [base, parameters] = node.namedChildren;
      return { kind: "apply", base: readType(base), items: parameters.namedChildren.map(readType) };
    }
    case "subscript": {
      const items = node
        .childrenForFieldName("subscript")
        .flatMap((n) => (n.type === "tuple" ? n.namedChildren : [n]));
      return {
        kind: "apply",
        base: readType(node.childForFieldName("value")),
        items: items.map(readType),
      };
    }
    case "union_type":
    case "binary_operator":
      return {
        kind: "union",
        items: node.namedChildren.filter((n) => n.type !== "comment").map(readType),
      };
    case "string": {
      const text = node.descendantsOfType("string_content")[0]?.text ?? "";
      return /^[\w.]+$/.test(text)
        ? { kind: "name", name: text, quoted: true }
        : { kind: "literal", type: "str" };
    }
    default:
      return CONSTANT[node.type] ?? { kind: "unknown" };
  }
}
