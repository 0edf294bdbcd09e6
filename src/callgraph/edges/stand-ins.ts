import { CallField } from "../state/calling.ts";
import { Rule } from "../state/rules.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";

/**
 * Classes of which the program makes no object, but of a subclass it does: mix-ins and bases. The solver
 * supposes objects of some all the same, for a framework may make them; it does so only of a class
 * that it gets. One that is nowhere stored, and handed to nothing but a type test, it does not get.
 */
export function findStoodFor(s: Solving): ReadonlySet<number> {
  if (s.stoodFor.size === 0) return s.stoodFor;
  const handed = new Set<number>();
  const { code, program, testModules } = s;
  for (let at = 0; at < code.length; at += code.at(at + 1)) {
    const rule = code.at(at);
    if (rule === Rule.storeItem) addClasses(s, code.at(at + 5), handed);
    else if (rule === Rule.store) addClasses(s, code.at(at + 4), handed);
    else if (rule === Rule.call) {
      const origin = code.at(at + CallField.origin);
      const isOwn = origin < 0 || !testModules.has(program.moduleOfSite(origin));
      if (isOwn && !isTypeTest(s, code.at(at + CallField.callee))) addArguments(s, at, handed);
    }
  }
  return new Set([...s.stoodFor].filter((index) => !handed.has(index)));
}

function addArguments(s: Solving, record: number, handed: Set<number>): void {
  const count = s.code.at(record + CallField.count);
  for (let index = 0; index < count; index += 1) {
    addClasses(s, s.code.at(record + CallField.args + index * 3 + 2), handed);
  }
}

function addClasses({ flow, values }: Solving, variable: number, found: Set<number>): void {
  flow.some(variable, (value) => {
    if (values.kind(value) === Kind.class) found.add(values.first(value));
    return false;
  });
}

function isTypeTest(s: Solving, callee: number): boolean {
  const { flow, values } = s;
  return flow.some(
    callee,
    (value) => values.kind(value) === Kind.external && TYPE_TESTS.has(s.text(values.first(value))),
  );
}

/** They are given classes to ask about them. */
const TYPE_TESTS: ReadonlySet<string> = new Set(
  ["super", "isinstance", "issubclass"].map((name) => `<builtin>.${name}`),
);
