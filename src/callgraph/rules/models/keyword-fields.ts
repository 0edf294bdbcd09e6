import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";

/** What a call passes by keyword becomes the attribute of that name: `SimpleNamespace(x=f)`. */
export function keywordsIntoFields(s: Solving, args: Calling["args"], owner: number): void {
  for (const { kind, name, variable } of args) {
    if (kind === ArgumentKind.keyword) s.flow.edge(variable, s.field(owner, name));
  }
}
