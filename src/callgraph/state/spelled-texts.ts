import { forEachConstraint, Op } from "../../python/constraints.ts";
import type { Solving } from "./solving.ts";

/**
 * Whether the program, its tests apart, spells a name as a text of its own: `"name"`, or the beginning
 * of it up to where a word is filled in, as in `"handle_%s"` and `"do_" + word`. Who calls by a name that
 * is data (`getattr`, a route's action, a remote procedure) has it from such a text.
 */
export function isSpelled(s: Solving, name: string): boolean {
  if (isSpelledOut(s, name)) return true;
  const texts = textsOf(s);
  for (let at = name.indexOf("_", 1); at !== -1; at = name.indexOf("_", at + 1)) {
    if (texts.has(name.slice(0, at + 1))) return true;
  }
  return false;
}

/** Whether it spells the whole name. */
export function isSpelledOut(s: Solving, name: string): boolean {
  return textsOf(s).has(name);
}

const known = new WeakMap<Solving, ReadonlySet<string>>();

function textsOf(s: Solving): ReadonlySet<string> {
  let texts = known.get(s);
  if (texts === undefined) {
    texts = readTexts(s);
    known.set(s, texts);
  }
  return texts;
}

function readTexts({ program, testModules }: Solving): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const [module, { code, strings }] of program.modules.entries()) {
    if (testModules.has(module)) continue;
    forEachConstraint(code, (operation, at) => {
      if (operation !== Op.Literal) return;
      const [constant] = /^\w+(?=%|\{|$)/.exec(strings[code[at + 2] as number] ?? "") ?? [];
      if (constant !== undefined) texts.add(constant);
    });
  }
  return texts;
}
