import { positional } from "../../state/call-shapes.ts";
import { boundTo, findMember, hasMethod } from "../../state/class-members.ts";
import { moduleField } from "../../state/module-names.ts";
import { eachApart } from "../../state/native-containers.ts";
import { Rule } from "../../state/rules.ts";
import type { Solving } from "../../state/solving.ts";
import { Breadth, Kind } from "../../state/values.ts";
import { attributeOf } from "./attributes.ts";
import { divertsStores } from "./diverted-stores.ts";
import { registerFamilyStore } from "./wide-attributes.ts";

/** `value.name = src`: into the object, or through a property's or descriptor's setter. */
export function storeAttribute(
  s: Solving,
  value: number,
  name: number,
  src: number,
  site: number,
  isPassing = false,
): void {
  const kind = s.values.kind(value);
  // Nobody sees what it leaves, but a setter may run.
  if (isPassing && SETTERLESS.has(kind)) return;
  switch (kind) {
    case Kind.module:
      s.moments.store(src, moduleField(s, s.values.first(value), name), site);
      return;
    case Kind.class:
      storeInClass(s, value, name, src, site);
      return;
    case Kind.instance:
      storeInInstance(s, value, { name, src, site, isPassing });
      return;
    case Kind.literal:
      return;
    case Kind.externalInstance:
      s.flow.edge(src, s.field(value, name));
      if (site >= 0 && s.outside.isDescribed(s.values.first(value))) {
        s.log.read(site, attributeOf(s, value, name), false);
      }
      return;
    case Kind.bound:
      s.flow.edge(src, s.field(s.values.first(value), name));
      return;
    case Kind.external:
      storeInForeign(s, value, name, src);
      return;
    default:
      s.flow.edge(src, s.field(value, name));
  }
}

function storeInClass(s: Solving, value: number, name: number, src: number, site: number): void {
  const scope = s.program.classScopes[s.values.first(value)] as number;
  const instead = s.given.instead.get(s.values.first(value), name);
  if (instead !== -1) {
    s.flow.edge(src, instead);
    return;
  }
  const declared = s.program.declared(scope, name);
  if (declared !== -1) {
    s.moments.store(src, declared, site);
    return;
  }
  s.flow.edge(src, s.field(value, name));
  if (!s.given.stored.add(value, name)) return;
  s.classStores.store(name, s.values.first(value));
  s.classSetters.store(name, s.values.first(value));
}

/** `Query.paged = paged` on a library's class: its instances have the method from then on. */
function storeInForeign(s: Solving, value: number, name: number, src: number): void {
  s.flow.edge(src, s.field(value, name));
  const owner = s.values.first(value);
  if (s.outside.isClass(owner)) s.foreignStores.storeOnce(name, owner);
}

/** `value.__dict__[name] = src`: what stands there is the object's own, whatever its class would do with it. */
export function storeInNamespace(
  s: Solving,
  value: number,
  name: number,
  src: number,
  site: number,
): void {
  const isPlain =
    s.values.kind(value) === Kind.instance && s.values.second(value) !== Breadth.hinted;
  if (!isPlain) {
    storeAttribute(s, value, name, src, site);
    return;
  }
  registerFamilyStore(s, value, name);
  s.flow.edge(src, s.field(value, name));
}

interface Store {
  readonly name: number;
  readonly src: number;
  readonly site: number;
  readonly isPassing: boolean;
}

const SETTERLESS: ReadonlySet<number> = new Set<number>([Kind.module, Kind.class, Kind.function]);

function storeInInstance(s: Solving, value: number, store: Store): void {
  const { name, src, site, isPassing } = store;
  const index = s.values.first(value);
  if (s.values.second(value) === Breadth.hinted) {
    storeInInstance(s, s.instance(index), store);
    eachApart(s, index, (object) => storeInInstance(s, object, store));
    return;
  }
  registerFamilyStore(s, value, name);
  if (!isPassing && !divertsStores(s, index)) s.flow.edge(src, s.field(value, name));
  if (hasMethod(s, value, "__setattr__")) {
    callSpecial(s, value, "__setattr__", [s.holding(s.string(s.text(name))), src], site, "getattr");
  }
  const member = findMember(s, s.hierarchy.order(index), name);
  if (member.variable !== -1) {
    s.flow.watch(member.variable, s.record(Rule.bindStore, src, value, member.owner, site));
  } else if (s.apart.isOn) s.classSetters.read(name, { index, name, receiver: value, src, site });
}

/** A class member that an assignment through an instance meets: does it take the assignment over? */
export function storeThrough(
  s: Solving,
  member: number,
  receiver: number,
  { src, site }: { readonly src: number; readonly site: number },
): void {
  const object = s.objectOf(member);
  if (object?.kind === "property") {
    s.call({
      dst: -1,
      callee: boundTo(s, object.setter, receiver),
      origin: site,
      meta: s.log.how("property"),
      args: [positional(src)],
    });
  }
  if (!hasMethod(s, member, "__set__")) return;
  callSpecial(s, member, "__set__", [s.holding(receiver), src], site, "descriptor");
}

/** `del value.name`. */
export function deleteAttribute(s: Solving, value: number, name: number, site: number): void {
  if (s.values.kind(value) !== Kind.instance) return;
  if (hasMethod(s, value, "__delattr__")) {
    callSpecial(s, value, "__delattr__", [s.holding(s.string(s.text(name)))], site, "getattr");
  }
  const member = findMember(s, s.hierarchy.order(s.values.first(value)), name);
  if (member.variable === -1) return;
  s.each(member.variable, (each) => {
    const object = s.objectOf(each);
    if (object?.kind === "property") {
      const callee = boundTo(s, object.deleter, value);
      s.call({ dst: -1, callee, origin: site, meta: s.log.how("property"), args: [] });
    }
    if (hasMethod(s, each, "__delete__")) {
      callSpecial(s, each, "__delete__", [s.holding(value)], site, "descriptor");
    }
  });
}

/** Calls a special method of an instance with plain arguments; the result's variable. */
export function callSpecial(
  s: Solving,
  value: number,
  method: string,
  args: readonly number[],
  origin: number,
  how: Parameters<typeof s.log.how>[0],
  dst = s.flow.variable(),
): number {
  s.call({
    dst,
    callee: attributeOf(s, value, s.name(method)),
    origin,
    meta: s.log.how(how),
    args: args.map(positional),
  });
  return dst;
}
