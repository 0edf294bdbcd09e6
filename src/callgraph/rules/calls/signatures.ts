import { ArgumentKind } from "../../../python/constraints.ts";
import type { Argument } from "../../state/call-shapes.ts";
import { isPositional, type Parameter } from "../../state/functions.ts";
import type { Solving } from "../../state/solving.ts";

/**
 * Whether a function can be called with these arguments, as far as they are written out: no more by
 * position than it has places, no name that it does not know, nothing left out that has no default.
 * Anything else is a `TypeError` (https://docs.python.org/3/reference/expressions.html#calls).
 * The first `bound` places are taken by what the function is bound to.
 */
export function takes(
  s: Solving,
  scope: number,
  args: readonly Argument[],
  bound: number,
): boolean {
  const { parameters } = s.functions.get(s.functions.of(scope));
  const given = bound + args.filter(({ kind }) => kind === ArgumentKind.positional).length;
  if (given > placesOf(parameters)) return false;
  const hasKeywords = parameters.some(({ kind }) => kind === "var-keyword");
  const isKnown = (name: number) => parameters.some((each) => each.name === name);
  const keywords = args.filter(({ kind }) => kind === ArgumentKind.keyword);
  if (!hasKeywords && !keywords.every(({ name }) => isKnown(name))) return false;
  // What `*` and `**` pass is not written out.
  if (args.some(({ kind }) => kind >= ArgumentKind.star)) return true;
  return parameters.every(
    (each, place) =>
      (place < given && isPositional(each)) ||
      each.default !== -1 ||
      each.kind === "var-positional" ||
      each.kind === "var-keyword" ||
      keywords.some(({ name }) => name === each.name),
  );
}

function placesOf(parameters: readonly Parameter[]): number {
  if (parameters.some(({ kind }) => kind === "var-positional")) return Number.POSITIVE_INFINITY;
  return parameters.filter(isPositional).length;
}

/** Decorators that hand the method itself to who calls it. */
const KEEPS_SIGNATURE: ReadonlySet<string> = new Set([
  "staticmethod",
  "classmethod",
  "abstractmethod",
]);

/** Whether callers see the parameters as they are written: no decorator of unknown effect changes them. */
export function hasOwnSignature(s: Solving, scope: number): boolean {
  return s.program
    .scopeFacts(scope)
    .decorators.every(({ text }) => KEEPS_SIGNATURE.has(text.split(".").at(-1) ?? text));
}
