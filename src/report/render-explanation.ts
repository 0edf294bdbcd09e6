import type { Assessment, FunctionAssessment } from "../assessment/assessment.ts";
import { capped } from "./section.ts";
import { VERDICT_LABELS } from "./verdict-labels.ts";

/** One function's verdict as plain text for a terminal: what, why, the proof, what to write instead, who calls it, the price. */
export function renderExplanation(assessment: Assessment, fn: FunctionAssessment): string {
  return [
    heading(fn),
    evidence(assessment, fn),
    replacements(assessment, fn),
    obstacles(assessment, fn),
    callers(assessment, fn),
    plans(fn),
    bridges(assessment, fn),
    effort(assessment, fn),
  ]
    .filter((block) => block !== "")
    .join("\n\n");
}

function heading(fn: FunctionAssessment): string {
  const roles = fn.roles.length === 0 ? [] : [`Role under Awaitlet: ${fn.roles.join(" and ")}`];
  const code = fn.reasonCode === undefined ? "" : ` [${fn.reasonCode}]`;
  return [
    `${fn.id}  (${fn.path}:${fn.line})`,
    `${VERDICT_LABELS[fn.verdict]}${code}, ${fn.confidence}`,
    ...roles,
    reachOf(fn),
    `Because: ${fn.reason}`,
    ...fn.alternatives.map((alternative) => `Alternative: ${alternative}`),
    ...(fn.twin === undefined ? [] : [`Async twin: ${fn.twin}`]),
    ...(fn.isDisablable ? ["Disablable: its process never runs a second green thread."] : []),
  ].join("\n");
}

function reachOf(fn: FunctionAssessment): string {
  if (fn.changesWith !== undefined)
    return `waits for nothing itself: changes with ${fn.changesWith}`;
  const depth = fn.direct ? ", directly" : `, ${fn.depth} calls deep`;
  return `${fn.reach} via ${fn.via.join(", ")}${depth}`;
}

function evidence(
  { excerpts }: Assessment,
  { evidence: steps, patching }: FunctionAssessment,
): string {
  if (steps.length === 0) return "";
  const lines = steps.map(({ path, line, calls, confidence, isFamily }) => {
    const source = excerpts[path]?.[String(line)]?.trim();
    const how = isFamily === true ? "changes together with it" : confidence;
    return `  ${path}:${line}  → ${calls}  (${how})${source === undefined ? "" : `\n      ${source}`}`;
  });
  const green = patching === undefined ? [] : [`  ${patching}`];
  return ["Evidence", ...lines, ...green].join("\n");
}

/** What to write at each of its own uses, as the chosen plan has it: with `await`, or through Awaitlet. */
function replacements({ apis, options, uses }: Assessment, fn: FunctionAssessment): string {
  const entries = new Map(apis.map((entry) => [entry.name, entry]));
  const label = fn.labels[options["strategy"] as keyof typeof fn.labels];
  const lines = uses
    .filter((use) => use.function === fn.id && use.how !== "import")
    .flatMap(({ api, path, line }) => {
      const entry = entries.get(api);
      if (entry === undefined) return [];
      const { asyncio, awaitlet } = entry;
      const instead = label === "sync" ? awaitlet.replacement : asyncio.replacement;
      const rule = entry.id === undefined ? "" : `  [${entry.id}]`;
      const isNear = asyncio.fidelity === "redesign" || asyncio.fidelity === "none";
      const nearest = isNear ? "  (nearest; it behaves differently)" : "";
      return [`  ${path}:${line}  ${api}${rule}\n      ${instead}${nearest}`];
    });
  if (lines.length === 0) return "";
  const kind = label === "sync" ? "it stays `def`" : "it becomes `async def`";
  return [
    `What to write (in this plan ${kind}; \`assess rules ID\` has an example)`,
    ...lines,
  ].join("\n");
}

const CALLERS = 12;

/** Who has to await it, or is bridged. */
function callers({ functions }: Assessment, fn: FunctionAssessment): string {
  if (fn.callers.length === 0) return "";
  const byId = new Map(functions.map((one) => [one.id, one]));
  const { items, hidden, isCapped } = capped(fn.callers, CALLERS);
  const lines = items.map((id) => {
    const caller = byId.get(id);
    if (caller === undefined) return `  ${id}`;
    const what = caller.isTest ? "test" : VERDICT_LABELS[caller.verdict];
    return `  ${caller.path}:${caller.line}  ${id}  (${what})`;
  });
  return ["Called by", ...lines, ...(isCapped ? [`  and ${hidden} more`] : [])].join("\n");
}

const AWAITLET: Readonly<Record<FunctionAssessment["obstacles"][number]["awaitletWorks"], string>> =
  {
    yes: "Awaitlet works",
    "yes-with-care": "Awaitlet works with care",
    no: "Awaitlet does not work",
  };

function obstacles({ rules }: Assessment, { obstacles: found }: FunctionAssessment): string {
  if (found.length === 0) return "";
  const lines = found.map(({ id, path, line, detail, awaitletWorks }) => {
    const rule = rules[id];
    const remedy = rule === undefined ? "" : `\n      ${rule.title}. Remedy: ${rule.remedy}`;
    return `  ${id}  ${path}:${line}  ${detail} (${AWAITLET[awaitletWorks]})${remedy}`;
  });
  return ["Obstacles", ...lines].join("\n");
}

function plans({ labels, wave, leverage, family }: FunctionAssessment): string {
  const { awaitletFirst, balanced, fullAsyncio } = labels;
  return [
    "Plan",
    `  Awaitlet first: ${awaitletFirst}, balanced: ${balanced}, full asyncio: ${fullAsyncio}`,
    `  wave ${wave}; ${unlocked(leverage)}${family === undefined ? "" : `; changes together with ${family}`}`,
  ].join("\n");
}

/** Where code of later waves enters the function, and where it enters functions of earlier ones. */
function bridges({ temporaryBridges = [] }: Assessment, { id }: FunctionAssessment): string {
  const lines = temporaryBridges
    .filter((bridge) => bridge.function === id || bridge.calls.includes(id))
    .map(({ path, line, kind, function: from, calls, wave, until }) => {
      const what = kind === "entry" ? from : `${from} → ${calls.join(", ")}`;
      return `  ${path}:${line}  ${what}  (from wave ${wave}, gone in wave ${until})`;
    });
  return lines.length === 0 ? "" : ["Temporary bridges", ...lines].join("\n");
}

/** `leverage` counts the function itself. */
function unlocked(leverage: number): string {
  const others = leverage - 1;
  if (others <= 0) return "no other function reaches Eventlet through it alone";
  return others === 1
    ? "1 other function reaches Eventlet through it alone"
    : `${others} other functions reach Eventlet through it alone`;
}

function effort(
  { estimate, rules }: Assessment,
  { terms, points, hours }: FunctionAssessment,
): string {
  const rows = terms.map(
    ({ count, pointsEach, points: each, what }) =>
      `  ${count} × ${pointsEach} = ${each}  ${rules[what]?.title ?? what}`,
  );
  return [
    "Effort",
    ...rows,
    `  = ${points} points; ${hours.low} / ${hours.likely} / ${hours.high} hours (optimistic / likely / pessimistic, ${estimate.profile})`,
  ].join("\n");
}
