import type { SectionContext } from "../section.ts";
import { capOf, capped, locate } from "../section.ts";

/** Where async and sync code meet in the chosen plan, and whether the plan holds. */
export function boundaryView(context: SectionContext) {
  const { assessment, link } = context;
  const chosen = chosenPlan(assessment);
  if (chosen === undefined) return { strategy: undefined };
  const sites = chosen.boundary.map((site) => ({
    ...site,
    at: locate(link, site.path, site.line),
  }));
  return {
    strategy: chosen.strategy,
    plan: chosen,
    entrySites: sites.filter((site) => site.kind === "async_def").length,
    backendSites: sites.filter((site) => site.kind === "awaitlet").length,
    sites: capped(sites, capOf(context, 60, 1000)),
    violations: capped(
      chosen.violations.map((violation) => ({
        ...violation,
        at: locate(link, violation.path, violation.line),
      })),
      capOf(context, 25, 300),
    ),
    roles: (["entry", "intermediary", "backend"] as const).map((role) => ({
      role,
      functions: assessment.functions.filter(
        (fn) => !fn.isTest && fn.verdict === "awaitlet-candidate" && fn.roles.includes(role),
      ).length,
    })),
  };
}

/** The plan that effort, waves and boundary follow: the strategy among the options, else "balanced". */
export function chosenPlan(assessment: SectionContext["assessment"]) {
  const wanted = assessment.options["strategy"] ?? "balanced";
  return assessment.plans.find((plan) => plan.strategy === wanted) ?? assessment.plans[0];
}
