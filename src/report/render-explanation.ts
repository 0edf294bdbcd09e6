import type { Assessment, FunctionAssessment } from "../assessment/assessment.ts";

const LABELS: Readonly<Record<FunctionAssessment["verdict"], string>> = {
  "asyncio-ready": "asyncio-ready",
  "awaitlet-candidate": "Awaitlet candidate",
  redesign: "redesign",
  undetermined: "undetermined",
};

/** One function's verdict as plain text for a terminal: what, why, the proof, the obstacles, the price. */
export function renderExplanation(assessment: Assessment, fn: FunctionAssessment): string {
  return [
    heading(fn),
    evidence(assessment, fn),
    obstacles(assessment, fn),
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
    `${LABELS[fn.verdict]}${code}, ${fn.confidence}`,
    ...roles,
    reachOf(fn),
    `Because: ${fn.reason}`,
    ...fn.alternatives.map((alternative) => `Instead: ${alternative}`),
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

function obstacles({ rules }: Assessment, { obstacles: found }: FunctionAssessment): string {
  if (found.length === 0) return "";
  const lines = found.map(({ id, path, line, detail, awaitletWorks }) => {
    const rule = rules[id];
    const remedy = rule === undefined ? "" : `\n      ${rule.title}. Remedy: ${rule.remedy}`;
    return `  ${id}  ${path}:${line}  ${detail} (Awaitlet works: ${awaitletWorks})${remedy}`;
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

function effort({ estimate }: Assessment, { terms, points, hours }: FunctionAssessment): string {
  const rows = terms.map(
    ({ count, pointsEach, points: each, what }) => `  ${count} × ${pointsEach} = ${each}  ${what}`,
  );
  return [
    "Effort",
    ...rows,
    `  = ${points} points; ${hours.low} / ${hours.likely} / ${hours.high} hours (optimistic / likely / pessimistic, ${estimate.profile})`,
  ].join("\n");
}
