import {
  definesMethod,
  derivesFrom,
  findMember,
  metaclassesOf,
} from "../../state/class-members.ts";
import { literalClass } from "../../state/literal-classes.ts";
import type { Solving } from "../../state/solving.ts";
import { Breadth, Kind } from "../../state/values.ts";
import type { TypeClass } from "./hints.ts";

/** Which values pass and which fail an `isinstance`. */
export function passing(
  s: Solving,
  value: number,
  classes: readonly TypeClass[],
): readonly number[] {
  if (classes.some((each) => isInstance(s, value, each) || decidesItself(s, value, each))) {
    return [value];
  }
  const base = generalClass(s, value);
  if (base === undefined) return [];
  return classes
    .filter(({ index }) => index !== -1 && s.hierarchy.isSubclass(index, base))
    .map(({ index }) => s.values.of(Kind.instance, index, Breadth.hinted));
}

/**
 * The class of an instance in general, of which those pass that are of the tested subclass; a library's
 * object counts as such (`except Exception as error: isinstance(error, OurError)`).
 */
function generalClass(s: Solving, value: number): number | undefined {
  const kind = s.values.kind(value);
  if (kind === Kind.externalInstance) return -1 - s.values.first(value);
  return kind === Kind.instance && !s.values.isExact(value) ? s.values.first(value) : undefined;
}

export function failing(
  s: Solving,
  value: number,
  classes: readonly TypeClass[],
): readonly number[] {
  const kind = s.values.kind(value);
  const isOther = ({ external }: TypeClass) => s.text(external) !== "<builtin>.type";
  const isCertain =
    kind === Kind.instance ||
    kind === Kind.literal ||
    (kind === Kind.class && !classes.some(isOther));
  return isCertain && classes.some((each) => isInstance(s, value, each)) ? [] : [value];
}

/** Generous where the outside is not known: an abstract class may have anything as an instance. */
function isInstance(s: Solving, value: number, type: TypeClass): boolean {
  const kind = s.values.kind(value);
  if (kind === Kind.result) return true;
  if (kind === Kind.instance) return isOfClass(s, value, type);
  return type.index === -1 && isOfExternal(s, value, type.external);
}

function isOfClass(s: Solving, value: number, { index, external }: TypeClass): boolean {
  const ancestor = index === -1 ? -1 - external : index;
  if (s.hierarchy.isSubclass(s.values.first(value), ancestor)) return true;
  return index === -1 ? isAbstract(s.text(external)) : fitsProtocol(s, value, index);
}

function isOfExternal(s: Solving, value: number, external: number): boolean {
  const kind = s.values.kind(value);
  const text = s.text(external);
  if (text === "<builtin>.type" && (kind === Kind.function || kind === Kind.bound)) return false;
  if (isAbstract(text)) return true;
  if (kind === Kind.literal) return text === `<builtin>.${literalClass(s.values.first(value))}`;
  const object = s.objectOf(value);
  if (object) return object.className === external || text === `<builtin>.${object.kind}`;
  if (kind === Kind.externalInstance) {
    const own = s.values.first(value);
    return s.outside.order(own).includes(external) || s.outside.order(external).includes(own);
  }
  return !text.startsWith("<builtin>.") || text === "<builtin>.type";
}

const PROTOCOLS: ReadonlySet<string> = new Set(["typing.Protocol", "typing_extensions.Protocol"]);

/** An object is an instance of a protocol whose methods its class has, one and all. */
function fitsProtocol(s: Solving, value: number, protocol: number): boolean {
  if (!derivesFrom(s, protocol, PROTOCOLS)) return false;
  const order = s.hierarchy.order(s.values.first(value));
  const names = [...s.program.methods(protocol).keys()];
  return names.length > 0 && names.every((name) => findMember(s, order, name).owner !== -1);
}

/** A class that answers by a hook of its own, what it answers is not known. */
function decidesItself(s: Solving, value: number, { index }: TypeClass): boolean {
  if (index === -1 || s.values.kind(value) !== Kind.instance) return false;
  if (definesMethod(s, index, "__subclasshook__")) return true;
  return metaclassesOf(s, index).some((meta) => {
    return ["__instancecheck__", "__subclasscheck__"].some((hook) => definesMethod(s, meta, hook));
  });
}

export function isAbstract(name: string): boolean {
  return /^(collections\.abc|typing|numbers|six)\.|^<builtin>\.object$/.test(name);
}
