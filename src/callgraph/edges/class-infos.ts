import { byCodeUnits } from "../../by-code-units.ts";
import type { ClassInfo, FunctionId } from "../call-graph.ts";
import type { Ancestor } from "../program/hierarchy.ts";
import type { Solving } from "../state/solving.ts";

export interface ClassFindings {
  readonly classes: readonly ClassInfo[];
  readonly overrideFamilies: readonly (readonly FunctionId[])[];
  readonly externalOverrides: Readonly<Record<FunctionId, string>>;
}

/** The classes, and which of their methods override which. */
export function describeClasses(
  s: Solving,
  ids: readonly FunctionId[],
  testPaths: ReadonlySet<string>,
): ClassFindings {
  const classes = s.program.classScopes.map((scope, index) => {
    const { path } = s.program.facts(s.program.moduleOf(scope));
    return {
      id: ids[scope] as string,
      path,
      line: s.program.scopeFacts(scope).line,
      isTest: testPaths.has(path),
      ancestors: s.hierarchy
        .order(index)
        .slice(1)
        .map((each) => (each < 0 ? s.text(-1 - each) : (idOfClass(s, ids, each) as string))),
      ...unreadBases(s, index),
      methods: methodIds(s, ids, index),
      isInstantiated: s.instantiated.has(index),
    };
  });
  return {
    classes: classes.sort((left, right) => byCodeUnits(left.id, right.id)),
    overrideFamilies: findFamilies(s, ids),
    externalOverrides: findExternalOverrides(s, ids),
  };
}

function idOfClass(s: Solving, ids: readonly FunctionId[], index: number): FunctionId | undefined {
  return ids[s.program.classScopes[index] as number];
}

/** Of some classes only the name is known, of others only what they call back. */
function unreadBases(s: Solving, index: number): Pick<ClassInfo, "unreadBases"> {
  const isRead = (name: number) => {
    const symbol = s.outside.symbol(name);
    return symbol !== undefined && symbol.overrides === undefined;
  };
  const unread = s.hierarchy
    .order(index)
    .slice(1)
    .filter((each) => each < 0 && !isRead(-1 - each))
    .map((each) => s.text(-1 - each));
  return unread.length === 0 ? {} : { unreadBases: unread };
}

/** The last definition of a name is the one that counts. */
function methodIds(
  s: Solving,
  ids: readonly FunctionId[],
  index: number,
): Readonly<Record<string, FunctionId>> {
  const entries = [...s.program.methods(index)].map(
    ([name, scopes]) => [s.text(name), ids[scopes.at(-1) as number] as FunctionId] as const,
  );
  return Object.fromEntries(entries.sort(([left], [right]) => byCodeUnits(left, right)));
}

/** One family per method that overrides none itself: it and all that override it. */
function findFamilies(s: Solving, ids: readonly FunctionId[]): readonly (readonly FunctionId[])[] {
  const families = new Map<string, Set<FunctionId>>();
  for (const index of s.program.classScopes.keys()) {
    const order = s.hierarchy.order(index);
    for (const [name, scopes] of s.program.methods(index)) {
      const definers = order.filter(
        (each) => each >= 0 && each !== index && s.program.methods(each).has(name),
      );
      for (const root of definers.filter((each) => isRoot(s, each, name))) {
        const rootScope = s.program.methods(root).get(name)?.at(-1) as number;
        const key = ids[rootScope] as FunctionId;
        const family = families.get(key) ?? new Set([key]);
        families.set(key, family.add(ids[scopes.at(-1) as number] as FunctionId));
      }
    }
  }
  return [...families]
    .sort(([left], [right]) => byCodeUnits(left, right))
    .map(([, members]) => [...members].sort(byCodeUnits));
}

function isRoot(s: Solving, index: number, name: number): boolean {
  return !s.hierarchy
    .order(index)
    .some((each) => each >= 0 && each !== index && s.program.methods(each).has(name));
}

function findExternalOverrides(
  s: Solving,
  ids: readonly FunctionId[],
): Readonly<Record<FunctionId, string>> {
  const found: [FunctionId, string][] = [];
  for (const index of s.program.classScopes.keys()) {
    const ancestors = s.hierarchy
      .order(index)
      .slice(1)
      .filter((each) => each < 0);
    if (ancestors.length === 0) continue;
    for (const [name, scopes] of s.program.methods(index)) {
      const external = firstMember(s, ancestors, name);
      if (external === -1) continue;
      if (s.text(external).startsWith("<builtin>.object.")) continue;
      for (const scope of scopes) found.push([ids[scope] as FunctionId, s.text(external)]);
    }
  }
  return Object.fromEntries(found.sort(([left], [right]) => byCodeUnits(left, right)));
}

function firstMember(s: Solving, ancestors: readonly Ancestor[], name: number): number {
  for (const ancestor of ancestors) {
    const member = s.outside.findMember(-1 - ancestor, name);
    if (member !== -1) return member;
  }
  return -1;
}
