import type { Assessment } from "../assessment/assessment.ts";
import { finishPdf, readPageNumbers } from "./finish-pdf.ts";
import type { PrintOptions } from "./print-pdf.ts";
import { withPrinter } from "./print-pdf.ts";
import type { PageNumbers } from "./render-html.ts";
import { isWhole, renderPrintHtml } from "./render-html.ts";
import type { RenderedFile } from "./rendered-file.ts";
import type { ReportOptions } from "./report-options.ts";
import type { ReportTexts } from "./report-texts.ts";
import { makeWords } from "./words.ts";

const MOST_PRINTS = 3;

/**
 * The report as PDF. A browser cannot tell page numbers to the table of contents, so the report is
 * printed once to learn them and again to show them (a third time, should they have moved a line).
 * A whole appendix of functions comes last: it is left out until the numbers are known.
 */
export async function renderPdf(
  assessment: Assessment,
  options: ReportOptions,
  texts: ReportTexts,
  printing: PrintOptions,
): Promise<RenderedFile> {
  const printed = await withPrinter(printing, async (print) => {
    let pages: PageNumbers = new Map();
    let pdf = new Uint8Array();
    const isDraft = isWhole(options);
    const printWith = async (finished: boolean) =>
      new Uint8Array(
        await print(renderPrintHtml(assessment, options, texts, { pages, isDraft: !finished })),
      );
    for (let round = 0; round < MOST_PRINTS; round += 1) {
      pdf = await printWith(!isDraft);
      const found = await readPageNumbers(pdf);
      if (isSame(found, pages)) break;
      pages = found;
    }
    return isDraft ? printWith(true) : pdf;
  });
  const { repository, branding, tool } = assessment;
  const words = makeWords(options.lang, texts.messages);
  const content = await finishPdf(printed, {
    title: `${branding?.title ?? words.t("cover.title")}: ${repository.name}`,
    author: branding?.author,
    subject:
      repository.commit === undefined
        ? repository.name
        : `${repository.name} @ ${repository.commit}`,
    tool: `${tool.name} ${tool.version}`,
    lang: options.lang,
    date: repository.date,
  });
  return { name: "report.pdf", content };
}

function isSame(one: PageNumbers, other: PageNumbers): boolean {
  return one.size === other.size && [...one].every(([id, page]) => other.get(id) === page);
}
