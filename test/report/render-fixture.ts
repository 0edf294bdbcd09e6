import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Assessment } from "../../src/assessment/assessment.ts";
import type { ReportTexts } from "../../src/report/report-texts.ts";
import { loadReportTexts } from "../../src/report/report-texts.ts";
import type { SectionContext } from "../../src/report/section.ts";
import { makeSourceLink } from "../../src/report/source-link.ts";
import type { Language } from "../../src/report/words.ts";
import { makeWords } from "../../src/report/words.ts";
import { readTemplates } from "../../src/shipped.ts";
import { makeAssessment } from "../fixtures/report/make-assessment.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The program's own templates and assets, as the command line passes them in. */
export function textsOf(lang: Language = "en"): Promise<ReportTexts> {
  return loadReportTexts(
    {
      templates: readTemplates,
      asset: (name) => readFile(at(`assets/${name}`), "utf8"),
      assetBytes: (name) => readFile(at(`assets/${name}`)),
    },
    lang,
  );
}

export const SMALL: Assessment = makeAssessment({ functions: 64 });

export interface ContextWish {
  readonly assessment?: Assessment;
  readonly lang?: Language;
  readonly isPrint?: boolean;
  readonly isFull?: boolean;
}

export async function contextOf(wish: ContextWish = {}): Promise<SectionContext> {
  const { assessment = SMALL, lang = "en", isPrint = false, isFull = false } = wish;
  const { messages } = await textsOf(lang);
  return {
    assessment,
    words: makeWords(lang, messages),
    link: makeSourceLink(assessment.repository),
    isPrint,
    isFull,
    functionById: new Map(assessment.functions.map((fn) => [fn.id, fn])),
  };
}

export const HOSTILE = {
  script: "<script>alert(1)</script>",
  template: "{{constructor.constructor('return 1')()}}",
  formula: "=cmd()",
  direction: "evil\u202etxt.exe\u2066",
  closing: "</script><img src=x onerror=alert(1)>",
  long: "x".repeat(10_000),
  half: "half\ud800",
  control: "bell\u0007\u0000\u001b[31m",
  quote: `"'\`><b>`,
} as const;

/** The same assessment with hostile text in every place that comes from the repository. */
export function hostileAssessment(): Assessment {
  const texts = Object.values(HOSTILE);
  let at = 0;
  const next = () => texts[at++ % texts.length] ?? "";
  const renamed = new Map<string, string>();
  const rename = (text: string) => {
    const known = renamed.get(text) ?? `${text}.${next()}`;
    renamed.set(text, known);
    return known;
  };
  const ids = new Set(SMALL.functions.map((fn) => fn.id));
  const KEYS = new Set([
    "path",
    "reason",
    "what",
    "detail",
    "meaning",
    "title",
    "name",
    "branch",
    "module",
    "text",
    "label",
    "client",
    "author",
    "footer",
    "how",
    "entry",
    "message",
    "distribution",
  ]);
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([inner, child]) => [inner, walk(child, inner)]),
      );
    if (typeof value !== "string") return value;
    return ids.has(value) || KEYS.has(key) ? rename(value) : value;
  };
  const { functions, repository, signals, diagnostics, risks, modules, ...rest } = SMALL;
  const changed = walk(
    { functions, repository, signals, diagnostics, risks, modules },
    "",
  ) as Partial<Assessment>;
  return {
    ...rest,
    ...changed,
    branding: {
      client: HOSTILE.script,
      title: HOSTILE.closing,
      label: HOSTILE.template,
      footer: `${HOSTILE.quote}${HOSTILE.direction}\\a`,
      author: HOSTILE.formula,
    },
  } as Assessment;
}
