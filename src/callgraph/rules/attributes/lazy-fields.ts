import { forEachConstraint, Op } from "../../../python/constraints.ts";
import { definesMethod, derivesFrom } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";

/**
 * Fields that are loaded when they are first read. oslo.versionedobjects makes each field of a class a property
 * whose getter calls `obj_load_attr(name)` as long as the field is not set (base.py: `_make_class_properties`).
 * Nearly all fields are set when an object is made; of the others the program's own `obj_load_attr` tells the
 * names, for it compares them with what it is asked for: `if name == "tags"`, `if name not in OPTIONAL`.
 */
const LOADER = "obj_load_attr";
/** A loader often prepares the loading only and leaves it to one of these. */
const LOADERS = [LOADER, `_${LOADER}`];

export const VERSIONED_BASES: ReadonlySet<string> = new Set([
  "oslo_versionedobjects.base.VersionedObject",
  "neutron.objects.base.NeutronDbObject",
]);

/** Lets the read of an attribute that no class has run `load` if it is such a field. */
export function readLazily(s: Solving, value: number, name: number, load: () => void): void {
  const index = s.values.first(value);
  if (definesMethod(s, index, LOADER) && derivesFrom(s, index, VERSIONED_BASES)) {
    let isLoaded = false;
    const loadOnce = (): void => {
      if (!isLoaded) load();
      isLoaded = true;
    };
    s.lazyFields.read(name, { index, load: loadOnce });
  }
}

/** Notes the fields that the class's own loader tells by name. */
export function noteLazyFields(s: Solving, index: number): void {
  const scopes = LOADERS.flatMap((each) => s.program.methods(index).get(s.name(each)) ?? []);
  for (const scope of scopes) {
    const asked = s.program.callable(scope)?.parameters[1]?.variable;
    if (asked === undefined) continue;
    eachCompared(s, s.program.moduleOf(scope), asked, (name) => s.lazyFields.store(name, index));
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(["__eq__", "__ne__", "__contains__"]);

/** Visits the texts with which a module's variable is compared, alone or among others. */
function eachCompared(
  s: Solving,
  module: number,
  asked: number,
  visit: (text: number) => void,
): void {
  const { code } = s.program.facts(module);
  forEachConstraint(code, (operation, at) => {
    const [left, right] = [code[at + 4] as number, code[at + 5] as number];
    if (operation !== Op.Operator || right === -1 || (left !== asked && right !== asked)) return;
    if (!COMPARISONS.has(s.text(s.program.name(module, code[at + 1] as number)))) return;
    eachText(s, s.variableOf(module, left === asked ? right : left), visit);
  });
}

/** Texts in a variable, and in the containers there; a variable keeps a dozen texts, so each place is asked by itself. */
function eachText(s: Solving, variable: number, visit: (text: number) => void): void {
  const visitText = (value: number): void => {
    if (s.values.isString(value)) visit(s.values.second(value));
  };
  s.each(variable, (value) => {
    visitText(value);
    const object = s.objectOf(value);
    if (object === undefined) return;
    s.each(object.rest, visitText);
    s.eachSlot(object, (_key, slot) => s.each(slot, visitText));
  });
}
