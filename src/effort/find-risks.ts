import { plural, say, type Text } from "../sentence.ts";
import { type RiskRule, type RiskTrigger, sizeFactor } from "./effort-model.ts";
import type { RiskEvent } from "./estimate.ts";
import type { OptionName, Pricing, PricingInput } from "./price-functions.ts";
import { scale } from "./three-point.ts";

interface Evidence {
  readonly path: string;
  readonly line: number;
  readonly what: Text;
}

const EVIDENCE_CAP = 10;

/**
 * The risks of the model that something in the repository gives rise to, numbered R-01 … in its order; under another
 * option than the plan's only those that it meets, under their numbers of the plan.
 */
export function findRisks(input: Pricing, option?: OptionName): RiskEvent[] {
  if (input.readiness.verdicts.length === 0) return [];
  const found = input.model.risks.flatMap((rule) => {
    const evidence = evidenceFor(rule.when, input);
    return rule.when.always === true || evidence.length > 0 ? [{ rule, evidence }] : [];
  });
  const size = sizeFactor(input.model, input.own.length);
  return found.flatMap(({ rule, evidence }, index) =>
    option !== undefined && rule.notFor === option
      ? []
      : [riskEvent(rule, evidence, index + 1, size)],
  );
}

function riskEvent(
  rule: RiskRule,
  evidence: readonly Evidence[],
  number: number,
  size: number,
): RiskEvent {
  const { title, probability, trigger, mitigation } = rule;
  const hours = scale(rule.hours, size);
  const id = `R-${String(number).padStart(2, "0")}`;
  return {
    id,
    title,
    probability,
    hours,
    trigger,
    mitigation,
    evidence: evidence.slice(0, EVIDENCE_CAP),
  };
}

function evidenceFor(when: RiskTrigger, input: Pricing): Evidence[] {
  const { findings, readiness } = input;
  return [
    ...patternEvidence(when.patterns, input),
    ...readiness.silentBreaks
      .filter(({ id }) => when.breaks?.includes(id) === true)
      .map(({ path, line, detail }) => ({ path, line, what: detail })),
    ...findings.uses
      .filter(
        ({ category, isTest, how }) =>
          !isTest && how !== "import" && when.categories?.includes(category) === true,
      )
      .map(({ path, line, api }) => ({ path, line, what: api })),
    ...(when.libraries === true ? libraryEvidence(input) : []),
    ...(when.hubBlockers === true ? findings.hub.blockers : []),
    ...(when.undetermined === true ? undeterminedEvidence(input) : []),
    ...(when.losses === true
      ? readiness.concurrencyLosses.map(({ path, line, detail }) => ({ path, line, what: detail }))
      : []),
    ...(when.untestedShareAbove === undefined
      ? []
      : untestedEvidence(when.untestedShareAbove, input)),
  ];
}

function patternEvidence(
  patterns: readonly string[] | undefined,
  { findings }: PricingInput,
): Evidence[] {
  return findings.patterns
    .filter(({ pattern, isTest }) => !isTest && patterns?.includes(pattern) === true)
    .map(({ path, line, detail }) => ({ path, line, what: detail }));
}

function libraryEvidence({ findings }: PricingInput): Evidence[] {
  return findings.libraries
    .filter(({ suspends, library }) => suspends && library.fidelity !== "direct")
    .map(({ library, declaredAt, calls }) => ({
      path: declaredAt?.path ?? "",
      line: declaredAt?.line ?? 0,
      what: say`${library.distribution} (${plural(calls, "# call", "# calls")})`,
    }));
}

function undeterminedEvidence({ graph, own }: Pricing): Evidence[] {
  return own
    .filter(({ verdict }) => verdict.verdict === "undetermined")
    .map(({ verdict, path }) => ({
      path,
      line: graph.node(verdict.function)?.line ?? 1,
      what: verdict.function,
    }));
}

function untestedEvidence(threshold: number, { graph, own, tested }: Pricing): Evidence[] {
  const untested = own.filter(({ verdict }) => !tested.has(verdict.function));
  if (own.length === 0 || untested.length / own.length <= threshold) return [];
  return untested.map(({ verdict, path }) => ({
    path,
    line: graph.node(verdict.function)?.line ?? 1,
    what: verdict.function,
  }));
}
