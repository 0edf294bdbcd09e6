import { nameOf, type Program } from "../program.ts";

/**
 * Override families: methods that stand in for each other at a call, so that one cannot become
 * `async def` without the others. Constructors and their kin are not: no call dispatches to them
 * through another class's method. Neither are the methods of a test case: the runner calls each
 * class's own, and one class may have an `asyncSetUp` where others keep their `setUp`.
 */
export interface Families {
  /** All members of the function's family, itself included, in order; just itself where it has none. */
  membersOf(index: number): readonly number[];
  /** Only families of two or more. */
  readonly all: readonly (readonly number[])[];
}

const NOT_DISPATCHED: ReadonlySet<string> = new Set([
  "__init__",
  "__new__",
  "__del__",
  "__init_subclass__",
  "__class_getitem__",
  "__set_name__",
  "__post_init__",
]);

export function readFamilies(program: Program): Families {
  const parent = new Map<number, number>();
  const testCases = findTestCases(program);
  const find = (start: number): number => {
    let at = start;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  for (const family of program.graph.overrideFamilies) {
    const members = family
      .map((id) => program.indexOf(id))
      .filter((index) => index !== undefined)
      .filter((index) => isDispatched(program, testCases, index));
    const [first, ...rest] = members;
    if (first === undefined) continue;
    for (const member of rest) {
      const [low, high] = [find(first), find(member)].sort((a, b) => a - b) as [number, number];
      parent.set(high, low);
    }
  }
  return groupByRoot(program.nodes.length, find);
}

function isDispatched(program: Program, testCases: ReadonlySet<string>, index: number): boolean {
  const node = program.nodes[index];
  if (node === undefined || NOT_DISPATCHED.has(nameOf(node))) return false;
  return !testCases.has(node.class ?? "") || !BY_RUNNER.test(nameOf(node));
}

const BY_RUNNER = /^(setUp|tearDown|setUpClass|tearDownClass|test\w*)$/;

function findTestCases({ graph }: Program): ReadonlySet<string> {
  const cases = graph.classes.filter(({ ancestors }) => ancestors.includes("unittest.TestCase"));
  return new Set(cases.map(({ id }) => id));
}

function groupByRoot(size: number, find: (index: number) => number): Families {
  const groups = new Map<number, number[]>();
  const own: (readonly number[])[] = [];
  for (let index = 0; index < size; index += 1) {
    const root = find(index);
    const group = groups.get(root) ?? [];
    group.push(index);
    groups.set(root, group);
    own.push(group);
  }
  return {
    membersOf: (index) => own[index] ?? [index],
    all: [...groups.values()].filter((group) => group.length > 1),
  };
}
