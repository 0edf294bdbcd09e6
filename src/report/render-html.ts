import { createHash } from "node:crypto";
import type { Assessment } from "../assessment/assessment.ts";
import { cssString, scriptJson } from "./escape.ts";
import { GLYPHS } from "./glyphs.ts";
import { handlebars } from "./handlebars-runtime.ts";
import { pageData } from "./page-data.ts";
import { checkPalette, paletteStyles } from "./palette.ts";
import type { RenderedFile } from "./rendered-file.ts";
import type { ReportOptions, SectionName } from "./report-options.ts";
import { SECTION_NAMES } from "./report-options.ts";
import type { ReportTexts } from "./report-texts.ts";
import { sayAssessment } from "./say-assessment.ts";
import type { SectionContext } from "./section.ts";
import { coverView } from "./sections/cover.ts";
import { SECTION_VIEWS } from "./sections/index.ts";
import { makeSourceLink } from "./source-link.ts";
import type { Heading, Markup } from "./template-helpers.ts";
import { markup, templateHelpers } from "./template-helpers.ts";
import { makeWords } from "./words.ts";

/** Page of each anchor, from a first print; empty while it is not known. */
export type PageNumbers = ReadonlyMap<string, number>;

interface RenderedSection {
  readonly name: SectionName;
  readonly number: string;
  readonly title: string;
  readonly parts: readonly Heading[];
  readonly body: Markup;
}

/** The report as one page that needs nothing but itself. */
export function renderHtml(
  assessment: Assessment,
  options: ReportOptions,
  texts: ReportTexts,
): RenderedFile {
  const context = contextOf(assessment, options, texts, false);
  return { name: "report.html", content: renderPage(context, options, texts, new Map()) };
}

/** The same report for paper: everything open, lists capped, page numbers in the contents. */
export function renderPrintHtml(
  assessment: Assessment,
  options: ReportOptions,
  texts: ReportTexts,
  { pages, isDraft = false }: { readonly pages: PageNumbers; readonly isDraft?: boolean },
): string {
  const context = { ...contextOf(assessment, options, texts, true), isDraft };
  return renderPage(context, options, texts, pages);
}

/** Whether the appendix of functions is printed whole: then it comes last, and no page number depends on it. */
export function isWhole({ isFull = false, sections }: ReportOptions): boolean {
  return isFull && (sections === undefined || sections.includes("functions"));
}

function contextOf(
  assessment: Assessment,
  options: ReportOptions,
  texts: ReportTexts,
  isPrint: boolean,
): SectionContext {
  const words = makeWords(options.lang, texts.messages, assessment.sentences);
  return {
    assessment: sayAssessment(assessment, words),
    words,
    link: makeSourceLink(assessment.repository, options.sourceUrl),
    isPrint,
    isFull: options.isFull ?? false,
    functionById: new Map(assessment.functions.map((fn) => [fn.id, fn])),
  };
}

function renderPage(
  context: SectionContext,
  options: ReportOptions,
  texts: ReportTexts,
  pages: PageNumbers,
): string {
  const headings: Heading[] = [];
  const templates = compile(context, texts, (heading) => headings.push(heading));
  const chosen = chosenSections(context, options);
  const sections = chosen.map((name, index): RenderedSection => {
    headings.length = 0;
    const body = markup(
      templates(`sections/${name}`, { ...SECTION_VIEWS[name](context), isPrint: context.isPrint }),
    );
    return {
      name,
      number: numberOf(name, index, chosen),
      title: context.words.t(`section.${name}`),
      parts: [...headings],
      body,
    };
  });
  const cover = coverView(context);
  const styles = stylesOf(context, options, texts);
  const script = context.isPrint ? "" : texts.script;
  return templates("report", {
    lang: options.lang,
    isPrint: context.isPrint,
    documentTitle: `${cover.title}: ${cover.repository}`,
    csp: policyOf(styles, script),
    styles: markup(styles),
    script: markup(script),
    glyphs: markup(GLYPHS),
    cover,
    footer: context.assessment.branding?.footer,
    contents: contentsOf(sections, pages),
    sections,
    pageData: context.isPrint ? "" : markup(scriptJson(pageData(context))),
  });
}

type Render = (name: string, view: object) => string;

/** An own Handlebars for each page: its helpers carry the language, and nothing is left behind. */
function compile(
  context: SectionContext,
  texts: ReportTexts,
  onHeading: (heading: Heading) => void,
): Render {
  const engine = handlebars.create();
  const isLinked = (id: string) => !context.isPrint && context.functionById.has(id);
  engine.registerHelper(templateHelpers({ words: context.words, onHeading, isLinked }));
  const filled = new Map(
    Object.entries(texts.templates).map(([name, compiled]) => [
      name,
      engine.template(compiled as TemplateSpecification),
    ]),
  );
  for (const [name, template] of filled) engine.registerPartial(name, template);
  return (name, view) => {
    const template = filled.get(name);
    if (template === undefined) throw new Error(`There is no template "${name}".`);
    return template(view);
  };
}

