import { byCodeUnits } from "../../by-code-units.ts";
import { sayInstead } from "../recommended-instead.ts";
import type { SectionContext } from "../section.ts";
import { capOf, capped, locate, tally } from "../section.ts";

type Plan = SectionContext["assessment"]["plans"][number];

/** Where async and sync code meet in the chosen plan, and whether the plan holds. */
export function boundaryView(context: SectionContext) {
  const { assessment } = context;
  const chosen = chosenPlan(assessment);
  if (chosen === undefined) return { strategy: undefined };
  return {
    instead: sayInstead(context),
    strategy: chosen.strategy,
    plan: chosen,
    entrySites: chosen.boundary.filter((site) => site.kind === "async_def").length,
    backendSites: chosen.boundary.filter((site) => site.kind === "awaitlet").length,
    callees: capped(calleesOf(chosen), capOf(context, 20, 100)),
    isEntered: chosen.boundary.some(isEntry),
    sites: capped(sitesOf(context, chosen), capOf(context, 40, 300)),
    violations: violationsOf(context, chosen),
    roles: (["entry", "intermediary", "backend"] as const).map((role) => ({
      role,
      functions: assessment.functions.filter(
        (fn) => !fn.isTest && fn.verdict === "awaitlet-candidate" && fn.roles.includes(role),
      ).length,
    })),
  };
}

/** The plan that effort, waves and boundary follow: the strategy among the options, else "balanced". */
export function chosenPlan(assessment: SectionContext["assessment"]): Plan | undefined {
  const wanted = assessment.options["strategy"] ?? "balanced";
  return assessment.plans.find((plan) => plan.strategy === wanted) ?? assessment.plans[0];
}

/** What is called across the boundary, most often first: one decision each. */
function calleesOf({ boundary }: Plan) {
  return tally(boundary, (site) => `${site.kind} ${site.calls}`).map(({ items }) => ({
    kind: items[0]?.kind ?? "awaitlet",
    calls: items[0]?.calls ?? "",
    sites: items.length,
    functions: new Set(items.map((site) => site.function)).size,
  }));
}

/** The call sites in the order of the files; two on one line are one line to change. */
function sitesOf({ link, functionById }: SectionContext, { boundary }: Plan) {
  const own = boundary.filter((site) => functionById.get(site.function)?.isTest !== true);
  const lines = tally(
    own,
    (site) => `${site.path}:${String(site.line).padStart(7, "0")} ${site.kind} ${site.calls}`,
  );
  return [...lines]
    .sort((a, b) => byCodeUnits(a.key, b.key))
    .flatMap(({ items: [site] }) =>
      site === undefined
        ? []
        : [{ ...site, at: locate(link, site.path, site.line), isEntry: isEntry(site) }],
    );
}

/** No function of the program calls it here: the outside does, or what it is handed to. */
const isEntry = (site: Plan["boundary"][number]): boolean => site.function === site.calls;

/** Where the plan does not hold: each function and cause once, on however many paths it happens. */
export function unsoundPlaces(plan: Plan | undefined) {
  return tally(plan?.violations ?? [], (one) => `${one.code} ${one.function} ${one.line}`);
}

/** What is wrong in the same way at several functions is said once, the most frequent first. */
function violationsOf(context: SectionContext, plan: Plan) {
  const places = unsoundPlaces(plan).flatMap(({ items: [first] }) =>
    first === undefined ? [] : [first],
  );
  const groups = tally(places, ({ code, message }) => `${code} ${message}`).flatMap(({ items }) => {
    const [first] = items;
    if (first === undefined) return [];
    const functions = items.map((each) => ({
      function: each.function,
      at: locate(context.link, each.path, each.line),
    }));
    const { message } = first;
    return [{ message, functions: capped(functions, capOf(context, 4, 60)) }];
  });
  return { total: places.length, groups: capped(groups, capOf(context, 15, 200)) };
}
