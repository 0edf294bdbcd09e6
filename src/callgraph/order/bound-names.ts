import { addToGroup } from "../../group-by.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import type { OrderedName } from "../state/moments.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";

/** A constraint that stores into a name. */
export interface Place {
  readonly module: number;
  /** Where its record begins. */
  readonly at: number;
  /** Site of a store from outside; -1 for a binding. */
  readonly site: number;
  /** It stores into this one name. */
  readonly isOnly: boolean;
}

export interface BoundName extends Omit<OrderedName, "stores"> {
  readonly stores: readonly Place[];
}

/** Names of modules and classes that more than one constraint binds or replaces from outside. */
export function namesBoundAgain(s: Solving): readonly BoundName[] {
  const names = sharedNames(s);
  const stores = new Map<number, Place[]>();
  for (const [module, { code }] of s.program.modules.entries()) {
    forEachConstraint(code, (operation, first) => {
      const { site, variables } = storesOf(s, module, operation, first);
      const place = { module, at: first - 2, site, isOnly: variables.length === 1 };
      for (const each of variables) if (names.has(each)) addToGroup(stores, each, place);
    });
  }
  return [...names].flatMap(([variable, name]) => {
    const own = stores.get(variable) ?? [];
    return own.length > 1 ? [{ ...name, stores: own }] : [];
  });
}

/** Into which variables the constraint whose operands start at `first` stores. */
function storesOf(
  s: Solving,
  module: number,
  operation: number,
  first: number,
): { readonly site: number; readonly variables: readonly number[] } {
  const { code } = s.program.facts(module);
  const operand = (place: number) => code[first + place] as number;
  if (operation === Op.Copy) return { site: -1, variables: [s.variableOf(module, operand(0))] };
  if (operation === Op.Call) {
    const site = s.program.site(module, operand(2));
    const name = s.log.settings.get(site) ?? -1;
    return { site, variables: name === -1 ? [] : storedNames(s, site, name) };
  }
  if (operation !== Op.StoreAttribute) return { site: -1, variables: [] };
  const site = s.program.site(module, operand(3));
  return { site, variables: storedNames(s, site, s.program.name(module, operand(1))) };
}

/** Variable of a module's or class's name → what it is. */
function sharedNames(s: Solving): ReadonlyMap<number, Omit<BoundName, "stores">> {
  const names = new Map<number, Omit<BoundName, "stores">>();
  for (const [module, { scopes, strings }] of s.program.modules.entries()) {
    for (const scope of scopes) {
      if (scope.kind !== "module" && scope.kind !== "class") continue;
      for (const [name, variable] of scope.names) {
        const text = strings[name] ?? "";
        names.set(s.variableOf(module, variable), { module, variable, text });
      }
    }
  }
  return names;
}

/** The variables of what a store at a site changes; -1 among them for what is no such name. */
function storedNames(s: Solving, site: number, name: number): readonly number[] {
  const found = new Set<number>();
  for (const value of s.log.stores.get(site) ?? []) {
    const first = s.values.first(value);
    const kind = s.values.kind(value);
    if (kind === Kind.module) found.add(s.program.declared(s.program.scope(first, 0), name));
    else if (kind === Kind.class) {
      found.add(s.program.declared(s.program.classScopes[first] as number, name));
    } else found.add(-1);
  }
  return [...found];
}
