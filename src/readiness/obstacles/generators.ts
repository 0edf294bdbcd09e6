import { forEachConstraint, Op } from "../../python/constraints.ts";
import { type ModuleFacts, SITE_WIDTH } from "../../python/module-facts.ts";
import { say } from "../../sentence.ts";
import { regionsAround } from "../regions.ts";
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
      const cleanUp = subject.waits.find(({ site }) =>
        regionsAround(program, node, site).some(({ kind }) => kind === "finally"),
      );
      if (cleanUp !== undefined) {
        found.push({
          id: "generator-finalizer",
          line: cleanUp.line,
          detail: say`its \`finally\` waits in ${cleanUp.calls}`,
        });
      }
    }
    return [...found, ...delegations(subject), ...drivenByHand(subject)];
  },
};

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

function drivenByHand({ scope, node }: Subject): Sighting[] {
  const decorator = scope?.decorators.find(({ text }) => TASKLETS.test(text.replace(/\(.*$/s, "")));
  if (decorator === undefined) return [];
  const line = scope?.decoratorLine ?? node.line ?? 1;
  return [
    { id: "generator-coroutine", line, detail: say`\`@${decorator.text}\` steps it by hand` },
  ];
}
