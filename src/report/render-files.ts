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
import { sayAssessment } from "./say-assessment.ts";
import { makeWords, type Words } from "./words.ts";

export interface FilesInput {
  readonly assessment: Assessment;
  readonly options: ReportOptions;
  readonly texts: ReportTexts;
}

interface Said extends FilesInput {
  /** The assessment in the language of the options. */
  readonly said: Assessment;
  readonly words: Words;
}

type Render = (input: Said) => Promise<readonly RenderedFile[]> | readonly RenderedFile[];

const RENDERERS: Readonly<Record<Format, Render>> = {
  html: ({ assessment, options, texts }) => [renderHtml(assessment, options, texts)],
  json: ({ assessment }) => [renderJson(assessment)],
  csv: ({ said, words }) => [renderFunctionsCsv(said, words)],
  xlsx: async ({ said, words }) => [await renderWorkbook(said, words)],
  sarif: ({ said }) => [renderSarif(said)],
  markdown: ({ said, words }) => [renderMarkdown(said, words)],
  ics: ({ said, words }) => [renderCalendar(said, words)],
  github: ({ said, words }) => renderGithubIssues(said, words),
};

/** The files of one format. */
export async function renderFormat(
  format: Format,
  input: FilesInput,
): Promise<readonly RenderedFile[]> {
  return RENDERERS[format]({ ...input, ...saidIn(input) });
}

/** The plan for a tracker's import. */
export async function renderTracker(
  tracker: BacklogFlavour,
  input: FilesInput,
): Promise<readonly RenderedFile[]> {
  const { said, words } = saidIn(input);
  return renderBacklogCsv(said, tracker, words);
}

function saidIn({ assessment, options, texts }: FilesInput): Pick<Said, "said" | "words"> {
  const words = makeWords(options.lang, texts.messages, assessment.sentences);
  return { said: sayAssessment(assessment, words), words };
}
