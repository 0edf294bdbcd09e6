import type { Solving } from "../state/solving.ts";

/**
 * What the parts of a WSGI application tell each other through the request's environment: one middleware
 * stores `req.environ["shop.context"] = context`, a controller far from it reads it. The mapping comes from
 * the server and passes through libraries, so it is known by its name; under it everybody may put keys of his
 * own, which shall be told apart by a prefix and a dot (PEP 3333, "environ Variables"): such a key is one variable
 * of the program, whichever request it belongs to.
 */
const NAMES: ReadonlySet<string> = new Set(["environ", "env"]);
const OWN_KEY = /^s:[a-z_]\w*\./i;

export function isEnviron(name: string): boolean {
  return NAMES.has(name);
}

/** The program's variable behind a constant key; -1 where the key is not of that kind. */
export function environItem(s: Solving, key: number): number {
  if (key === -1 || !OWN_KEY.test(s.text(key))) return -1;
  return s.field(s.external(s.name("<environ>")), key);
}
