import { FUNCTION_GET } from "../../state/functions.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { COMMAND, COMMAND_MEMBERS, MAKES_COMMAND } from "../models/click-names.ts";

/** What `function.name` gives: what was stored there, or what Python itself keeps of the function. */
export function readFunction(s: Solving, value: number, name: number, attribute: number): void {
  s.flow.edge(s.field(value, name), attribute);
  const text = s.text(name);
  if (text === "__call__") s.flow.add(attribute, value);
  if (text === "__get__") {
    s.flow.add(attribute, s.values.of(Kind.bound, s.external(s.name(FUNCTION_GET)), value));
  }
  if (COMMAND_MEMBERS.has(text) && isCommand(s, value)) {
    s.flow.add(attribute, s.values.of(Kind.bound, s.external(s.name(`${COMMAND}.${text}`)), value));
  }
  if (text === "__defaults__" || text === "__kwdefaults__") readDefaults(s, value, text, attribute);
  if (text === "__name__" || text === "__qualname__") {
    const { scope } = s.functions.get(s.values.first(value));
    s.flow.add(attribute, s.string(s.program.scopeFacts(scope).name));
  }
}

/** `f.__defaults__`: a tuple of what stands behind the last parameters; `f.__kwdefaults__`: a dict of those behind the star. */
function readDefaults(s: Solving, value: number, text: string, attribute: number): void {
  const isNamed = text === "__kwdefaults__";
  const made = s.object(value, isNamed ? -66 : -65, isNamed ? "dict" : "tuple", {
    isDisplay: true,
  });
  const object = s.objectOf(made);
  const given = s.functions
    .get(s.values.first(value))
    .parameters.filter((each) => each.default !== -1)
    .filter(({ kind }) => (kind === "keyword-only") === isNamed);
  for (const [at, each] of given.entries()) {
    const key = isNamed ? s.textKey(each.name) : s.name(`i:${at}`);
    if (object) s.flow.edge(each.default, s.slot(object, key));
  }
  s.flow.add(attribute, made);
}

function isCommand(s: Solving, value: number): boolean {
  const { decorators } = s.program.scopeFacts(s.scopeOfValue(value));
  return decorators.some(({ text }) => MAKES_COMMAND.test(text));
}
