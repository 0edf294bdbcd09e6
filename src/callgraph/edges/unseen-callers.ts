import { hasOwnSignature } from "../rules/calls/signatures.ts";
import { Rule } from "../state/rules.ts";
import type { Solving } from "../state/solving.ts";
import { isSpelled } from "../state/spelled-texts.ts";
import { PROGRAM_LIMITS } from "../state/value-limits.ts";
import { Kind } from "../state/values.ts";
import { comesFromTests } from "./alternatives.ts";
import { isBuiltinMethod } from "./blind-calls.ts";

/**
 * Who may call a method that nothing calls in sight. A library calls what overrides a name of its own
 * class, and what a decorator has seen; a program calls what it spells as a text (`getattr(self,
 * "on_start")`, `"handle_%s"`, a remote procedure), or reads off what it knows nothing of. Of a plain class
 * whose method nobody spells, nobody does: it is left over, or there for who is not written yet.
 */
export class UnseenCallers {
  /** Names that the program reads off what nothing is known of. */
  private readonly asked: ReadonlySet<number>;
  private readonly isOfLibrary = new Map<number, boolean>();
  readonly #s: Solving;

  constructor(s: Solving) {
    this.#s = s;
    this.asked = namesAsked(s);
  }

  /** Whether somebody may call the method without being seen. */
  mayCall(method: number): boolean {
    const { program } = this.#s;
    const { name } = program.scopeFacts(method);
    return (
      name.startsWith("__") ||
      !hasOwnSignature(this.#s, method) ||
      isSpelled(this.#s, name) ||
      this.isAsked(program.names.id(name)) ||
      this.isKnownOutside(program.classOfMethod(method))
    );
  }

  /** Texts and containers are asked for their own methods. */
  private isAsked(name: number): boolean {
    return this.asked.has(name) && !isBuiltinMethod(this.#s, name);
  }

  /** A class of the family derives from a library's. */
  private isKnownOutside(owner: number): boolean {
    let isKnown = this.isOfLibrary.get(owner);
    if (isKnown === undefined) {
      const { hierarchy } = this.#s;
      isKnown = hierarchy.family(owner).some((each) => hierarchy.order(each).some(this.isLibrary));
      this.isOfLibrary.set(owner, isKnown);
    }
    return isKnown;
  }

  private readonly isLibrary = (ancestor: number): boolean =>
    ancestor < 0 && !PLAIN.has(this.#s.text(-1 - ancestor));
}

/** Bases that call nothing of a class. */
const PLAIN: ReadonlySet<string> = new Set([
  "<builtin>.object",
  "abc.ABC",
  "typing.Generic",
  "typing.Protocol",
]);

/** So many are all that a variable keeps: there were more. */
const [MOST_VALUES = 0] = PROGRAM_LIMITS;

function namesAsked(s: Solving): ReadonlySet<number> {
  const { code, flow, values, program, testModules } = s;
  const names = new Set<number>();
  const isKnown = (value: number) =>
    values.kind(value) !== Kind.result && !comesFromTests(s, value);
  for (let at = 0; at < code.length; at += code.at(at + 1)) {
    if (code.at(at) !== Rule.load || testModules.has(program.moduleOfSite(code.at(at + 5))))
      continue;
    const read = flow.valuesOf(code.at(at + 2));
    const isAll = read.length < MOST_VALUES;
    if (!isAll || !read.some(isKnown)) names.add(code.at(at + 4));
  }
  return names;
}
