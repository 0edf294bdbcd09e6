import { ArgumentKind } from "../../../python/constraints.ts";
import type { Calling } from "../../state/call-shapes.ts";
import { keepKeywords } from "../../state/calling.ts";
import { definesMethod, derivesFrom } from "../../state/class-members.ts";
import { nativeKind } from "../../state/native-containers.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { iterateAll } from "../protocols/elements.ts";
import { entriesOf } from "../protocols/own-entries.ts";
import { mergeItems } from "./merge-items.ts";

/**
 * `Hooks([f])`, `Table(a=x)`, where such a subclass leaves its initialiser to the container: it holds what
 * it is given.
 */
export function fillNative(s: Solving, instance: number, calling: Calling): void {
  if (keepFactory(s, instance, calling)) return;
  const { args, origin } = calling;
  const kind = nativeKind(s, s.values.first(instance));
  const first = args[0]?.kind === ArgumentKind.positional ? args[0].variable : -1;
  if (kind === "list") {
    if (first !== -1) iterateAll(s, first, entriesOf(s, instance).rest, origin);
  } else if (kind === "dict" && args.length > 0) {
    const entries = entriesOf(s, instance);
    keepKeywords(s, args, entries);
    if (first !== -1) mergeItems(s, first, entries, origin);
  }
}

const DEFAULTING: ReadonlySet<string> = new Set(["collections.defaultdict"]);

/**
 * A subclass of `defaultdict` keeps what its entries are made by; called it is where the object is made,
 * unless the subclass has a `__missing__` of its own. False for all other classes.
 */
function keepFactory(s: Solving, instance: number, { args, origin }: Calling): boolean {
  const index = s.values.first(instance);
  const [first, ...rest] = args;
  if (!derivesFrom(s, index, DEFAULTING)) return false;
  const entries = entriesOf(s, instance);
  const hasFactory = first?.kind === ArgumentKind.positional;
  if (hasFactory) s.flow.edge(first.variable, s.field(instance, s.name("default_factory")));
  if (hasFactory && !definesMethod(s, index, "__missing__")) {
    const through = "collections.defaultdict";
    const meta = s.log.meta({ how: "argument", kind: "call", through, runsIn: "caller" });
    s.call({ dst: entries.rest, callee: first.variable, origin, meta, args: [] });
  }
  keepKeywords(s, args, entries);
  const [second] = hasFactory ? rest : [];
  if (second?.kind === ArgumentKind.positional) mergeItems(s, second.variable, entries, origin);
  return true;
}

/** `super().__init__(list)` in such a subclass. */
export const NATIVE_INITIALISERS: Readonly<Record<string, typeof initialise>> = {
  "<builtin>.dict.__init__": initialise,
  "collections.defaultdict.__init__": initialise,
};

function initialise(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  if (receiver === undefined || s.values.kind(receiver) !== Kind.instance) return false;
  return keepFactory(s, receiver, calling);
}
