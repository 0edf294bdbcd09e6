import type { ArgumentValue } from "../../callgraph/call-graph.ts";
import { say, type Text } from "../../sentence.ts";
import type { PatchingRules } from "../catalogue.ts";

/** What a call of `monkey_patch()` patches. */
export interface PatchedGroups {
  /** Sorted. */
  readonly groups: readonly string[];
  /** False where a value is not known and several outcomes are joined. */
  readonly isCertain: boolean;
  /** The call raises: nothing is patched. */
  readonly error?: Text;
}

type Constant = string | number | boolean | null;
/** More combinations of unknown values than this are joined as "everything". */
const MAX_COMBINATIONS = 64;

/** The keyword rules of eventlet/patcher.py `monkey_patch(**on)`, over all values that may arrive. */
export function patchedGroups(
  values: readonly ArgumentValue[],
  rules: PatchingRules,
): PatchedGroups {
  if (values.some(({ position }) => position !== undefined)) {
    return { groups: [], isCertain: true, error: say`monkey_patch() takes keywords only` };
  }
  const options = values.flatMap(({ keyword, constants = [true, false] }) =>
    keyword === undefined ? [] : [[keyword, constants] as const],
  );
  const unknown = options.find(([keyword]) => !rules.acceptedKeywords.includes(keyword));
  if (unknown !== undefined) {
    return {
      groups: [],
      isCertain: true,
      error: say`monkey_patch() knows no keyword ${unknown[0] ?? ""}`,
    };
  }
  const outcomes = combinations(options).map((each) => groupsOf(each, rules));
  const groups = [...new Set(outcomes.flat())].sort();
  const isOpen = values.some(({ keyword }) => keyword === undefined);
  const isCertain = !isOpen && outcomes.every((each) => each.length === groups.length);
  return { groups, isCertain };
}

/** One call with known values. `1 == True` in Python; `"yes"` is truthy but not equal to True. */
function groupsOf(
  keywords: ReadonlyMap<string, Constant>,
  rules: PatchingRules,
): readonly string[] {
  const given = new Map(keywords);
  if (given.has("__builtin__")) {
    // Both spellings at once: an AssertionError, nothing is patched.
    if (given.has("builtins")) return [];
    given.set("builtins", given.get("__builtin__") ?? null);
    given.delete("__builtin__");
  }
  const all = given.get("all") ?? null;
  given.delete("all");
  const isDefaultOn = all === null ? ![...given.values()].some(equalsTrue) : isTruthy(all);
  return rules.groups
    .filter(({ keyword, isDefault }) => {
      const value = given.get(keyword);
      return value === undefined ? isDefault && isDefaultOn : isTruthy(value);
    })
    .map(({ name }) => name);
}

const equalsTrue = (value: Constant): boolean => value === true || value === 1;
const isTruthy = (value: Constant): boolean =>
  value !== null && value !== false && value !== 0 && value !== "";

function combinations(
  options: readonly (readonly [keyword: string, values: readonly Constant[]])[],
): readonly ReadonlyMap<string, Constant>[] {
  let found: Map<string, Constant>[] = [new Map()];
  for (const [keyword, values] of options) {
    const tried = found.length * values.length > MAX_COMBINATIONS ? values.slice(0, 1) : values;
    found = found.flatMap((each) => tried.map((value) => new Map(each).set(keyword, value)));
  }
  return found;
}
