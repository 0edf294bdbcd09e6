import type { Calling } from "../../state/call-shapes.ts";
import { loadedModule } from "../../state/module-names.ts";
import type { Solving } from "../../state/solving.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { storeAttribute } from "../attributes/stores.ts";
import { eachText } from "../calls/call-objects.ts";
import type { Builtin } from "./builtin-functions.ts";
import { argumentAt, at } from "./builtin-functions.ts";

/**
 * Calls that put something in the place of what the program has, for a while. In a large program these are its
 * tests, thousands of them, and what they put there is not what it runs with.
 */
export const REPLACEMENTS: Readonly<Record<string, Builtin>> = {
  "unittest.mock._patch.__call__": replacePath,
  "unittest.mock.patch": replacePath,
  "unittest.mock._patch.object": replaceMember,
  "unittest.mock.patch.object": replaceMember,
  "contextlib.redirect_stdout": (s, calling) => {
    s.flow.edge(at(calling, 0), s.field(s.external(s.name("sys")), s.name("stdout")));
    return false;
  },
};

/** `patch("package.name", f)`. */
function replacePath(s: Solving, calling: Calling): boolean {
  const stand = argumentAt(s, calling, 1, "new");
  if (stand !== -1 && s.apart.isOn)
    eachText(s, at(calling, 0), (path) => replaceAt(s, calling, path, stand));
  return false;
}

/** `patch.object(owner, "name", f)`. */
function replaceMember(s: Solving, calling: Calling): boolean {
  const stand = argumentAt(s, calling, 2, "new");
  if (stand === -1 || !s.apart.isOn) return false;
  eachText(s, at(calling, 1), (text) => {
    s.each(at(calling, 0), (owner) => {
      storeAttribute(s, owner, s.name(text), stand, calling.origin);
    });
  });
  return false;
}

/** `patch("package.module.Class.method", f)`: the longest part that is a module is imported, the rest are attributes. */
function replaceAt(s: Solving, { origin }: Calling, path: string, stand: number): void {
  const parts = path.split(".");
  let end = parts.length - 1;
  while (end > 0 && s.program.findModule(parts.slice(0, end).join("."), -1) === -1) end -= 1;
  if (end === 0) return;
  let owners = s.holding(loadedModule(s, parts.slice(0, end).join("."), origin));
  for (const part of parts.slice(end, -1)) {
    const next = s.flow.variable();
    s.each(owners, (owner) => s.flow.edge(attributeOf(s, owner, s.name(part)), next));
    owners = next;
  }
  const name = s.name(parts.at(-1) ?? "");
  s.each(owners, (owner) => storeAttribute(s, owner, name, stand, origin));
}
