import { positional } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";

/**
 * Special methods of things outside, where Python itself calls them: `for row in query`, `query[0]`,
 * `len(query)`. Every text and number is asked such things, so that only those calls are noted of
 * which the knowledge has something to say.
 */

/** What Python asks where the first is not there. */
const STAND_INS: Readonly<Record<string, string>> = {
  __bool__: "__len__",
  __contains__: "__iter__",
};

/** Notes that Python asks a value for a special method that its class has from outside. */
export function askOutside(
  s: Solving,
  value: number,
  method: string,
  { origin, how }: { readonly origin: number; readonly how: Parameters<typeof s.log.how>[0] },
): void {
  const member = protocolOf(s, value, method);
  if (member !== -1) s.log.target(origin, -1 - member, s.log.how(how), -1);
}

/** `value[key]`, with its key: a slice of some is one more query, and nobody is asked yet. */
export function askOutsideForItem(
  s: Solving,
  value: number,
  key: () => number,
  site: number,
): void {
  if (protocolOf(s, value, "__getitem__") === -1) return;
  const callee = attributeOf(s, value, s.name("__getitem__"));
  s.call({ dst: -1, callee, origin: site, meta: s.log.how("operator"), args: [positional(key())] });
}

/** The described special method that answers for a value, or its stand-in; -1 for all others. */
export function protocolOf(s: Solving, value: number, method: string): number {
  if (!ASKED.has(method)) return -1;
  const name = s.name(method);
  const standIn = STAND_INS[method];
  for (const owner of outsideClassesOf(s, value)) {
    const found = s.outside.protocol(owner, name);
    if (found !== -1) return found;
    if (standIn !== undefined && s.outside.findMember(owner, name) !== -1) return -1;
  }
  return standIn === undefined ? -1 : protocolOf(s, value, standIn);
}

/** What is asked nearly everywhere, `__eq__` and `__str__`, waits nowhere. */
const ASKED: ReadonlySet<string> = new Set([
  "__iter__",
  "__getitem__",
  "__contains__",
  "__len__",
  "__bool__",
]);

/** The classes outside from which a value has its methods, nearest first. */
function outsideClassesOf(s: Solving, value: number): readonly number[] {
  const first = s.values.first(value);
  switch (s.values.kind(value)) {
    case Kind.externalInstance:
      return [first];
    case Kind.object:
      return [s.objects.get(first).className];
    case Kind.instance:
      return s.hierarchy.order(first).flatMap((each) => (each < 0 ? [-1 - each] : []));
    default:
      return [];
  }
}
