import { forEachConstraint, Op } from "../../python/constraints.ts";
import { SITE_WIDTH } from "../../python/module-facts.ts";
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
      return [{ id: "lambda", line, detail: "the waiting call stands in a lambda" }];
    }
    if (scope?.callable?.isGenerator !== true) return [];
    const found: Sighting[] = [];
    if (isContextManager(scope)) {
      found.push({
        id: "contextmanager-decorator",
        line,
        detail: "a `@contextmanager` generator that waits",
      });
    } else {
      found.push({ id: "generator", line, detail: "waits between its yields" });
      const cleanUp = subject.waits.find(({ site }) =>
        regionsAround(program, node, site).some(({ kind }) => kind === "finally"),
      );
      if (cleanUp !== undefined) {
        found.push({
          id: "generator-finalizer",
          line: cleanUp.line,
          detail: `its \`finally\` waits in ${cleanUp.calls}`,
        });
      }
    }
    return [...found, ...delegations(subject), ...drivenByHand(subject)];
  },
};

function delegations({ facts, node }: Subject): Sighting[] {
  if (facts === undefined || node.scope === undefined) return [];
  let site = -1;
  forEachConstraint(facts.code, (operation, at) => {
    if (site < 0 && operation === Op.YieldFrom && facts.code[at + 2] === node.scope) {
      site = facts.code[at + 3] as number;
    }
  });
  if (site < 0) return [];
  const line = facts.sites[site * SITE_WIDTH] ?? node.line ?? 1;
  return [{ id: "yield-from", line, detail: "`yield from` is a syntax error in `async def`" }];
}

const TASKLETS = /(^|\.)(inlineCallbacks|coroutine|tasklet|engine)$/;

function drivenByHand({ scope, node }: Subject): Sighting[] {
  const decorator = scope?.decorators.find(({ text }) => TASKLETS.test(text.replace(/\(.*$/s, "")));
  if (decorator === undefined) return [];
  const line = scope?.decoratorLine ?? node.line ?? 1;
  return [{ id: "generator-coroutine", line, detail: `\`@${decorator.text}\` steps it by hand` }];
}
