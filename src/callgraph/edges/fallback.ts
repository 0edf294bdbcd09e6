import type { CallMeta } from "../state/call-log.ts";
import type { Solving } from "../state/solving.ts";
import { isBuiltinMethod } from "./blind-calls.ts";
import type { FoundCall } from "./found-calls.ts";
import type { UnresolvedCall } from "./unresolved.ts";

/** Names that nearly every object has: a method found by such a name alone is a guess in the dark. */
const COMMON_NAMES = new Set(
  `accept acquire add add_argument all append apply args assert_called_once_with auth begin bind body
  build call cancel check clear clone close commit config connect copy count create data debug delete
  describe destroy disconnect done dump dumps emit encode end error exception execute exists exit
  fetch fetchall fetchone filter find first flush format get get_all getvalue handle id info init
  insert items join json key keys kill list load loads lock log main match method name next notify
  one open order_by parse path pop post print process put query queue raise_for_status read
  readline receive recv register release remove render replace request reset result resume rollback
  run save search select send serialize set setup shutdown size sleep sort spawn split start
  status stop strip submit sub table task tell text to_dict type update upload url validate value
  values wait warn warning write`.split(/\s+/),
);

const META: CallMeta = { how: "fallback", kind: "call" };

/** Edges by method name alone, where nothing is known of a receiver and few methods bear the name. */
export function findByName(
  s: Solving,
  unresolved: readonly UnresolvedCall[],
  { cap, isTest }: { readonly cap: number; readonly isTest: (module: number) => boolean },
): readonly FoundCall[] {
  const methods = indexMethods(s);
  const found: FoundCall[] = [];
  for (const { site, method, isBlind } of unresolved) {
    if (!isBlind || method === -1 || isCommon(s, method)) continue;
    const caller = s.program.moduleOfSite(site);
    const candidates = (methods.get(method) ?? []).filter((scope) => {
      const module = s.program.moduleOf(scope);
      return module < s.program.repositoryModules && (isTest(caller) || !isTest(module));
    });
    if (candidates.length > cap) continue;
    for (const target of candidates) {
      found.push({
        site,
        target,
        meta: META,
        confidence: "possible",
        record: -1,
        from: -1,
        to: -1,
      });
    }
  }
  return found;
}

function indexMethods(s: Solving): ReadonlyMap<number, readonly number[]> {
  const table = new Map<number, number[]>();
  for (const index of s.program.classScopes.keys()) {
    for (const [name, scopes] of s.program.methods(index)) {
      const list = table.get(name);
      if (list) list.push(...scopes);
      else table.set(name, [...scopes]);
    }
  }
  return table;
}

function isCommon(s: Solving, name: number): boolean {
  const text = s.text(name);
  if (COMMON_NAMES.has(text) || text.startsWith("assert")) return true;
  if (text.startsWith("__") && text.endsWith("__")) return true;
  return isBuiltinMethod(s, name);
}
