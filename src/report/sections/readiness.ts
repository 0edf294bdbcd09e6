import { byCodeUnits } from "../../by-code-units.ts";
import { groupFindings } from "../finding-groups.ts";
import type { SectionContext } from "../section.ts";
import { capOf, capped, locate, share, tally, VERDICTS } from "../section.ts";
import { countOf } from "./summary.ts";

/** Which functions are ready, which not, and what stands in the way. */
export function readinessView(context: SectionContext) {
  const { assessment, link, words } = context;
  const { summary, modules, silentBreaks, concurrencyLosses, disablable } = assessment;
  const reaching = modules.filter((module) => module.reaching > 0 && !module.isTest);
  return {
    verdicts: VERDICTS.map((kind) => ({
      kind,
      meaning: words.t(`verdict.${kind}.meaning`),
      value: countOf(summary, kind),
      share: share(countOf(summary, kind), summary.reaching),
    })),
    unaffected: summary.unaffected,
    modules: capped(
      [...reaching].sort((a, b) => b.points - a.points || byCodeUnits(a.path, b.path)),
      capOf(context, 40, 500),
    ),
    obstacles: obstaclesOf(context),
    undetermined: undeterminedOf(context),
    silentBreaks: groupFindings(context, ofProgram(context, silentBreaks), capOf(context, 4, 60)),
    concurrencyLosses: groupFindings(
      context,
      ofProgram(context, concurrencyLosses),
      capOf(context, 8, 60),
    ),
    disablable: disablable.map((one) => ({ ...one, at: locate(link, one.path, one.line) })),
  };
}

function obstaclesOf({ assessment }: SectionContext) {
  const own = assessment.functions.filter((fn) => !fn.isTest);
  const all = own.flatMap((fn) => fn.obstacles.map((obstacle) => ({ obstacle, fn: fn.id })));
  return tally(all, ({ obstacle }) => obstacle.id).map(({ key, items }) => ({
    id: key,
    rule: assessment.rules[key] ?? { title: key, why: "", remedy: "" },
    places: items.length,
    functions: new Set(items.map(({ fn }) => fn)).size,
    awaitletWorks: items[0]?.obstacle.awaitletWorks ?? "no",
    points: items.reduce((sum, { obstacle }) => sum + obstacle.points, 0),
  }));
}

function undeterminedOf({ assessment, words }: SectionContext) {
  const unknown = assessment.functions.filter((fn) => !fn.isTest && fn.verdict === "undetermined");
  return tally(unknown, (fn) => fn.reasonCode ?? "unknown").map(({ key, items }) => ({
    code: key,
    functions: items.length,
    share: words.percent(share(items.length, assessment.summary.reaching)),
    example: items[0]?.id ?? "",
    reason: items[0]?.reason ?? "",
  }));
}

type Break = SectionContext["assessment"]["silentBreaks"][number];

/** Tests are apart here too. */
function ofProgram({ functionById }: SectionContext, breaks: readonly Break[]) {
  return breaks
    .filter((one) => functionById.get(one.function)?.isTest !== true)
    .map((one) => ({ ...one, rule: one.id }));
}
