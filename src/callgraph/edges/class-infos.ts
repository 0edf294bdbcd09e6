import { byCodeUnits } from "../../by-code-units.ts";
import type { ClassInfo, FunctionId } from "../call-graph.ts";
import { isHook } from "../program/external-symbols.ts";
import type { Ancestor } from "../program/hierarchy.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";

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
  const found = new Map<FunctionId, string>();
  const orders = [...s.program.classScopes.keys()].map((index) => s.hierarchy.order(index));
  for (const order of orders) noteOverrides(s, ids, order, found);
  // A mixture stands in for what comes after it in the classes that it is mixed into.
  for (const order of orders) {
    const last = order.findLastIndex((each) => each < 0);
    for (let at = 1; at < last; at += 1) noteOverrides(s, ids, order.slice(at), found);
  }
  return Object.fromEntries([...found].sort(([left], [right]) => byCodeUnits(left, right)));
}

function noteOverrides(
  s: Solving,
  ids: readonly FunctionId[],
  [index = -1, ...above]: readonly Ancestor[],
  found: Map<FunctionId, string>,
): void {
  const outside = above.filter((each) => each < 0);
  if (index < 0 || outside.length === 0) return;
  for (const [name, scopes] of s.program.methods(index)) {
    const external = externalMember(s, outside, name);
    if (external === undefined || external.startsWith("<builtin>.object.")) continue;
    for (const scope of [...scopes, ...wrappersOf(s, index, name)]) {
      const id = ids[scope] as FunctionId;
      if (!found.has(id)) found.set(id, external);
    }
  }
}

/** What decorators have put in a method's place is what the class outside calls. */
function wrappersOf(s: Solving, index: number, name: number): readonly number[] {
  const variable = s.program.declared(s.program.classScopes[index] as number, name);
  if (variable === -1) return [];
  const values = s.flow.valuesOf(variable);
  return values
    .filter((value) => s.values.kind(value) === Kind.function)
    .map((value) => s.scopeOfValue(value));
}

/** What a method stands in for: a member of a class outside, or a hook that such a class is known to call. */
function externalMember(
  s: Solving,
  ancestors: readonly Ancestor[],
  name: number,
): string | undefined {
  for (const ancestor of ancestors) {
    const member = s.outside.findMember(-1 - ancestor, name);
    if (member !== -1) return s.text(member);
  }
  const method = s.text(name);
  const caller = ancestors.find((ancestor) =>
    s.outside
      .symbol(-1 - ancestor)
      ?.overrides?.some((hook) => hook.when === undefined && isHook(hook, method)),
  );
  return caller === undefined ? undefined : `${s.text(-1 - caller)}.${method}`;
}
