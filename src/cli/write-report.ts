import { defined } from "../defined.ts";
import { Failure } from "../failure.ts";
import type { Comparison } from "../report/compare-assessments.ts";
import { fileNames } from "../report/formats.ts";
import { COMPARISON_FILE, renderComparisonJson } from "../report/render-comparison.ts";
import type { RenderedFile } from "../report/rendered-file.ts";
import type { ReportTexts } from "../report/report-texts.ts";
import { checkPlaces, writeFiles } from "../report/write-files.ts";
import { readAsset, readAssetBytes, readTemplates } from "../shipped.ts";
import type { Output } from "./output-flags.ts";
import type { Progress } from "./progress.ts";
import { JSON_FILE, type ReportSource } from "./report-source.ts";

export interface Written {
  readonly paths: readonly string[];
  /** The PDF could not be printed; everything else was written. */
  readonly failure?: Failure;
}

const PDF = "report.pdf";

/** Fails now where the files could not be written later. */
export async function checkOutput(output: Output, hasBaseline = false): Promise<void> {
  const { folder, formats, trackers, hasPdf, mayOverwrite } = output;
  const names = [
    ...fileNames(formats, trackers),
    ...(hasBaseline && formats.includes("json") ? [COMPARISON_FILE] : []),
    ...(hasPdf ? [PDF] : []),
  ];
  await checkPlaces(folder, names, { overwrite: mayOverwrite });
}

/** Renders and writes what was asked for; the PDF last, since it alone needs a browser. */
export async function writeReport(
  source: ReportSource,
  output: Output,
  progress: Progress,
  comparison?: Comparison,
): Promise<Written> {
  const { folder, formats, trackers, hasPdf, mayOverwrite } = output;
  if (formats.length + trackers.length === 0 && !hasPdf) return { paths: [] };
  progress.stage("Writing the report");
  const changes = formats.includes("json") && comparison ? [renderComparisonJson(comparison)] : [];
  const paths = await writeFiles(folder, [...(await filesOf(source, output)), ...changes], {
    overwrite: mayOverwrite,
  });
  if (!hasPdf) return { paths };
  progress.stage("Printing the PDF");
  try {
    const pdf = await pdfOf(source, output);
    return { paths: [...paths, ...(await writeFiles(folder, [pdf], { overwrite: mayOverwrite }))] };
  } catch (error) {
    if (error instanceof Failure) return { paths, failure: error };
    throw error;
  }
}

/** The renderers are loaded only where something is rendered: files that were kept need none. */
async function filesOf(
  source: ReportSource,
  { formats, trackers, report }: Output,
): Promise<RenderedFile[]> {
  const files: RenderedFile[] = [];
  for (const format of formats) {
    const what = format === "json" ? JSON_FILE : [format, report];
    const made = await source.files(what, async (assessment) => {
      const { renderFormat } = await import("../report/render-files.ts");
      const texts = await textsOf(report.lang);
      return renderFormat(format, { assessment, options: report, texts });
    });
    files.push(...made);
  }
  for (const tracker of trackers) {
    const made = await source.files(["backlog", tracker, report.lang], async (assessment) => {
      const { renderTracker } = await import("../report/render-files.ts");
      const texts = await textsOf(report.lang);
      return renderTracker(tracker, { assessment, options: report, texts });
    });
    files.push(...made);
  }
  return files;
}

async function pdfOf(source: ReportSource, { report, browser }: Output): Promise<RenderedFile> {
  const { renderPdf } = await import("../report/render-pdf.ts");
  // biome-ignore lint/style/noProcessEnv: PUPPETEER_EXECUTABLE_PATH and PATH tell where browsers are.
  const wish = { env: process.env, ...defined({ path: browser }) };
  const texts = await textsOf(report.lang);
  return renderPdf(await source.assessment(), report, texts, { browser: wish });
}

async function textsOf(lang: Output["report"]["lang"]): Promise<ReportTexts> {
  const { loadReportTexts } = await import("../report/report-texts.ts");
  return loadReportTexts(
    { templates: readTemplates, asset: readAsset, assetBytes: readAssetBytes },
    lang,
  );
}