function chosenSections(context: SectionContext, options: ReportOptions): readonly SectionName[] {
  const { sections = sectionsOf(context.assessment) } = options;
  const chosen = SECTION_NAMES.filter((name) => sections.includes(name));
  if (!(context.isPrint && isWhole(options) && chosen.includes("functions"))) return chosen;
  return [...chosen.filter((name) => name !== "functions"), "functions"];
}

/** All of them; where there is nothing to migrate, those that would say so once more are left out. */
function sectionsOf({ functions, plan }: Assessment): readonly SectionName[] {
  const isNothing = functions.length === 0 && plan.stories.length === 0;
  return isNothing ? SECTIONS_OF_NOTHING : SECTION_NAMES;
}

const SECTIONS_OF_NOTHING: readonly SectionName[] = [
  "summary",
  "scope",
  "inventory",
  "diagnostics",
  "glossary",
  "method",
];

const APPENDICES: readonly SectionName[] = ["functions", "diagnostics", "glossary", "method"];

/** Sections are numbered, appendices lettered. */
function numberOf(name: SectionName, index: number, chosen: readonly SectionName[]): string {
  if (!APPENDICES.includes(name)) return String(index + 1);
  const letter = chosen.filter((other) => APPENDICES.includes(other)).indexOf(name);
  return String.fromCharCode("A".charCodeAt(0) + letter);
}

function contentsOf(sections: readonly RenderedSection[], pages: PageNumbers) {
  // Until the first print has told the numbers, a place of their width is kept.
  const pageOf = (id: string) => String(pages.get(id) ?? "000");
  return sections.map(({ name, number, title, parts }) => ({
    id: name,
    number,
    title,
    page: pageOf(name),
    parts: parts.map((part) => ({ ...part, page: pageOf(part.id) })),
  }));
}

/** Letter is 18 mm shorter than A4; the margins make up for some of it. */
const PAGES = {
  A4: "@page { size: A4; }",
  Letter: "@page { size: Letter; margin: 18mm 18mm 17mm; }",
} as const;

function stylesOf(
  { assessment, isPrint, words }: SectionContext,
  { paper }: ReportOptions,
  texts: ReportTexts,
): string {
  const faces = Object.entries(texts.fonts).map(([name, bytes]) => fontFace(name, bytes));
  const brand = paletteStyles(checkPalette(assessment.branding?.colours));
  const shared = [...faces, texts.styles, brand];
  if (!isPrint) return [...shared, texts.printStyles].join("\n");
  const running = runningTexts(assessment, words.t("cover.title"), words.t("page.of"));
  return [...shared, texts.printStyles, PAGES[paper ?? "A4"], running].join("\n");
}

/** Family, style and weights of each shipped font. */
const FACES: Readonly<Record<string, string>> = {
  "source-serif": "font-family:'Report Serif';font-weight:200 900;font-style:normal",
  "source-sans": "font-family:'Report Sans';font-weight:200 900;font-style:normal",
  "source-sans-italic": "font-family:'Report Sans';font-weight:200 900;font-style:italic",
  "source-code": "font-family:'Report Code';font-weight:200 900;font-style:normal",
  "report-japanese": "font-family:'Report Japanese';font-weight:400;font-style:normal",
};

function fontFace(name: string, bytes: Uint8Array): string {
  const data = Buffer.from(bytes).toString("base64");
  return `@font-face{${FACES[name] ?? ""};src:url(data:font/woff2;base64,${data}) format("woff2")}`;
}

/** What stands at the top and the foot of each printed page. */
function runningTexts({ repository, branding }: Assessment, title: string, of: string): string {
  const top = [branding?.client, branding?.title ?? title]
    .filter((text) => text !== undefined)
    .join(" · ");
  const commit = repository.commit === undefined ? "" : ` @ ${repository.commit.slice(0, 12)}`;
  const foot = branding?.footer ?? `${repository.name}${commit}`;
  return `@page {
@top-left { content: ${cssString(top.slice(0, 90))}; }
@top-right { content: ${cssString((branding?.label ?? "").slice(0, 40))}; }
@bottom-left { content: ${cssString(foot.slice(0, 90))}; }
@bottom-right { content: counter(page) ${cssString(of)} counter(pages); }
}
@page :first { @top-left { content: none; } @top-right { content: none; } @bottom-left { content: none; } @bottom-right { content: none; } }`;
}

/** Nothing is loaded, nothing is sent; only our own style and script run, known by their hashes. */
function policyOf(styles: string, script: string): string {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const scripts = script === "" ? "'none'" : hash(script);
  return [
    "default-src 'none'",
    `style-src ${hash(styles)}`,
    `script-src ${scripts}`,
    "font-src data:",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
