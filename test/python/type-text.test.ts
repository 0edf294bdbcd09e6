import { expect, test } from "vitest";
import { parseTypeText, type TypeText } from "../../src/python/expressions/type-text.ts";

/** A type as text again, unions in angle brackets to show how they were read. */
function show(type: TypeText | undefined): string {
  switch (type?.kind) {
    case "name":
      return type.parts.join(".");
    case "apply":
      return `${show(type.base)}[${type.arguments.map(show).join(", ")}]`;
    case "union":
      return `<${type.options.map(show).join(" | ")}>`;
    default:
      return type?.kind ?? "nothing";
  }
}

test.each([
  ["Node", "Node"],
  [" pkg.mod . Node ", "pkg.mod.Node"],
  ["dict[str, 'Node | None']", "dict[str, <Node | none>]"],
  ["Optional[List[int]]", "Optional[List[int]]"],
  ["A | B | None", "<A | B | none>"],
  ["(A)", "A"],
  ["Callable[[int, str], A]", "Callable[unknown, A]"],
  ["Tuple[int, ...]", "Tuple[int, unknown]"],
  ["Größe", "Größe"],
  ["", "nothing"],
  ["not a type", "nothing"],
  ["f(x)", "nothing"],
  ["A[", "A[]"],
  ["[".repeat(200), "unknown"],
])("%s", (text, expected) => {
  expect(show(parseTypeText(text))).toBe(expected);
});
