import { addToGroup } from "../../group-by.ts";
import { forEachConstraint, Op } from "../../python/constraints.ts";
import {
  type ModuleFacts,
  type RegionFacts,
  SITE_WIDTH,
  SiteField,
} from "../../python/module-facts.ts";

type Way = "get" | "put";

/** What a test says of a queue where it is true: it can be taken from, or put into, at once. */
const WHILE_TRUE: Readonly<Record<Way, RegExp>> = {
  get: /^(not \(?[\w.]+\.empty\(\)\)?|[\w.]+\.full\(\)|[\w.]+\.qsize\(\)( (> 0|>= 1|!= 0))?)$/,
  put: /^not \(?[\w.]+\.full\(\)\)?$/,
};
/** The same of a test after its branch, which leaves, or makes room. */
const AFTERWARDS: Readonly<Record<Way, RegExp>> = {
  get: /^([\w.]+\.empty\(\)|not [\w.]+\.qsize\(\)|[\w.]+\.qsize\(\) == 0)$/,
  put: /^[\w.]+\.full\(\)$/,
};
const ASKS = /^(empty|full|qsize)$/;
const TAKES = /^get(_nowait)?$/;

/** A place of a scope that may wait, in order of evaluation; of a method call its receiver and name. */
interface Step {
  readonly site: number;
  readonly line: number;
  readonly receiver?: string;
  readonly method?: string;
}

/**
 * Whether `q.get()` or `q.put()` follows at once on a test which shows that it need not wait:
 * `if q.full(): q.get()`, `while not q.empty(): q.get()`, `if q.empty(): return` and then `q.get()`.
 * Green threads switch only where something waits: what was true still is where nothing that might
 * wait stands between.
 */
export function isGuarded(facts: ModuleFacts, site: number, way: Way): boolean {
  const scope = siteField(facts, site, SiteField.scope);
  const steps = stepsOf(facts).get(scope) ?? [];
  const at = steps.findIndex((step) => step.site === site && step.method === way);
  const call = steps[at];
  if (call === undefined) return false;
  const asked = steps
    .slice(0, at)
    .findLastIndex(({ method = "", receiver }) => ASKS.test(method) && receiver === call.receiver);
  const ask = steps[asked];
  if (ask === undefined) return false;
  const between = steps.slice(asked + 1, at);
  const around = regionsAround(facts, site);
  return (
    around.some((region) => isTrueWithin(region, way, ask) && isFree(facts, region, between)) ||
    facts.regions.some(
      (region) =>
        region.scope === scope &&
        region.parent === siteField(facts, site, SiteField.region) &&
        isSettledBy(region, way, ask) &&
        between.every((step) => isWithin(region, step) && (region.leaves || takes(step, call))) &&
        (region.leaves === true || between.length > 0),
    )
  );
}

/** Nothing stands between but what only the other branches of the same `if` run. */
function isFree(facts: ModuleFacts, region: RegionFacts, between: readonly Step[]): boolean {
  const others = facts.regions.filter(
    ({ choice, scope }) =>
      choice === region.choice && choice !== undefined && scope === region.scope,
  );
  return between.every((step) => others.some((each) => each !== region && isWithin(each, step)));
}

function isTrueWithin(
  { kind, text, line, choice = line }: RegionFacts,
  way: Way,
  ask: Step,
): boolean {
  if (kind !== "condition" && kind !== "while") return false;
  if (ask.line < choice || ask.line > line || text.includes(" or ")) return false;
  return text.split(" and ").some((part) => WHILE_TRUE[way].test(part));
}

function isSettledBy(
  { kind, text, line, choice = line }: RegionFacts,
  way: Way,
  ask: Step,
): boolean {
  return kind === "condition" && ask.line === choice && AFTERWARDS[way].test(text);
}

const isWithin = ({ line, endLine }: RegionFacts, step: Step): boolean =>
  step.line >= line && step.line <= endLine;

const takes = ({ method = "", receiver }: Step, call: Step): boolean =>
  TAKES.test(method) && receiver === call.receiver;

function regionsAround(facts: ModuleFacts, site: number): readonly RegionFacts[] {
  const found: RegionFacts[] = [];
  let region = facts.regions[siteField(facts, site, SiteField.region)];
  for (; region !== undefined; region = facts.regions[region.parent]) found.push(region);
  return found;
}

const siteField = ({ sites }: ModuleFacts, site: number, field: number): number =>
  sites[site * SITE_WIDTH + field] ?? -1;

const known = new WeakMap<ModuleFacts, ReadonlyMap<number, readonly Step[]>>();

/** By scope, worked out once for each module. */
function stepsOf(facts: ModuleFacts): ReadonlyMap<number, readonly Step[]> {
  const found = known.get(facts) ?? findSteps(facts);
  known.set(facts, found);
  return found;
}

function findSteps(facts: ModuleFacts): ReadonlyMap<number, readonly Step[]> {
  const { code, strings } = facts;
  const attributes = new Map<number, { readonly receiver: string; readonly method: string }>();
  const steps = new Map<number, Step[]>();
  const add = (site: number, named?: { readonly receiver: string; readonly method: string }) => {
    const line = siteField(facts, site, SiteField.line);
    addToGroup(steps, siteField(facts, site, SiteField.scope), { site, line, ...named });
  };
  // The variable and the attributes after it: the same text without an assignment between.
  const pathOf = (variable: number): string => {
    const attribute = attributes.get(variable);
    return attribute === undefined ? `${variable}` : `${attribute.receiver}.${attribute.method}`;
  };
  forEachConstraint(code, (operation, at) => {
    const operand = (offset: number) => code[at + offset] ?? -1;
    if (operation === Op.LoadAttribute) {
      const method = strings[operand(2)] ?? "";
      attributes.set(operand(0), { receiver: pathOf(operand(1)), method });
    } else if (operation === Op.Call) add(operand(2), attributes.get(operand(1)));
    else if (operation === Op.Enter || operation === Op.Iterate) add(operand(2));
    else if (operation === Op.Exit) add(operand(1));
  });
  return steps;
}
