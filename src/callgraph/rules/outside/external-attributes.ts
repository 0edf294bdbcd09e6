import type { ExternalSymbol } from "../../program/external-symbols.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { isConfiguration, optionField } from "../models/option-values.ts";
import { addTyped } from "../types/external-types.ts";

/** Attributes of things outside the analysed code, as far as their descriptions tell. */

export function readExternal(s: Solving, value: number, name: number, attribute: number): void {
  s.flow.edge(s.field(value, name), attribute);
  const owner = s.values.first(value);
  if (isConfiguration(s, owner)) s.flow.edge(optionField(s, name), attribute);
  const joined = `${s.text(owner)}.${s.text(name)}`;
  const module = s.program.findModule(joined, -1);
  if (module !== -1) {
    s.flow.add(attribute, s.values.of(Kind.module, module));
    return;
  }
  const known = s.outside.symbol(owner)?.kind === "class" ? s.outside.findMember(owner, name) : -1;
  const member = known === -1 ? s.outside.member(owner, name) : known;
  if (member === -1) {
    s.flow.add(attribute, s.values.of(Kind.result, owner));
    return;
  }
  const symbol = s.outside.symbol(member);
  // Of builtins all members are known: `NotImplemented.name` is an error.
  if (!symbol && !SPECIAL.test(s.text(name)) && isKnownBuiltin(s, owner)) return;
  if (symbol?.kind === "function" && symbol.binding === "class") {
    s.flow.add(attribute, s.values.of(Kind.bound, s.external(member), value));
  } else if (joined !== "sys.modules" && symbol?.kind === "variable" && symbol.returns) {
    addTyped(s, symbol.returns, { receiver: value }, attribute);
  } else s.flow.add(attribute, s.external(member));
}

/** The types tell of special methods only where they differ from those of `object`. */
const SPECIAL = /^__\w+__$/;

function isKnownBuiltin({ outside }: Solving, name: number): boolean {
  return outside.isBuiltin(name) && outside.symbol(name) !== undefined;
}

export function readExternalInstance(
  s: Solving,
  value: number,
  owner: number,
  name: number,
  attribute: number,
): void {
  if (s.values.kind(value) !== Kind.literal) s.flow.edge(s.field(value, name), attribute);
  if (isConfiguration(s, owner)) s.flow.edge(optionField(s, name), attribute);
  if (s.text(name) === "__class__") {
    s.flow.add(attribute, s.external(owner));
    return;
  }
  const attributes = s.outside.symbol(owner)?.attributes;
  const member = s.outside.findMember(owner, name);
  const named = member === -1 ? s.outside.member(owner, name) : member;
  noteData(s, s.outside.symbol(member)?.kind, named, attribute);
  // A client's managers: whatever is no method of its own holds one.
  const isOpen = member === -1 && !SPECIAL.test(s.text(name));
  if (isOpen) readForeign(s, value, owner, name, attribute);
  const declared = attributes?.[s.text(name)] ?? (isOpen ? attributes?.["*"] : undefined);
  if (declared !== undefined) addTyped(s, declared, { receiver: value }, attribute);
  else if (member !== -1) readExternalMember(s, member, value, attribute);
  else if (s.outside.isBuiltin(owner)) return;
  else if (!s.outside.symbol(owner)) bindExternal(s, named, value, attribute);
  else s.flow.add(attribute, s.values.of(Kind.result, owner));
}

/** Remembers that an attribute is data of a described external class: a semaphore's counter is of interest like its calls. */
function noteData(
  s: Solving,
  kind: ExternalSymbol["kind"] | undefined,
  member: number,
  attribute: number,
): void {
  if (kind === "function" || kind === "class" || kind === "module") return;
  if (member !== -1 && s.outside.isDescribed(member)) s.log.dataMembers.set(attribute, member);
}

/** What the program itself has put on the class or one above it: functions become methods. */
function readForeign(
  s: Solving,
  receiver: number,
  owner: number,
  name: number,
  attribute: number,
): void {
  const meet = (stored: number): void => {
    if (!s.outside.order(owner).includes(stored)) return;
    s.each(s.field(s.external(stored), name), (value) => {
      const isMethod = s.values.kind(value) === Kind.function;
      s.flow.add(attribute, isMethod ? s.values.of(Kind.bound, value, receiver) : value);
    });
  };
  s.foreignStores.read(name, { meet });
}

export function readExternalMember(
  s: Solving,
  member: number,
  receiver: number,
  attribute: number,
): void {
  const symbol = s.outside.symbol(member);
  if (symbol?.kind === "property" || symbol?.kind === "variable") {
    if (symbol.kind === "property")
      s.log.target(-2 - attribute, -1 - member, s.log.how("property"), -1);
    if (symbol.returns === undefined) s.flow.add(attribute, s.values.of(Kind.result, member));
    else addTyped(s, symbol.returns, { receiver }, attribute);
    return;
  }
  if (symbol?.binding === "static") s.flow.add(attribute, s.external(member));
  else bindExternal(s, member, receiver, attribute);
}

export function bindExternal(
  s: Solving,
  member: number,
  receiver: number,
  attribute: number,
): void {
  if (member === -1) return;
  s.flow.add(attribute, s.values.of(Kind.bound, s.external(member), receiver));
}

/** How what has no attributes but a builtin type's methods is read. */
export function methodsOf(type: string) {
  return (s: Solving, value: number, name: number, attribute: number): void => {
    bindExternal(s, s.outside.member(s.outside.builtin(type), name), value, attribute);
  };
}
