import type { Assessment } from "../assessment/assessment.ts";
import { renderBacklogCsv } from "./exports/backlog-csv.ts";
import { renderCalendar } from "./exports/calendar.ts";
import { renderFunctionsCsv } from "./exports/functions-csv.ts";
import { renderGithubIssues } from "./exports/github-issues.ts";
import { renderMarkdown } from "./exports/markdown.ts";
import { renderSarif } from "./exports/sarif.ts";
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

/** The assessment in the language of the options. */
interface Said {
  readonly said: Assessment;
  readonly words: Words;
}

type Rendered = readonly RenderedFile[];
type Render = (input: FilesInput) => Promise<Rendered> | Rendered;

const RENDERERS: Readonly<Record<Format, Render>> = {
  html: ({ assessment, options, texts }) => [renderHtml(assessment, options, texts)],
  json: ({ assessment }) => [renderJson(assessment)],
  csv: inLanguage(({ said, words }) => [renderFunctionsCsv(said, words)]),
  xlsx: inLanguage(async ({ said, words }) => {
    // Eighty modules that nobody waits for who did not ask for a workbook.
    const { renderWorkbook } = await import("./exports/workbook.ts");
    return [await renderWorkbook(said, words)];
  }),
  sarif: inLanguage(({ said }) => [renderSarif(said)]),
  markdown: inLanguage(({ said, words }) => [renderMarkdown(said, words)]),
  ics: inLanguage(({ said, words }) => [renderCalendar(said, words)]),
  github: inLanguage(({ said, words }) => renderGithubIssues(said, words)),
};

/** The files of one format. */
export async function renderFormat(format: Format, input: FilesInput): Promise<Rendered> {
  return RENDERERS[format](input);
}

/** The plan for a tracker's import. */
export async function renderTracker(tracker: BacklogFlavour, input: FilesInput): Promise<Rendered> {
  return inLanguage(({ said, words }) => renderBacklogCsv(said, tracker, words))(input);
}

function inLanguage(render: (said: Said) => Promise<Rendered> | Rendered): Render {
  return ({ assessment, options, texts }) => {
    const words = makeWords(options.lang, texts.messages, assessment.sentences);
    return render({ said: sayAssessment(assessment, words), words });
  };
}
