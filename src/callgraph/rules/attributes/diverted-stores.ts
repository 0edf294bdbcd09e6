import { forEachConstraint, Op } from "../../../python/constraints.ts";
import { definesMethod, findMember } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";

/**
 * Classes that keep what is assigned to their objects somewhere else: a proxy hands it to what it stands for, a
 * thread-local puts it into a table. Their `__setattr__` never comes to the object's own dictionary, so a read of
 * such an attribute comes to `__getattr__` (https://docs.python.org/3/reference/datamodel.html#object.__setattr__).
 */
export function divertsStores(s: Solving, index: number): boolean {
  if (!definesMethod(s, index, "__setattr__")) return false;
  const name = s.name("__setattr__");
  const { owner } = findMember(s, s.hierarchy.order(index), name);
  const scopes = owner === -1 ? [] : (s.program.methods(owner).get(name) ?? []);
  return scopes.length > 0 && scopes.every((scope) => isDiverting(s, scope));
}

/** What a method that stores in the object itself mentions. */
const KEEPS: ReadonlySet<string> = new Set(["__setattr__", "__dict__", "__set__", "vars"]);

function isDiverting(s: Solving, scope: number): boolean {
  const known = s.divertingMethods.get(scope);
  if (known !== undefined) return known;
  const module = s.program.moduleOf(scope);
  const { code } = s.program.facts(module);
  let isKept = false;
  forEachConstraint(code, (operation, at) => {
    const [name, site] = MENTIONS[operation] ?? [];
    if (name === undefined || site === undefined) return;
    if (!KEEPS.has(s.text(s.program.name(module, code[at + name] as number)))) return;
    const where = s.program.site(module, code[at + site] as number);
    isKept ||= where !== -1 && s.program.scopeOfSite(where) === scope;
  });
  s.divertingMethods.set(scope, !isKept);
  return !isKept;
}

/** Where the name and the site stand among the operands of what mentions a name. */
const MENTIONS: Readonly<Record<number, readonly [number, number]>> = {
  [Op.LoadAttribute]: [2, 3],
  [Op.LoadName]: [1, 2],
};
