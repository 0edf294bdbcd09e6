import type { Assessment } from "../../assessment/assessment.ts";
import { plural, say } from "../../sentence.ts";
import { bridgesByWave } from "../bridges-by-wave.ts";
import type { RenderedFile } from "../rendered-file.ts";
import type { Words } from "../words.ts";

const STORIES_SHOWN = 200;

/** The summary and the plan for a wiki or a pull request. */
export function renderMarkdown(assessment: Assessment, words: Words): RenderedFile {
  const { repository, summary } = assessment;
  const content = [
    `# ${words.say(say`Leaving Eventlet: ${escapeText(repository.name)}`)}`,
    escapeText(summary.sentence),
    countsTable(assessment, words),
    estimateTable(assessment, words),
    optionsTable(assessment, words),
    ...bridgesTable(assessment, words),
    storiesTable(assessment, words),
    risksTable(assessment, words),
  ];
  return { name: "assessment.md", content: `${content.join("\n\n")}\n` };
}

function countsTable({ summary }: Assessment, words: Words): string {
  const rows = [
    [words.say(say`reach Eventlet`), summary.reaching],
    [words.t("verdict.asyncio-ready"), summary.asyncioReady],
    [words.t("verdict.awaitlet-candidate"), summary.awaitletCandidates],
    [words.t("verdict.redesign"), summary.redesign],
    [words.t("verdict.undetermined"), summary.undetermined],
  ] as const;
  return table(["", words.say(say`functions`)], rows, words);
}

function estimateTable({ estimate: { points, hours } }: Assessment, words: Words): string {
  const rows = [
    [words.t("column.points"), points],
    [words.t("column.hours"), hours],
  ] as const;
  const about = rows.map(([name, { p50, p80, p95 }]) => [
    name,
    ...[p50, p80, p95].map(words.about),
  ]);
  return table(["", "P50", "P80", "P95"], about, words);
}

function optionsTable({ estimate }: Assessment, words: Words): string {
  const rows = estimate.options.map(
    ({ option, points, hoursP80, functionsChanged, residualDebt }) => [
      option === estimate.recommendation.option
        ? `**${words.t(`option.${option}`)}**`
        : words.t(`option.${option}`),
      words.about(points),
      words.about(hoursP80),
      functionsChanged,
      residualDebt,
    ],
  );
  const columns = ["option", "pointsLikely", "hoursP80", "changed", "debt"] as const;
  return table(
    columns.map((column) => words.t(`column.${column}`)),
    rows,
    words,
  );
}

/** What carries the program from wave to wave, where anything does: all places are in the JSON and CSV. */
function bridgesTable(assessment: Assessment, words: Words): readonly string[] {
  const waves = bridgesByWave(assessment);
  if (waves.length === 0) return [];
  const rows = waves.map(
    ({ number, title, made, until }) =>
      [`${number}: ${escapeText(title)}`, until.join(", "), made.length] as const,
  );
  const columns = [words.t("plan.bridges"), words.t("column.gone"), words.t("column.places")];
  return [table(columns, rows, words)];
}

function storiesTable({ plan: { stories } }: Assessment, words: Words): string {
  const rows = stories
    .slice(0, STORIES_SHOWN)
    .map(({ id, title, wave, points }) => [id, escapeText(title), wave, points]);
  const rest =
    stories.length > STORIES_SHOWN
      ? `\n\n${words.say(plural(stories.length - STORIES_SHOWN, "# more story is in the CSV and JSON files.", "# more stories are in the CSV and JSON files."))}`
      : "";
  const columns = ["id", "story", "wave", "points"].map((column) => words.t(`column.${column}`));
  return `${table(columns, rows, words)}${rest}`;
}

function risksTable({ risks }: Assessment, words: Words): string {
  const rows = risks.map(({ id, title, probability, hours, mitigation }) => [
    id,
    title,
    words.percent(probability),
    words.number(hours.likely, 0),
    mitigation,
  ]);
  const columns = ["id", "risk", "probability", "hours", "mitigation"];
  return table(
    columns.map((column) => words.t(`column.${column}`)),
    rows,
    words,
  );
}

/** Numbers stand to the right, in the language's form. */
function table(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  words: Words,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const shown = (cell: string | number) =>
    typeof cell === "number"
      ? words.number(cell, 1)
      : cell.replaceAll("|", "\\|").replaceAll("\n", " ");
  const isNumber = (cell: string | number = "") => /^[\d.,]+$/.test(String(cell));
  const rule = header.map((_, column) => (isNumber(rows[0]?.[column]) ? "---:" : "---"));
  return [line(header), line(rule), ...rows.map((cells) => line(cells.map(shown)))].join("\n");
}

/** Markdown's own signs, and HTML that some renderers let through, stay text. */
function escapeText(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#!|~]/g, "\\$&");
}
