import { argumentsOf, forEachConstraint, Op, TELLING_COPY } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";
import { SITE_WIDTH, SiteField } from "../../python/module-facts.ts";

/** Which constraints and variables of a module belong to which of its scopes. */
export interface ScopeCode {
  /** Offsets of constraints (of their operation) by scope. */
  readonly records: readonly (readonly number[])[];
  /** Scope by variable. */
  readonly owners: Int32Array;
}

interface Shape {
  /** Offset of the site among the operands, -1 for none. */
  readonly site: number;
  readonly variables: readonly number[];
}

const SHAPES: Readonly<Record<number, Shape>> = {
  [Op.Function]: { site: 2, variables: [0] },
  [Op.Class]: { site: 2, variables: [0] },
  [Op.Literal]: { site: -1, variables: [0] },
  [Op.Container]: { site: 2, variables: [0] },
  [Op.Copy]: { site: -1, variables: [0, 1] },
  [Op.LoadName]: { site: 2, variables: [0] },
  [Op.LoadAttribute]: { site: 3, variables: [0, 1] },
  [Op.StoreAttribute]: { site: 3, variables: [0, 2] },
  [Op.DeleteAttribute]: { site: 2, variables: [0] },
  [Op.Discard]: { site: 1, variables: [0] },
  [Op.LoadItem]: { site: 4, variables: [0, 1, 3] },
  [Op.StoreItem]: { site: 4, variables: [0, 2, 3] },
  [Op.DeleteItem]: { site: 3, variables: [0, 2] },
  [Op.Extend]: { site: 2, variables: [0, 1] },
  [Op.Iterate]: { site: 2, variables: [0, 1] },
  [Op.Unpack]: { site: 3, variables: [0, 1] },
  [Op.Call]: { site: 2, variables: [0, 1] },
  [Op.Enter]: { site: 2, variables: [0, 1] },
  [Op.Exit]: { site: 1, variables: [0] },
  [Op.Await]: { site: 2, variables: [0, 1] },
  [Op.YieldFrom]: { site: 3, variables: [0, 1] },
  [Op.Operator]: { site: 6, variables: [0, 4, 5] },
  [Op.Import]: { site: 2, variables: [0] },
  [Op.ImportFrom]: { site: 3, variables: [0] },
  [Op.Narrow]: { site: -1, variables: [0, 1] },
  [Op.Hint]: { site: -1, variables: [0] },
  [Op.Raise]: { site: 1, variables: [0, 2, 3] },
  [Op.Catch]: { site: 2, variables: [0, 1] },
  [Op.StarName]: { site: -1, variables: [0, 1] },
};

/** Visits the variables that a constraint mentions. */
function eachVariable(
  code: Int32Array,
  operation: number,
  at: number,
  visit: (variable: number) => void,
): void {
  for (const offset of SHAPES[operation]?.variables ?? []) {
    const variable = code[at + offset] as number;
    if (variable !== -1) visit(variable);
  }
  if (operation !== Op.Call) return;
  for (const { variable } of argumentsOf(code, at)) if (variable !== -1) visit(variable);
}

/**
 * Sites say where most constraints stand. A variable belongs to the scope that declares it, else to
 * the innermost scope around all its mentions; what has no site goes with its variables.
 */
export function divideByScope(facts: ModuleFacts): ScopeCode {
  const owners = declaredOwners(facts);
  const declared = owners.slice();
  forEachConstraint(facts.code, (operation, at) => {
    const scope = siteScope(facts, operation, at);
    if (scope === -1) return;
    eachVariable(facts.code, operation, at, (variable) => {
      if (declared[variable] !== -1) return;
      const known = owners[variable] as number;
      owners[variable] = known === -1 ? scope : commonScope(facts, known, scope);
    });
  });
  followCopies(facts, owners);
  const records: number[][] = facts.scopes.map(() => []);
  forEachConstraint(facts.code, (operation, at) => {
    const own = siteScope(facts, operation, at);
    const scope = own === -1 ? innermost(facts, owners, operation, at) : own;
    records[scope]?.push(at - 2);
  });
  return { records, owners };
}

function declaredOwners(facts: ModuleFacts): Int32Array {
  const owners = new Int32Array(facts.variableCount).fill(-1);
  for (const [index, { names, callable }] of facts.scopes.entries()) {
    for (const [, variable] of names) owners[variable] = index;
    if (!callable) continue;
    for (const { variable } of callable.parameters) owners[variable] = index;
    for (const variable of [callable.returns, callable.yields, callable.sends]) {
      if (variable !== -1) owners[variable] = index;
    }
  }
  return owners;
}

/**
 * Region in which the record stands that begins there (-1: in none); undefined where it does not
 * tell, for it has no site.
 */
export function regionOf({ code, sites }: ModuleFacts, at: number): number | undefined {
  if (code[at] === Op.Copy && (code[at + 1] as number) >= TELLING_COPY) return code[at + 5];
  const site = siteOf(code, at);
  return site === -1 ? undefined : sites[site * SITE_WIDTH + SiteField.region];
}

/** The module's number of the site of the record that begins there; -1 for none. */
export function siteOf(code: Int32Array, at: number): number {
  const offset = SHAPES[code[at] as number]?.site ?? -1;
  return offset === -1 ? -1 : (code[at + 2 + offset] as number);
}

function siteScope(facts: ModuleFacts, operation: number, at: number): number {
  if (operation === Op.Copy && (facts.code[at - 1] as number) >= TELLING_COPY) {
    return facts.code[at + 2] as number;
  }
  const site = siteOf(facts.code, at - 2);
  return site === -1 ? -1 : (facts.sites[site * SITE_WIDTH + SiteField.scope] as number);
}

/** Variables that only copies mention go with the other end; two rounds reach along short chains. */
function followCopies(facts: ModuleFacts, owners: Int32Array): void {
  for (let round = 0; round < 2; round += 1) {
    forEachConstraint(facts.code, (operation, at) => {
      if (operation !== Op.Copy && operation !== Op.Narrow) return;
      const dst = facts.code[at] as number;
      const src = facts.code[at + 1] as number;
      if (src === -1) return;
      if (owners[dst] === -1) owners[dst] = owners[src] as number;
      else if (owners[src] === -1) owners[src] = owners[dst] as number;
    });
  }
}

function innermost(facts: ModuleFacts, owners: Int32Array, operation: number, at: number): number {
  let found = 0;
  eachVariable(facts.code, operation, at, (variable) => {
    const owner = owners[variable] as number;
    if (owner > 0 && depth(facts, owner) > depth(facts, found)) found = owner;
  });
  return found;
}

function depth(facts: ModuleFacts, scope: number): number {
  let count = 0;
  for (let at = scope; at > 0; at = facts.scopes[at]?.parent ?? -1) count += 1;
  return count;
}

function commonScope(facts: ModuleFacts, left: number, right: number): number {
  let a = left;
  let b = right;
  while (a !== b) {
    // Parents stand before their children.
    if (a > b) a = facts.scopes[a]?.parent ?? 0;
    else b = facts.scopes[b]?.parent ?? 0;
  }
  return Math.max(a, 0);
}
