import type { Catalogue, Language } from "./words.ts";

/** What the renderers need of the program's own files; the caller reads them once and passes them in. */
export interface ReportTexts {
  /** For Handlebars' runtime, by name: `report`, `sections/summary`, `partials/chart` … */
  readonly templates: Readonly<Record<string, object>>;
  readonly styles: string;
  readonly printStyles: string;
  readonly script: string;
  /** WOFF2 fonts by file name without ending. */
  readonly fonts: Readonly<Record<string, Uint8Array>>;
  readonly messages: Catalogue;
}

export interface TextReaders {
  readonly templates: () => Promise<ReportTexts["templates"]>;
  readonly asset: (name: string) => Promise<string>;
  readonly assetBytes: (name: string) => Promise<Uint8Array>;
}

const STYLES = [
  "tokens",
  "base",
  "frame",
  "chapters",
  "tables",
  "charts",
  "code",
  "explorer",
  "narrow",
] as const;
const SCRIPTS = ["theme", "tables", "store", "diagram", "detail", "explorer", "start"] as const;
const FONTS = ["source-serif", "source-sans", "source-sans-italic", "source-code"] as const;

/** Reads what a report in one language is made of, through the readers that the caller has. */
export async function loadReportTexts(read: TextReaders, lang: Language): Promise<ReportTexts> {
  const assets = async (names: readonly string[]) =>
    (await Promise.all(names.map((name) => read.asset(`report/${name}`)))).join("\n");
  const fonts = lang === "ja" ? [...FONTS, "report-japanese"] : FONTS;
  const [templates, styles, printStyles, script, fontBytes, messages] = await Promise.all([
    read.templates(),
    assets(STYLES.map((name) => `styles/${name}.css`)),
    assets(["styles/print.css", "styles/print-parts.css"]),
    assets(SCRIPTS.map((name) => `page/${name}.js`)),
    Promise.all(
      fonts.map(
        async (name) => [name, await read.assetBytes(`report/fonts/${name}.woff2`)] as const,
      ),
    ),
    readMessages(read, lang),
  ]);
  return {
    templates,
    styles,
    printStyles,
    script,
    fonts: Object.fromEntries(fontBytes),
    messages,
  };
}

/**
 * The report's own messages by key; in other languages than English also what the assessment says, and
 * what assessments of earlier versions said: a saved one renders whole.
 */
export async function readMessages(
  { asset }: Pick<TextReaders, "asset">,
  lang: Language,
): Promise<Catalogue> {
  const said = ["earlier", "sentences", "knowledge"].map((name) => `${lang}/${name}`);
  const names = lang === "en" ? [lang] : [lang, ...said];
  const parts = await Promise.all(names.map((name) => asset(`messages/${name}.json`)));
  return Object.assign({}, ...parts.map((text) => JSON.parse(text) as Catalogue)) as Catalogue;
}
