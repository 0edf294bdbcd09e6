import type { FunctionAssessment } from "../../assessment/assessment.ts";
import { byCodeUnits } from "../../by-code-units.ts";
import type { Chart } from "../chart.ts";
import { chartTexts } from "../chart.ts";
import { drawBars } from "../charts/bars.ts";
import { drawCallPath } from "../charts/call-path.ts";
import type { SectionContext } from "../section.ts";
import { capOf, capped, locate, share } from "../section.ts";

const DEEPEST_BAR = 12;
const PATHS = 3;
const LONGEST_DRAWN = 9;

/** How far the suspending spreads: by depth, by hot spot, and along the paths that matter. */
export function spreadView(context: SectionContext) {
  const { assessment, functionById, link } = context;
  const { summary, leverage } = assessment;
  // What hangs on a function may be tests: they count in the whole too, or a share could exceed it.
  const reaching = assessment.functions.length;
  return {
    summary,
    reachingShare: share(summary.reaching, summary.functions),
    depths: depthChart(context),
    hotSpots: capped(
      leverage
        .filter((spot) => functionById.get(spot.function)?.isTest !== true)
        .map((spot) => ({
          ...spot,
          fn: functionById.get(spot.function),
          at: locationOf(functionById.get(spot.function), link),
          unlocksShare: share(spot.unlocks, reaching),
        })),
      capOf(context, 20, 50),
    ),
    paths: bestPaths(context).map((fn, index) => pathChart(context, fn, index + 1)),
    unlocked: unlockedBy(context),
  };
}

function locationOf(fn: FunctionAssessment | undefined, link: SectionContext["link"]) {
  return fn === undefined ? undefined : locate(link, fn.path, fn.line);
}

/** The strongest function: what reaches Eventlet only through it. */
function unlockedBy({ assessment, functionById }: SectionContext) {
  const first = assessment.leverage.find(
    (spot) => functionById.get(spot.function)?.isTest !== true,
  );
  if (first === undefined) return undefined;
  return {
    function: first.function,
    unlocks: first.unlocks,
    share: share(first.unlocks, assessment.functions.length),
  };
}

function depthChart({ assessment, words }: SectionContext): Chart | undefined {
  const own = assessment.functions.filter((fn) => !fn.isTest);
  if (own.length === 0) return undefined;
  const counts = Array.from({ length: DEEPEST_BAR + 1 }, () => 0);
  for (const { depth } of own) {
    const at = Math.min(depth, DEEPEST_BAR);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const last = counts.findLastIndex((count) => count > 0);
  const rows = counts.slice(0, last + 1).map((value, depth) => ({
    name: words.t(
      depth === 0 ? "depth.direct" : depth === DEEPEST_BAR ? "depth.more" : "depth.calls",
      { n: depth },
    ),
    value,
    shown: `${words.number(value)} (${words.percent(value / own.length)})`,
  }));
  const text = chartTexts(words, "depth");
  return {
    ...text,
    svg: drawBars(rows, text),
    isLabelled: true,
    columns: [words.t("column.depth"), words.t("column.functions")],
    rows: rows.map(({ name, shown }) => [name, shown]),
  };
}

/** One path per API family at its end, from functions that many need, long enough to tell something. */
function bestPaths({ assessment }: SectionContext): readonly FunctionAssessment[] {
  const candidates = assessment.functions
    .filter((fn) => !fn.isTest && fn.evidence.length >= 2 && fn.evidence.length <= LONGEST_DRAWN)
    .sort(
      (a, b) =>
        Number(b.roles.includes("entry")) - Number(a.roles.includes("entry")) ||
        b.evidence.length - a.evidence.length ||
        b.leverage - a.leverage ||
        byCodeUnits(a.id, b.id),
    );
  const chosen: FunctionAssessment[] = [];
  const ends = new Set<string>();
  const starts = new Set<string>();
  for (const fn of candidates) {
    const end = fn.evidence.at(-1)?.calls ?? "";
    if (ends.has(end) || starts.has(fn.path)) continue;
    ends.add(end);
    starts.add(fn.path);
    chosen.push(fn);
    if (chosen.length === PATHS) break;
  }
  return chosen;
}

function pathChart(
  { functionById, words }: SectionContext,
  fn: FunctionAssessment,
  number: number,
): Chart {
  const end = fn.evidence.at(-1);
  const steps = fn.evidence.map((step) => {
    const kind = functionById.get(step.function)?.verdict ?? "unaffected";
    return {
      name: step.function,
      place: `${step.path}:${step.line}`,
      kind,
      verdict: words.t(`verdict.${kind}`),
      isCertain: step.confidence === "certain",
    };
  });
  const api = {
    name: end?.calls ?? "",
    place: words.t("path.api"),
    kind: "api",
    verdict: words.t("path.waits"),
    isCertain: true,
  };
  const text = {
    ...chartTexts(words, "path", {
      function: shortName(fn.id),
      api: end?.calls ?? "",
      n: fn.evidence.length,
    }),
    id: `chart-path-${number}`,
  };
  return {
    ...text,
    svg: drawCallPath([...steps, api], text),
    isLabelled: true,
    columns: [
      words.t("column.function"),
      words.t("column.calls"),
      words.t("column.place"),
      words.t("column.confidence"),
    ],
    rows: fn.evidence.map((step) => [
      step.function,
      step.calls,
      `${step.path}:${step.line}`,
      words.t(`confidence.${step.confidence}`),
    ]),
  };
}

/** The last two parts of a dotted name. */
export function shortName(id: string): string {
  return id.split(".").slice(-2).join(".");
}
