import { bindFrom } from "../rules/attributes/read-member.ts";
import { bodyVariable } from "../rules/classes/replaced-members.ts";
import type { MemberCall } from "../state/call-shapes.ts";
import type { Solving } from "../state/solving.ts";
import type { Loading } from "./load-module.ts";

/** Role of the (name, member) pair that a loop gives; of each clone one of its own. */
const PAIR = -(1 << 20);

/**
 * What a function that replaces the members of a class does with one member: its loops give that name alone,
 * and what it reads under the name is what the class's body binds to it.
 */
export function memberLoader(
  s: Solving,
  scope: number,
  { class: index, name }: MemberCall,
): (loading: Loading, at: number) => boolean {
  const found = s.given.loops.get(scope);
  const text = s.string(s.text(name));
  const { variable, owner } = bodyVariable(s, index, name);
  const read = (isBound: boolean, dst: number) => {
    if (isBound) bindFrom(s, variable, s.classValue(index), owner, dst);
    else s.flow.edge(variable, dst);
  };
  const pair = ({ facts, module, context }: Loading, at: number): number => {
    const site = s.program.site(module, facts.code[at + 4] as number);
    const value = s.object(site, PAIR - context, "tuple", { isDisplay: true });
    const object = s.objectOf(value);
    if (!object) return value;
    s.flow.add(s.slot(object, s.name("i:0")), text);
    read(found?.isInherited === true, s.slot(object, s.name("i:1")));
    return value;
  };
  return (loading, at) => {
    const dst = () => loading.variable(loading.facts.code[at + 2] as number);
    const loop = found?.loops.get(at);
    const way = found?.reads.get(at);
    if (loop !== undefined) s.flow.add(dst(), loop === "names" ? text : pair(loading, at));
    else if (way !== undefined) read(way === "attribute", dst());
    return loop !== undefined || way !== undefined;
  };
}
