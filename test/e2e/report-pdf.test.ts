import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Assessment } from "../../src/assessment/assessment.ts";
import { renderPdf } from "../../src/report/render-pdf.ts";
import type { ReportOptions } from "../../src/report/report-options.ts";
import { LANGUAGES } from "../../src/report/words.ts";
import { HOSTILE, hostileAssessment, SMALL, textsOf } from "../report/render-fixture.ts";
import { ENV } from "./browser.ts";

interface ReadPdf {
  readonly bytes: Uint8Array;
  readonly pages: readonly string[];
  readonly outline: readonly { readonly title: string; readonly page: number }[];
  readonly info: Record<string, unknown>;
  readonly width: number;
  readonly isTagged: boolean;
  readonly hasText: boolean;
}

async function printed(assessment: Assessment, options: ReportOptions): Promise<ReadPdf> {
  const { content } = await renderPdf(assessment, options, await textsOf(options.lang), {
    browser: { env: ENV },
  });
  const bytes = content as Uint8Array;
  const document = await getDocument({ data: bytes.slice(), useSystemFonts: true, verbosity: 0 })
    .promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(
      items
        .map((item) => ("str" in item ? item.str : ""))
        .join(" ")
        .replace(/\s+/g, " "),
    );
  }
  const first = await document.getPage(1);
  const { info } = await document.getMetadata();
  const marks = await document.getMarkInfo();
  const tree = await (await document.getPage(3)).getStructTree();
  const outline = await Promise.all(
    ((await document.getOutline()) ?? [])
      .flatMap((top) => [top, ...top.items])
      .map(async ({ title, dest }) => {
        const target = typeof dest === "string" ? await document.getDestination(dest) : dest;
        return { title, page: target === null ? 0 : (await document.getPageIndex(target[0])) + 1 };
      }),
  );
  return {
    bytes,
    pages,
    outline,
    info: info as Record<string, unknown>,
    width: first.getViewport({ scale: 1 }).width,
    isTagged: marks?.Marked === true && tree !== null,
    hasText: pages.every((text) => text.trim() !== ""),
  };
}

/** As much on its first page as assessments of real programs have: long paths and titles, five decisions. */
const TALKATIVE: Assessment = {
  ...SMALL,
  risks: SMALL.risks.map((risk) => ({
    ...risk,
    title: "The new server differs in streaming, keep-alive or graceful stop of what it has begun",
  })),
  modules: SMALL.modules.map((each) => ({
    ...each,
    path: `src/courier/drivers/dispatch/scheduling/${each.path}`,
  })),
  summary: {
    ...SMALL.summary,
    decisions: [1, 2, 3, 4, 5].map((number) => ({
      ...(SMALL.summary.decisions[0] as Assessment["summary"]["decisions"][number]),
      title: `Settle the library number ${number}`,
      text: "13 functions have no counterpart in asyncio, for example courier.drivers.dispatch.scheduling.SchedulingQueueHandler.start (src/courier/drivers/dispatch/scheduling/queue_handler.py:495). Name an owner for each of them.",
    })),
  },
};

describe("the PDF", () => {
  let pdf: ReadPdf;
  beforeAll(async () => {
    pdf = await printed(SMALL, { lang: "en" });
  });

  test("has title, language, tags and an outline that leads to its pages", () => {
    expect(pdf.info).toMatchObject({
      Title: "Leaving Eventlet: readiness report: courier",
      Language: "en",
      CreationDate: "D:20261019083000Z",
    });
    expect(pdf.isTagged).toBe(true);
    const chapter = pdf.outline.find(({ title }) => title.includes("Migration plan"));
    expect(pdf.pages[(chapter?.page ?? 0) - 1]).toMatch(/8 Migration plan/);
    expect(pdf.hasText).toBe(true);
  });

  test("tells the right page numbers in its contents", () => {
    const contents = pdf.pages[1] ?? "";
    for (const title of ["Summary", "Where Eventlet is", "Effort", "Risks", "Glossary"]) {
      const told = Number(new RegExp(`${title} (\\d+)`).exec(contents)?.[1]);
      expect(pdf.pages[told - 1], title).toContain(title);
    }
    expect(contents).not.toContain("000");
  });

  test("keeps the summary on one page", () => {
    const at = (name: string) => pdf.outline.find(({ title }) => title.includes(name))?.page ?? 0;
    expect(at("Scope and method") - at("Summary")).toBe(1);
  });

  test.each(LANGUAGES)(
    "keeps it on one page of Letter too, in %s, where much is to be said",
    async (lang) => {
      const { outline } = await printed(TALKATIVE, {
        lang,
        paper: "Letter",
        sections: ["summary", "risks"],
      });
      const [summary, risks] = outline.filter(({ title }) => /^\d/.test(title));
      expect((risks?.page ?? 0) - (summary?.page ?? 0)).toBe(1);
    },
  );

  test("says the numbers of the assessment", () => {
    const { summary, estimate } = SMALL;
    const page =
      pdf.pages[(pdf.outline.find(({ title }) => title.includes("Summary"))?.page ?? 0) - 1] ?? "";
    const { reaching, functions, asyncioReady, redesign } = summary;
    for (const value of [reaching, functions, asyncioReady, redesign]) {
      expect(page).toContain(new Intl.NumberFormat("en").format(value));
    }
    const twoFigures = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });
    for (const value of [estimate.hours.p50, estimate.hours.p95]) {
      expect(page).toContain(twoFigures.format(value));
    }
    const all = pdf.pages.join(" ").replace(/\s/g, "");
    for (const fn of SMALL.functions.filter((one) => !one.isTest)) expect(all).toContain(fn.id);
  });

  test("numbers its pages at the foot, and starts with a cover without any", () => {
    expect(pdf.pages[4]).toContain(`5 of ${pdf.pages.length}`);
    expect(pdf.pages[0]).not.toMatch(/1 of/);
  });

  test("is A4, or Letter when asked", async () => {
    expect(Math.round(pdf.width)).toBe(595);
    const letter = await printed(SMALL, {
      lang: "en",
      paper: "Letter",
      sections: ["summary", "risks"],
    });
    expect(Math.round(letter.width)).toBe(612);
    expect(letter.pages.join(" ")).not.toContain("Migration plan");
  });

  test("has the same bytes each time", async () => {
    const options = { lang: "de", sections: ["summary", "effort"] } as const;
    const [one, other] = [await printed(SMALL, options), await printed(SMALL, options)];
    expect(one.info["Language"]).toBe("de");
    expect(one.pages.join(" ")).toContain("Zusammenfassung");
    expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(true);
  });

  test("shows hostile text as text, inside the page", async () => {
    const hostile = await printed(hostileAssessment(), {
      lang: "en",
      sections: ["summary", "readiness"],
    });
    const all = hostile.pages.join(" ").replace(/\s/g, "");
    for (const part of [HOSTILE.script, HOSTILE.template, HOSTILE.formula])
      expect(all).toContain(part.replace(/\s/g, ""));
  });
});

test("a browser that is none is a clear failure", async () => {
  const printing = renderPdf(SMALL, { lang: "en" }, await textsOf(), {
    browser: { path: "/bin/false", env: ENV },
  });
  await expect(printing).rejects.toMatchObject({ code: "BROWSER_FAILED", exitCode: 2 });
});
