import type { Comparable, Comparison, ReachingFunction, Totals } from "./compare-assessments.ts";
import { visible } from "./escape.ts";
import type { RenderedFile } from "./rendered-file.ts";
import { capped } from "./section.ts";
import { VERDICT_LABELS } from "./verdict-labels.ts";

const FIGURES: Readonly<Record<keyof Totals, string>> = {
  reaching: "functions that reach Eventlet",
  asyncioReady: "asyncio-ready",
  awaitletCandidates: "Awaitlet candidate",
  redesign: "redesign",
  undetermined: "undetermined",
  directUses: "direct uses of Eventlet",
  pointsP50: "points (P50)",
  pointsP95: "points (P95)",
  hoursP50: "hours (P50)",
  hoursP95: "hours (P95)",
};

export const COMPARISON_FILE = "comparison.json";

/** A terminal shows no more of a list; JSON has all. */
const SHOWN = 20;

/** What a program reads that runs after this one. */
export function renderComparisonJson(comparison: Comparison): RenderedFile {
  return { name: COMPARISON_FILE, content: `${JSON.stringify(comparison, null, 1)}\n` };
}

/** Two assessments side by side as plain text for a terminal, then the functions that differ. */
export function renderComparison(
  before: Comparable,
  after: Comparable,
  comparison: Comparison,
): string {
  const { newlyReaching, noLongerReaching, newVerdicts } = comparison;
  const isSame = newlyReaching.length + noLongerReaching.length + newVerdicts.length === 0;
  const blocks = [
    `${revisionOf(before)} → ${revisionOf(after)}`,
    figures(comparison),
    differentMakers(before, after),
    differentOptions(comparison),
    isSame ? "No function newly reaches Eventlet, no longer does, or has another verdict." : "",
    list("newly reach Eventlet", newlyReaching, verdictOf),
    list("no longer reach Eventlet, or are gone", noLongerReaching, verdictOf),
    list("have another verdict", newVerdicts, ({ verdictBefore, verdict }) =>
      [verdictBefore, verdict].map((each) => VERDICT_LABELS[each]).join(" → "),
    ),
  ];
  return visible(blocks.filter((block) => block !== "").join("\n\n"));
}

function revisionOf({ repository: { name, commit, date } }: Comparable): string {
  const known = [commit?.slice(0, 10), date?.slice(0, 10)].filter((part) => part !== undefined);
  return known.length === 0 ? name : `${name} (${known.join(", ")})`;
}

function figures({ before, after }: Comparison): string {
  const names = Object.keys(FIGURES) as (keyof Totals)[];
  const rows = names.map((name) => [
    FIGURES[name],
    rounded(before[name]),
    rounded(after[name]),
    change(after[name] - before[name]),
  ]);
  const table = [["", "before", "after", "change"], ...rows];
  const width = (column: number) => Math.max(...table.map((row) => (row[column] ?? "").length));
  const widths = [0, 1, 2, 3].map(width);
  return table
    .map((row) =>
      row
        .map((text, at) =>
          at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}

function rounded(value: number): string {
  return String(Math.round(value));
}

function change(difference: number): string {
  const whole = Math.round(difference);
  return whole > 0 ? `+${whole}` : String(whole);
}

function differentMakers({ tool: old }: Comparable, { tool: now }: Comparable): string {
  return old.version === now.version
    ? ""
    : `The two were made by different versions of assess (${old.version}, ${now.version}): figures may differ because of that alone.`;
}

function differentOptions({ differingOptions }: Comparison): string {
  return differingOptions.length === 0
    ? ""
    : `The two were made with different options (${differingOptions.join(", ")}): figures may differ because of that alone.`;
}

function list<Each extends ReachingFunction>(
  what: string,
  functions: readonly Each[],
  note: (each: Each) => string,
): string {
  if (functions.length === 0) return "";
  const { items, hidden, isCapped } = capped(functions, SHOWN);
  return [
    `Functions that ${what}: ${functions.length}`,
    ...items.map((each) => `  ${each.path}:${each.line}  ${each.id}  (${note(each)})`),
    ...(isCapped ? [`  … and ${hidden} more; --json lists all.`] : []),
  ].join("\n");
}

function verdictOf({ verdict }: ReachingFunction): string {
  return VERDICT_LABELS[verdict];
}
