import { addToGroup } from "../../group-by.ts";
import { ArgumentKind } from "../../python/constraints.ts";
import { bindingOf } from "../rules/calls/receivers.ts";
import { hasOwnSignature, takes } from "../rules/calls/signatures.ts";
import type { Argument } from "../state/call-shapes.ts";
import { readCall } from "../state/calling.ts";
import type { Solving } from "../state/solving.ts";
import type { UnresolvedCall } from "./unresolved.ts";

/**
 * Calls of methods, in the program and not its tests, on something of which nothing is known. Such a
 * call may mean a method of ours only where that takes its arguments (`entity.save()` is no call of
 * `save(self, entity)`), and where name and arguments are not those of a builtin's method: `x.get(key)`
 * is nearly always a dictionary's, `x.update(a, b)` no dictionary's. Class methods are called on classes,
 * which a program names or hands on: what is unknown is hardly ever one.
 */
export class BlindCalls {
  /** Name of the method → the arguments of each call. */
  private readonly byName = new Map<number, (readonly Argument[])[]>();
  readonly #s: Solving;

  constructor(s: Solving, unresolved: readonly UnresolvedCall[]) {
    this.#s = s;
    for (const { site, method, isBlind, record } of unresolved) {
      if (!isBlind || s.testModules.has(s.program.moduleOfSite(site))) continue;
      const { args } = readCall(s, record);
      if (isBuiltinMethod(s, method) && isBuiltinShape(args)) continue;
      addToGroup(this.byName, method, args);
    }
  }

  /** Whether a method may be called so. */
  mayMean(method: number): boolean {
    const s = this.#s;
    const calls = this.byName.get(s.name(s.program.scopeFacts(method).name)) ?? [];
    const binding = bindingOf(s, method);
    if (binding === "class") return false;
    const bound = binding === "static" ? 0 : 1;
    return calls.some((args) => !hasOwnSignature(s, method) || takes(s, method, args, bound));
  }
}

/** More by position takes hardly any method of texts and containers; by keyword they are not called. */
const BUILTIN_ARGUMENTS = 2;

function isBuiltinShape(args: readonly Argument[]): boolean {
  return (
    args.length <= BUILTIN_ARGUMENTS && args.every(({ kind }) => kind !== ArgumentKind.keyword)
  );
}

const BUILTIN_TYPES = ["str", "bytes", "list", "dict", "set", "tuple", "int", "float", "object"];

/** Whether texts, numbers or builtin containers have a method of that name. */
export function isBuiltinMethod(s: Solving, name: number): boolean {
  return BUILTIN_TYPES.some((type) => s.outside.findMember(s.outside.builtin(type), name) !== -1);
}
