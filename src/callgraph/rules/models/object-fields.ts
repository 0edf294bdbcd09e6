import type { Calling } from "../../state/call-shapes.ts";
import { derivesFrom } from "../../state/class-members.ts";
import type { Solving } from "../../state/solving.ts";
import { VERSIONED_BASES } from "../attributes/lazy-fields.ts";
import { eachText } from "../calls/call-objects.ts";
import type { Builtin } from "./builtin-functions.ts";
import { argumentAt } from "./builtin-functions.ts";

/**
 * Fields of versioned objects whose type names a class: `"spec": fields.ObjectField("RequestSpec")`. The
 * property that oslo.versionedobjects makes of a field refuses everything else (base.py:
 * `_make_class_properties`, fields.py: `Object.coerce`), so that is what reading the attribute gives,
 * whoever stored it and from wherever it was received.
 */
const FIELDS = "oslo_versionedobjects.fields";
const ROLE = -40;

export const OBJECT_FIELDS: Readonly<Record<string, Builtin>> = {
  [`${FIELDS}.ObjectField`]: (s, calling) => declareField(s, calling, false),
  [`${FIELDS}.ListOfObjectsField`]: (s, calling) => declareField(s, calling, true),
};

function declareField(s: Solving, calling: Calling, isList: boolean): boolean {
  const field = s.object(calling.record, ROLE, "object-field", {
    className: s.outside.name(`${FIELDS}.${isList ? "ListOfObjectsField" : "ObjectField"}`),
  });
  const list = isList ? s.object(calling.record, ROLE - 1, "list") : -1;
  const given = s.objectOf(field)?.wrapped ?? -1;
  const to = isList ? (s.objectOf(list)?.rest ?? -1) : given;
  if (isList) s.flow.add(given, list);
  eachText(s, argumentAt(s, calling, 0, isList ? "objtype" : "obj_type"), (text) => {
    for (const index of versionedNamed(s, text)) s.flow.add(to, s.instance(index));
  });
  s.flow.add(calling.dst, field);
  return true;
}

/** The classes of versioned objects of that name; what is read from a message finds them so, too. */
function versionedNamed(s: Solving, name: string): readonly number[] {
  const found: number[] = [];
  for (const [index, scope] of s.program.classScopes.entries()) {
    if (s.program.scopeFacts(scope).name !== name) continue;
    if (derivesFrom(s, index, VERSIONED_BASES)) found.push(index);
  }
  return found;
}
