import type { Solving } from "../../state/solving.ts";

/** Remembers that an attribute is data of a described external class: a semaphore's counter is of interest like its calls. */
export function noteDataMember(s: Solving, owner: number, name: number, attribute: number): void {
  const known = s.outside.findMember(owner, name);
  const kind = s.outside.symbol(known)?.kind;
  if (kind === "function" || kind === "class" || kind === "module") return;
  const member = known === -1 ? s.outside.member(owner, name) : known;
  if (member !== -1 && s.outside.isDescribed(member)) s.log.dataMembers.set(attribute, member);
}
