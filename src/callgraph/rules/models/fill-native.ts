import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import { keepKeywords } from "../../state/calling.ts";
import { nativeKind } from "../../state/native-containers.ts";
import type { Solving } from "../../state/solving.ts";
import { iterateAll } from "../protocols/elements.ts";
import { entriesOf } from "../protocols/own-entries.ts";
import { mergeItems } from "./merge-items.ts";

/**
 * `Hooks([f])`, `Table(a=x)`, where such a subclass leaves its initialiser to the container: it holds what
 * it is given.
 */
export function fillNative(s: Solving, instance: number, { args, origin }: Calling): void {
  const kind = nativeKind(s, s.values.first(instance));
  const first = args[0]?.kind === ArgumentKind.positional ? args[0].variable : -1;
  if (kind === "list") {
    if (first !== -1) iterateAll(s, first, entriesOf(s, instance).rest, origin);
  } else if (kind === "dict" && args.length > 0) {
    const entries = entriesOf(s, instance);
    keepKeywords(s, args, entries);
    if (first !== -1) mergeItems(s, first, entries, origin);
  }
}
