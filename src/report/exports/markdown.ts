import type { Assessment } from "../../assessment/assessment.ts";
import type { RenderedFile } from "../rendered-file.ts";

const STORIES_SHOWN = 200;

/** The summary and the plan for a wiki or a pull request. */
export function renderMarkdown(assessment: Assessment): RenderedFile {
  const { repository, summary } = assessment;
  const content = [
    `# Leaving Eventlet: ${escapeText(repository.name)}`,
    escapeText(summary.sentence),
    countsTable(assessment),
    estimateTable(assessment),
    optionsTable(assessment),
    storiesTable(assessment),
    risksTable(assessment),
  ];
  return { name: "assessment.md", content: `${content.join("\n\n")}\n` };
}

function countsTable({ summary }: Assessment): string {
  return table(
    ["", "functions"],
    [
      ["reach Eventlet", summary.reaching],
      ["asyncio-ready", summary.asyncioReady],
      ["Awaitlet candidates", summary.awaitletCandidates],
      ["redesign", summary.redesign],
      ["undetermined", summary.undetermined],
    ],
  );
}

function estimateTable({ estimate: { points, hours } }: Assessment): string {
  return table(
    ["", "P50", "P80", "P95"],
    [
      ["points", points.p50, points.p80, points.p95],
      ["hours", hours.p50, hours.p80, hours.p95],
    ],
  );
}

function optionsTable({ estimate }: Assessment): string {
  const rows = estimate.options.map(
    ({ option, points, hoursP80, functionsChanged, residualDebt }) => [
      option === estimate.recommendation.option ? `**${option}**` : option,
      points,
      hoursP80,
      functionsChanged,
      residualDebt,
    ],
  );
  return table(["option", "points", "hours P80", "functions changed", "left under Awaitlet"], rows);
}

function storiesTable({ plan: { stories } }: Assessment): string {
  const rows = stories
    .slice(0, STORIES_SHOWN)
    .map(({ id, title, wave, points }) => [id, escapeText(title), wave, points]);
  const rest =
    stories.length > STORIES_SHOWN
      ? `\n\n${stories.length - STORIES_SHOWN} more stories are in the CSV and JSON files.`
      : "";
  return `${table(["story", "title", "wave", "points"], rows)}${rest}`;
}

function risksTable({ risks }: Assessment): string {
  const rows = risks.map(({ id, title, probability, hours, mitigation }) => [
    id,
    title,
    `${Math.round(probability * 100)} %`,
    hours.likely,
    mitigation,
  ]);
  return table(["risk", "", "probability", "hours", "mitigation"], rows);
}

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  const body = rows.map((cells) =>
    line(cells.map((cell) => String(cell).replaceAll("|", "\\|").replaceAll("\n", " "))),
  );
  return [line(header), line(header.map(() => "---")), ...body].join("\n");
}

/** Markdown's own signs, and HTML that some renderers let through, stay text. */
function escapeText(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#!|~]/g, "\\$&");
}
