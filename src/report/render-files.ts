import type { Assessment } from "../assessment/assessment.ts";
import { type BacklogFlavour, renderBacklogCsv } from "./exports/backlog-csv.ts";
import { renderCalendar } from "./exports/calendar.ts";
import { renderFunctionsCsv } from "./exports/functions-csv.ts";
import { renderGithubIssues } from "./exports/github-issues.ts";
import { renderMarkdown } from "./exports/markdown.ts";
import { renderSarif } from "./exports/sarif.ts";
import { renderWorkbook } from "./exports/workbook.ts";
import { renderHtml } from "./render-html.ts";
import { renderJson } from "./render-json.ts";
import type { RenderedFile } from "./rendered-file.ts";
import type { ReportOptions } from "./report-options.ts";
import type { ReportTexts } from "./report-texts.ts";

/** Every kind of file that needs no browser; the PDF is printed from the HTML afterwards. */
export const FORMATS = [
  "html",
  "json",
  "csv",
  "xlsx",
  "sarif",
  "markdown",
  "ics",
  "github",
] as const;
export type Format = (typeof FORMATS)[number];

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

/** The files of the formats asked for, and a backlog for each tracker, from one Assessment. */
export async function renderFiles(
  input: FilesInput,
  formats: readonly Format[],
  trackers: readonly BacklogFlavour[],
): Promise<RenderedFile[]> {
  const files: RenderedFile[] = [];
  for (const format of formats) files.push(...(await RENDERERS[format](input)));
  for (const tracker of trackers) files.push(...renderBacklogCsv(input.assessment, tracker));
  return files;
}
