import type { Assessment } from "../assessment/assessment.ts";
import { Failure } from "../failure.ts";
import { renderFiles } from "../report/render-files.ts";
import { renderPdf } from "../report/render-pdf.ts";
import { loadReportTexts } from "../report/report-texts.ts";
import { writeFiles } from "../report/write-files.ts";
import { readAsset, readAssetBytes, readTemplate } from "../shipped.ts";
import { defined } from "./defined.ts";
import type { Output } from "./output-flags.ts";
import type { Progress } from "./progress.ts";

export interface Written {
  readonly paths: readonly string[];
  /** The PDF could not be printed; everything else was written. */
  readonly failure?: Failure;
}

/** Renders and writes what was asked for; the PDF last, since it alone needs a browser. */
export async function writeReport(
  assessment: Assessment,
  output: Output,
  progress: Progress,
): Promise<Written> {
  const { folder, formats, trackers, hasPdf, mayOverwrite, report } = output;
  if (formats.length + trackers.length === 0 && !hasPdf) return { paths: [] };
  progress.stage("Writing the report");
  const texts = await loadReportTexts(
    { template: readTemplate, asset: readAsset, assetBytes: readAssetBytes },
    report.lang,
  );
  const files = await renderFiles({ assessment, options: report, texts }, formats, trackers);
  const paths = await writeFiles(folder, files, { overwrite: mayOverwrite });
  if (!hasPdf) return { paths };
  progress.stage("Printing the PDF");
  try {
    // biome-ignore lint/style/noProcessEnv: PUPPETEER_EXECUTABLE_PATH and PATH tell where browsers are.
    const browser = { env: process.env, ...defined({ path: output.browser }) };
    const pdf = await renderPdf(assessment, report, texts, { browser });
    return { paths: [...paths, ...(await writeFiles(folder, [pdf], { overwrite: mayOverwrite }))] };
  } catch (error) {
    if (error instanceof Failure) return { paths, failure: error };
    throw error;
  }
}
