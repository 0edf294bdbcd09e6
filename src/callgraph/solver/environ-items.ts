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

/**
 * Some leave the prefix out (`environ["web"] = self`). The server's own keys are in capitals; a key in small letters
 * counts under the name that is never anything else.
 */
const PLAIN_KEY = /^s:[a-z_][a-z0-9_]*$/;

export function isEnviron(name: string): boolean {
  return NAMES.has(name);
}

export function isTelling(name: string): boolean {
  return name === "environ";
}

/** The program's variable behind a constant key of this environment; -1 where the key is not of that kind. */
export function environItem(s: Solving, environ: number, key: number): number {
  const telling = s.environs.get(environ);
  if (telling === undefined || key === -1) return -1;
  const text = s.text(key);
  if (!OWN_KEY.test(text) && !(telling && PLAIN_KEY.test(text))) return -1;
  return s.field(s.external(s.name("<environ>")), key);
}
