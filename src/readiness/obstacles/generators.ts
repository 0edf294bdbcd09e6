import { forEachConstraint, Op } from "../../python/constraints.ts";
import { type ModuleFacts, type RegionFacts, SITE_WIDTH } from "../../python/module-facts.ts";
import { say } from "../../sentence.ts";
import { moduleOf, type Program } from "../program.ts";
import { regionsAround, regionsOf } from "../reach/regions.ts";
import type { Wait } from "../reach/waits.ts";
import { isContextManager } from "./decorator-names.ts";
import type { Detector, Sighting, Subject } from "./obstacle.ts";

/** Generator functions that wait: what `async def` makes of them, and where it is a syntax error. */
export const generators: Detector = {
  looksAt: "waiting",
  detect: (subject, { program }) => {
    const { node, scope } = subject;
    const line = node.line ?? 1;
    if (node.kind === "lambda") {
      return [{ id: "lambda", line, detail: say`the waiting call stands in a lambda` }];
    }
    if (scope?.callable?.isGenerator !== true) return [];
    const found: Sighting[] = [];
    if (isContextManager(scope)) {
      found.push({
        id: "contextmanager-decorator",
        line,
        detail: say`a \`@contextmanager\` generator that waits`,
      });
    } else {
      found.push({ id: "generator", line, detail: say`waits between its yields` });
      found.push(...cleanUps(subject, program));
    }
    return [...found, ...delegations(subject), ...drivenByHand(subject, program)];
  },
};

/** A `finally`, or the end of a `with`, that waits behind a `yield`: a generator thrown away runs it wherever it dies. */
function cleanUps({ node, facts, waits }: Subject, program: Program): Sighting[] {
  const own = regionsOf(facts, node.scope);
  const isLate = (region: RegionFacts) =>
    region.kind === "finally" &&
    own.some(
      ({ kind, yields, parent, line }) =>
        kind === "try" && yields === true && parent === region.parent && line < region.line,
    );
  const isEnd = ({ line, calls }: Wait) =>
    calls.endsWith(".__exit__") &&
    own.some((region) => region.kind === "with" && region.yields === true && region.line === line);
  const inFinally = waits.find(({ site }) => regionsAround(program, node, site).some(isLate));
  const atEnd = waits.find(isEnd);
  if (inFinally !== undefined) {
    const detail = say`its \`finally\` waits in ${inFinally.calls}`;
    return [{ id: "generator-finalizer", line: inFinally.line, detail }];
  }
  if (atEnd === undefined) return [];
  const detail = say`the end of its \`with\` waits in ${atEnd.calls}`;
  return [{ id: "generator-finalizer", line: atEnd.line, detail }];
}

const delegating = new WeakMap<ModuleFacts, Map<number, number>>();

/** Scope → site of its first `yield from`, worked out once for each module. */
function delegationsIn(facts: ModuleFacts): ReadonlyMap<number, number> {
  const known = delegating.get(facts);
  if (known !== undefined) return known;
  const found = new Map<number, number>();
  forEachConstraint(facts.code, (operation, at) => {
    const scope = facts.code[at + 2] ?? -1;
    if (operation === Op.YieldFrom && !found.has(scope)) found.set(scope, facts.code[at + 3] ?? -1);
  });
  delegating.set(facts, found);
  return found;
}

function delegations({ facts, node }: Subject): Sighting[] {
  const site = facts === undefined ? undefined : delegationsIn(facts).get(node.scope ?? -1);
  if (facts === undefined || site === undefined) return [];
  const line = facts.sites[site * SITE_WIDTH] ?? node.line ?? 1;
  return [
    { id: "yield-from", line, detail: say`\`yield from\` is a syntax error in \`async def\`` },
  ];
}

const TASKLETS = /(^|\.)(inlineCallbacks|coroutine|tasklet|engine)$/;

function drivenByHand({ scope, node, index }: Subject, program: Program): Sighting[] {
  const decorator = scope?.decorators.find(({ text }) => TASKLETS.test(text.replace(/\(.*$/s, "")));
  if (decorator === undefined) return stepped(index, program);
  const line = scope?.decoratorLine ?? node.line ?? 1;
  return [
    { id: "generator-coroutine", line, detail: say`\`@${decorator.text}\` steps it by hand` },
  ];
}

/** Who resumes it hands a value or an exception in: an asynchronous generator has no such steps in plain code. */
function stepped(index: number, program: Program): Sighting[] {
  for (const { from, edge } of program.callers[index] ?? []) {
    if (edge.how !== "generator") continue;
    const caller = program.nodes[from];
    const facts = caller && moduleOf(program.graph, caller);
    const step = edge.sites.find(({ site }) => facts && stepsIn(facts).has(site));
    if (step === undefined) continue;
    const path = caller?.path === undefined ? {} : { path: caller.path };
    const detail = say`${edge.from} steps it by hand`;
    return [{ id: "generator-coroutine", line: step.line, ...path, detail }];
  }
  return [];
}

const steps = new WeakMap<ModuleFacts, ReadonlySet<number>>();

/** Sites at which a module calls `send` or `throw` of something. */
function stepsIn(facts: ModuleFacts): ReadonlySet<number> {
  const known = steps.get(facts);
  if (known !== undefined) return known;
  const methods = new Set<number>();
  const found = new Set<number>();
  forEachConstraint(facts.code, (operation, at) => {
    const operand = (offset: number) => facts.code[at + offset] as number;
    if (operation === Op.LoadAttribute && /^(send|throw)$/.test(facts.strings[operand(2)] ?? ""))
      methods.add(operand(0));
    else if (operation === Op.Call && methods.has(operand(1))) found.add(operand(2));
  });
  steps.set(facts, found);
  return found;
}
