import { PairMap } from "../int-tables.ts";
import type { MemberLoops } from "../program/member-loops.ts";

/** Members that classes are given from outside their bodies. */
export class GivenMembers {
  /** Functions (scopes) that replace the members of classes one by one; null: does not (replaced-members.ts). */
  readonly loops = new Map<number, MemberLoops | null>();
  /** Sites of their loops. */
  readonly loopSites = new Set<number>();
  /** Class index → names of its methods that one of them replaces. */
  readonly wrapped = new Map<number, readonly number[]>();
  /** (class index, name) → the variable with what the class has there instead of what its body binds. */
  readonly instead = new PairMap();
  /** Names of special methods that a statement stores as attributes: `cls.__repr__ = …`. */
  readonly specials = new Set<number>();
  /** (class, name) pairs of what is set on classes. */
  readonly stored = new PairMap();
}
