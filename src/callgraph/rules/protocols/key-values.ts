import { LiteralKind } from "../../../python/constraints.ts";
import { derivesFrom, ENUM_BASES } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/**
 * The key under which a container keeps an entry whose computed key is this value: texts and numbers
 * as written, classes and functions as themselves, members of enumerations by the name under which they are read
 * (`member`, a member key, or -1). -1 for values that may be any key.
 */
export function keyOfValue(s: Solving, value: number, member = -1): number {
  switch (s.values.kind(value)) {
    case Kind.instance: {
      const index = s.values.first(value);
      const own = s.apart.memberNames.get(value);
      if (own !== undefined) return s.name(`member:${s.text(own)} of ${index}`);
      const isMember = member !== -1 && derivesFrom(s, index, ENUM_BASES);
      return isMember ? s.name(`${s.text(member)} of ${index}`) : -1;
    }
    case Kind.literal:
      return keyOfLiteral(s, value);
    case Kind.class:
      return s.name(`class:${s.values.first(value)}`);
    case Kind.function:
      return s.name(`function:${s.values.first(value)}`);
    case Kind.external:
      return keyOfExternal(s, s.values.first(value));
    default:
      return -1;
  }
}

/** Classes outside are keys of their own; of other things there nobody knows which are the same. */
function keyOfExternal(s: Solving, name: number): number {
  const symbol = s.outside.symbol(name);
  return symbol?.kind === "class" ? s.name(`class:${s.text(name)}`) : -1;
}

/** `member:X`: the key is written as an attribute, `K.X`. */
export function isMemberKey(s: Solving, key: number): boolean {
  return key !== -1 && s.text(key).startsWith("member:");
}

function keyOfLiteral(s: Solving, value: number): number {
  const written = s.values.second(value);
  switch (s.values.first(value)) {
    case LiteralKind.string:
      return s.textKey(written);
    case LiteralKind.integer:
      return s.text(written) === "" ? -1 : s.name(`i:${s.text(written)}`);
    case LiteralKind.float: {
      const number = Number(s.text(written));
      return s.text(written) === ""
        ? -1
        : s.name(Number.isInteger(number) ? `i:${number}` : `f:${number}`);
    }
    case LiteralKind.bytes:
      return s.text(written) === "" ? -1 : s.name(`b:${s.text(written)}`);
    default:
      return -1;
  }
}
