import { derivesFrom, ENUM_BASES, fieldNames, findMember } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";

const MEMBER_VALUES: ReadonlySet<string> = new Set(["value", "_value_"]);

/**
 * `member.value` is what the class's body assigned to the member's name
 * (https://docs.python.org/3/library/enum.html#enum.Enum.value). Where all members are
 * one instance it is what any of them was assigned. False for other names, and where
 * nothing is assigned.
 */
export function readMemberValue(
  s: Solving,
  value: number,
  name: number,
  attribute: number,
): boolean {
  const index = s.values.first(value);
  if (!MEMBER_VALUES.has(s.text(name)) || !derivesFrom(s, index, ENUM_BASES)) return false;
  if (findMember(s, s.hierarchy.order(index), name).owner !== -1) return false;
  const scope = s.program.classScopes[index] as number;
  const own = s.apart.memberNames.get(value);
  const names = own === undefined ? fieldNames(s, index) : [own];
  const members = names.map((each) => s.program.declared(scope, each));
  for (const member of members) s.flow.edge(member, attribute);
  return members.some((member) => member !== -1);
}
