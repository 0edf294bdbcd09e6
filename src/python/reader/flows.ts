import type { GivenTests, Variable } from "../module-facts.ts";
import type { Paths } from "./paths.ts";

/** The variables that the names of a scope stand for at one point of its code: by slot, -1 where unbound. */
export interface Flow {
  readonly versions: Variable[];
  /** What tests told of attributes (`self.x`), by their source text. */
  readonly paths: Paths;
  /** False behind `return`, `raise`, `break`, `continue`: what follows cannot run. */
  readonly isLive: boolean;
  /** What tests on the way here told of parameters. */
  readonly given: GivenTests;
}

/** Names of a comprehension's targets; they hide the names of the scope around it. */
export interface Overlay {
  names: Map<string, Variable>;
  readonly outer: Overlay | undefined;
}

/** More tests on one way, and more ways that meet, are not told apart. */
const TEST_LIMIT = 8;
const BRANCH_LIMIT = 32;

export function withTests(known: GivenTests, more: GivenTests): GivenTests {
  return [...known, ...more].slice(0, TEST_LIMIT);
}

/** What is known on all of these ways. */
export function commonTests([first, ...others]: readonly GivenTests[]): GivenTests {
  return (first ?? []).filter((test) => others.every((each) => each.includes(test)));
}

/** What is known on one way alone, if it is the only one that something comes along. */
export function testsOn<Way extends { readonly given: GivenTests }>(
  ways: readonly Way[],
  isOnIt: (way: Way) => boolean,
): GivenTests {
  if (ways.length > BRANCH_LIMIT) return [];
  const [way, ...more] = ways.filter(isOnIt);
  if (way === undefined || more.length > 0 || way.given.length === 0) return [];
  const common = commonTests(ways.map(({ given }) => given));
  return way.given.filter((test) => !common.includes(test));
}
