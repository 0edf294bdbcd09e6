import { findMember } from "../../state/class-members.ts";
import { eachApart } from "../../state/native-containers.ts";
import type { Solving } from "../../state/solving.ts";
import { Breadth, Kind } from "../../state/values.ts";

/**
 * Which receivers the methods of a class must reckon with. An instance of a class can be the `self`
 * of every method that the class finds by inheritance, whether or not the call is seen: frameworks
 * call methods too. Base classes with many subclasses get one broad receiver instead of many.
 */
const LISTED_SUBCLASSES = 12;

export function markInstantiated(s: Solving, index: number): void {
  s.instantiated.add(index);
  if (s.apart.merged.has(index)) return;
  s.apart.merged.add(index);
  const order = s.hierarchy.order(index);
  for (const ancestor of order) {
    if (ancestor < 0) continue;
    for (const [name, scopes] of s.program.methods(ancestor)) {
      // Constructing an object calls its initialiser: an inherited one sees the object then.
      const isSeenLater = ancestor !== index && s.text(name) === "__init__";
      if (isSeenLater || findMember(s, order, name).owner !== ancestor) continue;
      for (const scope of scopes) addReceiver(s, scope, ancestor, index);
    }
  }
}

/** Lets an instance (or for class methods the class) be the first parameter of a method. */
export function addReceiver(s: Solving, scope: number, owner: number, index: number): void {
  const target = s.functions.get(s.functions.of(scope));
  const self = target.parameters[0];
  if (!self || (self.kind !== "positional" && self.kind !== "positional-only")) return;
  const binding = bindingOf(s, scope);
  if (binding === "static") return;
  if (binding === "class") s.flow.add(self.variable, s.classValue(index));
  else if (s.hierarchy.family(owner).length > LISTED_SUBCLASSES && index !== owner) {
    s.flow.add(self.variable, s.values.of(Kind.instance, owner, Breadth.family));
    s.soft.add(self.variable);
  } else {
    s.flow.add(self.variable, s.instance(index));
    // What a container is filled with comes to an instance of the initialiser for it alone.
    const isFilling = isInitialiser(s, scope);
    eachApart(s, index, (object) => {
      if (!isFilling || !s.apart.isContainer(object)) s.flow.add(self.variable, object);
    });
  }
}

export function isInitialiser(s: Solving, scope: number): boolean {
  return s.program.scopeFacts(scope).name === "__init__";
}

export function bindingOf(s: Solving, scope: number): "instance" | "class" | "static" {
  const { decorators, name } = s.program.scopeFacts(scope);
  const texts = decorators.map(({ text }) => text.split(/[.(]/).at(-1) ?? text);
  if (texts.includes("staticmethod")) return "static";
  const isOfClass = texts.some((text) => text.endsWith("classmethod"));
  if (isOfClass || IMPLICIT_CLASS_METHODS.has(name)) return "class";
  return "instance";
}

const IMPLICIT_CLASS_METHODS = new Set(["__new__", "__init_subclass__", "__class_getitem__"]);

/** Variables that `self` and `cls` are, with their methods. */
export function selfVariables(s: Solving): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const { scope, parameters } of s.functions.all()) {
    if (parameters[0] && s.program.classOfMethod(scope) !== -1) {
      found.set(parameters[0].variable, scope);
    }
  }
  return found;
}
