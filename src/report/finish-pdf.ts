import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFRef, PDFString } from "pdf-lib";
import type { PageNumbers } from "./render-html.ts";

export interface PdfFacts {
  readonly title: string;
  readonly author: string | undefined;
  readonly subject: string;
  readonly tool: string;
  readonly lang: string;
  /** ISO date of the assessed state; without one the epoch, since the clock must not decide bytes. */
  readonly date: string | undefined;
}

/** On which page (from 1) each named anchor of a printed report lies. */
export async function readPageNumbers(pdf: Uint8Array): Promise<PageNumbers> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const pageOfRef = new Map(
    document.getPages().map((page, index) => [page.ref.toString(), index + 1]),
  );
  const destinations = document.catalog.lookup(PDFName.of("Dests"));
  if (!(destinations instanceof PDFDict)) return new Map();
  return new Map(
    destinations.entries().flatMap(([name, target]) => {
      const resolved = target instanceof PDFRef ? document.context.lookup(target) : target;
      const ref = resolved instanceof PDFArray ? resolved.get(0) : undefined;
      const page = ref instanceof PDFRef ? pageOfRef.get(ref.toString()) : undefined;
      return page === undefined ? [] : [[decodeURIComponent(name.decodeText()), page] as const];
    }),
  );
}

/** Names the document and takes the clock out of it: equal reports are equal bytes. */
export async function finishPdf(pdf: Uint8Array, facts: PdfFacts): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const date = new Date(facts.date ?? 0);
  const fixed = Number.isNaN(date.getTime()) ? new Date(0) : date;
  document.setTitle(facts.title, { showInWindowTitleBar: true });
  document.setSubject(facts.subject);
  if (facts.author !== undefined) document.setAuthor(facts.author);
  document.setLanguage(facts.lang);
  document.setCreator(facts.tool);
  document.setProducer("Chromium, pdf-lib");
  document.setCreationDate(fixed);
  document.setModificationDate(fixed);
  document.catalog.set(PDFName.of("PageMode"), PDFName.of("UseOutlines"));
  document.catalog.set(PDFName.of("Lang"), PDFString.of(facts.lang));
  const id = PDFHexString.of("0".repeat(32));
  document.context.trailerInfo.ID = PDFArray.withContext(document.context);
  if (document.context.trailerInfo.ID instanceof PDFArray) {
    document.context.trailerInfo.ID.push(id);
    document.context.trailerInfo.ID.push(id);
  }
  return document.save({ updateFieldAppearances: false });
}
