import type { Assessment } from "../assessment/assessment.ts";
import { renderBacklogCsv } from "./exports/backlog-csv.ts";
import { renderCalendar } from "./exports/calendar.ts";
import { renderFunctionsCsv } from "./exports/functions-csv.ts";
import { renderGithubIssues } from "./exports/github-issues.ts";
import { renderMarkdown } from "./exports/markdown.ts";
import { renderSarif } from "./exports/sarif.ts";
import { renderWorkbook } from "./exports/workbook.ts";
import type { BacklogFlavour, Format } from "./formats.ts";
import { renderHtml } from "./render-html.ts";
import { renderJson } from "./render-json.ts";
import type { RenderedFile } from "./rendered-file.ts";
import type { ReportOptions } from "./report-options.ts";
import type { ReportTexts } from "./report-texts.ts";

export interface FilesInput {
  readonly assessment: Assessment;
  readonly options: ReportOptions;
  readonly texts: ReportTexts;
}

type Render = (input: FilesInput) => Promise<readonly RenderedFile[]> | readonly RenderedFile[];

const RENDERERS: Readonly<Record<Format, Render>> = {
  html: ({ assessment, options, texts }) => [renderHtml(assessment, options, texts)],
  json: ({ assessment }) => [renderJson(assessment)],
  csv: ({ assessment }) => [renderFunctionsCsv(assessment)],
  xlsx: async ({ assessment }) => [await renderWorkbook(assessment)],
  sarif: ({ assessment }) => [renderSarif(assessment)],
  markdown: ({ assessment }) => [renderMarkdown(assessment)],
  ics: ({ assessment }) => [renderCalendar(assessment)],
  github: ({ assessment }) => renderGithubIssues(assessment),
};

/** The files of one format. */
export async function renderFormat(
  format: Format,
  input: FilesInput,
): Promise<readonly RenderedFile[]> {
  return RENDERERS[format](input);
}

/** The plan for a tracker's import. */
export async function renderTracker(
  tracker: BacklogFlavour,
  assessment: Assessment,
): Promise<readonly RenderedFile[]> {
  return renderBacklogCsv(assessment, tracker);
}
