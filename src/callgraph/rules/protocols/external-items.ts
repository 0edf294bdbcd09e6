import { moduleValue } from "../../state/module-names.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { loadPlaces } from "../attributes/listed-modules.ts";

export interface ItemUse {
  /** Constant key (`s:text`, `i:1`), name of a key that is written as an attribute (`member:X`), or -1. */
  readonly key: number;
  /** Variable of the key, or -1. */
  readonly keyVariable: number;
  readonly site: number;
  /** Variable of what is asked, where it is read. */
  readonly base?: number;
}

/** An item of something outside: `sys.modules` holds the modules under their names. */
export function loadFromExternal(s: Solving, value: number, dst: number, use: ItemUse): void {
  if (s.text(s.values.first(value)) !== "sys.modules") {
    if (s.outside.isClass(s.values.first(value))) s.flow.add(dst, value);
    else s.flow.add(dst, s.values.of(Kind.result, s.values.first(value)));
    return;
  }
  const importer = s.program.moduleOfSite(use.site);
  eachName(s, use, (name) => s.flow.add(dst, moduleValue(s, s.text(name), importer)));
  loadPlaces(s, { origin: use.site }, use.keyVariable, dst);
}

/** The names that a key can be. */
export function eachName(
  s: Solving,
  { key, keyVariable }: ItemUse,
  action: (name: number) => void,
): void {
  const text = key === -1 ? "" : s.text(key);
  if (text.startsWith("s:")) action(s.name(text.slice(2)));
  else if (keyVariable !== -1) {
    s.each(keyVariable, (value) => {
      if (s.values.isString(value)) action(s.values.second(value));
    });
  }
}
