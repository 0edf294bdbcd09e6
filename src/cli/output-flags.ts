import { Flags } from "@oclif/core";
import { defined } from "../defined.ts";
import { wrongUse } from "../failure.ts";
import { BACKLOG_FLAVOURS, type BacklogFlavour, FORMATS, type Format } from "../report/formats.ts";
import { type ReportOptions, SECTION_NAMES, type SectionName } from "../report/report-options.ts";
import { LANGUAGES } from "../report/words.ts";
import type { LoadedSettings, ReportSettings } from "./settings.ts";
import { textFlag } from "./text-flag.ts";

const DEFAULT_FOLDER = "assess-report";

/** Where the report goes, and what it looks like. */
export const outputFlags = {
  pdf: Flags.boolean({ helpGroup: "OUTPUT", description: "Also write report.pdf." }),
  format: textFlag({
    helpGroup: "OUTPUT",
    helpValue: "LIST",
    description: `Files to write, separated by commas: pdf, ${FORMATS.join(", ")}. Default: html,json.`,
  }),
  csv: Flags.option({
    options: BACKLOG_FLAVOURS,
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: "OUTPUT",
    description:
      "Also write the backlog as CSV for import into a tracker. Can be given more than once.",
  })(),
  out: textFlag({
    char: "o",
    helpGroup: "OUTPUT",
    helpValue: "DIR",
    description: `Output folder. Default: ${DEFAULT_FOLDER}.`,
  }),
  overwrite: Flags.boolean({ helpGroup: "OUTPUT", description: "Replace existing files." }),
  browser: textFlag({
    helpGroup: "OUTPUT",
    helpValue: "PATH",
    description: "Chrome, Chromium or Edge that prints the PDF. Default: an installed one.",
  }),
  paper: Flags.option({
    options: ["A4", "Letter"] as const,
    helpGroup: "OUTPUT",
    description: "Paper size of the PDF. Default: A4.",
  })(),
  "pdf-full": Flags.boolean({
    helpGroup: "OUTPUT",
    description: "Print the appendices in full, however long they are.",
  }),
  lang: Flags.option({
    options: LANGUAGES,
    helpGroup: "OUTPUT",
    description: "Language of the report. Default: en.",
  })(),
  sections: textFlag({
    helpGroup: "OUTPUT",
    helpValue: "LIST",
    description: `Only these sections, separated by commas: ${SECTION_NAMES.join(", ")}.`,
  }),
  "source-url": textFlag({
    helpGroup: "OUTPUT",
    helpValue: "TEMPLATE",
    description:
      "Template of links to the code: https://host/{commit}/{path}#L{line}. Not needed for GitHub, GitLab, Gitea and Azure DevOps.",
  }),
};

interface OutputFlags {
  readonly pdf: boolean;
  readonly format?: string | undefined;
  readonly csv?: readonly BacklogFlavour[] | undefined;
  readonly out?: string | undefined;
  readonly overwrite: boolean;
  readonly browser?: string | undefined;
  readonly paper?: "A4" | "Letter" | undefined;
  readonly "pdf-full": boolean;
  readonly lang?: ReportOptions["lang"] | undefined;
  readonly sections?: string | undefined;
  readonly "source-url"?: string | undefined;
}

export interface Output {
  readonly folder: string;
  readonly formats: readonly Format[];
  readonly trackers: readonly BacklogFlavour[];
  readonly hasPdf: boolean;
  readonly mayOverwrite: boolean;
  readonly browser?: string;
  readonly report: ReportOptions;
}

/** With `--json` the assessment goes to stdout, and files are written only where asked for. */
export function outputOf(
  flags: OutputFlags,
  { values: { report } }: LoadedSettings,
  isJson: boolean,
): Output {
  const asked = askedFor(flags, isJson);
  const formats = asked.filter(isFormat);
  const unknown = asked.find((name) => name !== "pdf" && !isFormat(name));
  if (unknown !== undefined)
    throw wrongUse(`--format ${unknown} is not one of pdf, ${FORMATS.join(", ")}.`);
  return {
    folder: flags.out ?? DEFAULT_FOLDER,
    formats,
    trackers: flags.csv ?? [],
    hasPdf: flags.pdf || asked.includes("pdf"),
    mayOverwrite: flags.overwrite,
    ...defined({ browser: flags.browser }),
    report: reportOptions(flags, report),
  };
}

function askedFor({ format, pdf, out }: OutputFlags, isJson: boolean): readonly string[] {
  if (format !== undefined) return words("--format", format);
  return isJson && !pdf && out === undefined ? [] : ["html", "json"];
}

function isFormat(name: string): name is Format {
  return (FORMATS as readonly string[]).includes(name);
}

function reportOptions(flags: OutputFlags, settings: ReportSettings | undefined): ReportOptions {
  const sections =
    flags.sections === undefined ? settings?.sections : words("--sections", flags.sections);
  return {
    lang: flags.lang ?? settings?.lang ?? "en",
    ...defined({
      paper: flags.paper ?? settings?.paper,
      isFull: flags["pdf-full"] || undefined,
      sections: sectionsOf(sections),
      sourceUrl: templateOf(flags["source-url"]) ?? settings?.sourceUrl,
    }),
  };
}

const PLACES = ["base", "commit", "path", "line"];

/** Of a link only the parts between slashes may vary: never its scheme. */
function templateOf(template: string | undefined): string | undefined {
  if (template === undefined) return undefined;
  if (!/^(https?:\/\/|\{base\}\/)\S*\{path\}/.test(template))
    throw wrongUse(
      `--source-url ${template} is not a link template: it must start with https:// and contain {path}.`,
    );
  const unknown = [...template.matchAll(/\{(\w+)\}/g)].find(
    ([, name = ""]) => !PLACES.includes(name),
  );
  if (unknown !== undefined)
    throw wrongUse(`--source-url: ${unknown[0]} is not one of {commit}, {path}, {line}.`);
  return template;
}

function sectionsOf(names: readonly string[] | undefined): readonly SectionName[] | undefined {
  const unknown = names?.find((name) => !(SECTION_NAMES as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw wrongUse(`--sections ${unknown} is not one of ${SECTION_NAMES.join(", ")}.`);
  return names as readonly SectionName[] | undefined;
}

function words(flag: string, list: string): string[] {
  const all = list.split(",").map((word) => word.trim());
  const named = all.filter((word) => word !== "");
  if (named.length === 0) throw wrongUse(`${flag} ${list} names nothing.`);
  return named;
}
