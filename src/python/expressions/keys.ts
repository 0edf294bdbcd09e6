import { ContainerKind } from "../constraints.ts";
import type { Variable } from "../module-facts.ts";
import type { Reader } from "../reader/reader.ts";
import { childrenByField } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { newContainer, storeElements } from "./displays.ts";
import { memberKey } from "./member-keys.ts";

/** The key of `x[key]`: several subscripts make a tuple, a slice has a constant key of its own. */
export function readKey(
  reader: Reader,
  node: number,
): { readonly constant: number; readonly key: Variable } {
  const { facts, tree } = reader;
  const subscripts = childrenByField(tree, node, Field.subscript);
  const [only] = subscripts;
  if (subscripts.length !== 1 || only === undefined) {
    const { tuple: kind } = ContainerKind;
    const key = newContainer(reader, kind, node);
    const values = storeElements(reader, key, subscripts, true);
    reader.display = values && { variable: key, content: { shape: "sequence", kind, values } };
    const text = reader.constantKey(key);
    return { constant: text === undefined ? -1 : facts.string(text), key };
  }
  const key = reader.expression(only);
  const text = reader.kind(only) === Kind.slice ? sliceKey(reader, only) : reader.constantKey(key);
  const constant = text ?? memberKey(reader, only);
  return { constant: constant === undefined ? -1 : facts.string(constant), key };
}

/** `slice`, or `slice:1:3` where the bounds are plain numbers and there is no step. */
function sliceKey(reader: Reader, node: number): string {
  const [, low = "", high = ""] =
    /^\s*(\d{0,4})\s*:\s*(\d{0,4})\s*$/.exec(reader.source(node)) ?? [];
  return low === "" && high === "" ? "slice" : `slice:${low}:${high}`;
}
