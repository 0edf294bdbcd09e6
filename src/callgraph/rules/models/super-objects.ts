import type { Calling } from "../../state/call-shapes.ts";
import { isReceiver } from "../../state/receivers.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";

/** `super()` and `super(C, self)`. */
export function superObject(s: Solving, calling: Calling): boolean {
  const add = (index: number, value: number) => {
    const kind = s.values.kind(value);
    if (kind !== Kind.instance && kind !== Kind.class) return;
    // Anything else than an instance or a subclass would raise `TypeError`.
    if (isReceiver(s, index, value)) s.flow.add(calling.dst, s.values.of(Kind.super, index, value));
  };
  if (calling.args.length >= 2) {
    const [from, receiver] = calling.args;
    s.each(from?.variable ?? -1, (owner) => {
      if (s.values.kind(owner) !== Kind.class) return;
      s.each(receiver?.variable ?? -1, (value) => add(s.values.first(owner), value));
    });
    return true;
  }
  if (calling.origin < 0) return true;
  const scope = s.program.enclosingMethod(s.program.scopeOfSite(calling.origin));
  if (scope < 0) return true;
  const index = s.program.classOfMethod(scope);
  const module = s.program.moduleOf(scope);
  const self = s.program.callable(scope)?.parameters[0];
  if (self) {
    const variable = s.variableIn(calling.context, module, self.variable);
    s.each(variable, (value) => add(index, value));
  }
  return true;
}
