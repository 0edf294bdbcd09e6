import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import type { Assessment } from "../../src/assessment/assessment.ts";
import { renderFormat, renderTracker } from "../../src/report/render-files.ts";
import { renderHtml, renderPrintHtml } from "../../src/report/render-html.ts";
import { renderSummary } from "../../src/report/render-summary.ts";
import type { ReportTexts } from "../../src/report/report-texts.ts";
import type { Catalogue } from "../../src/report/words.ts";
import { makeWords } from "../../src/report/words.ts";
import { textsOf } from "./render-fixture.ts";
import { messagesInKnowledge, messagesInSource } from "./translations/known-messages.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const APPS = ["volumed", "chatd", "greenkit"];
let assessments: readonly Assessment[];
let texts: ReportTexts;

beforeAll(async () => {
  assessments = APPS.map(assessed);
  const english = await textsOf("en");
  const said = [...messagesInSource(), ...messagesInKnowledge()].map((text) => [text, text]);
  const messages: Catalogue = { ...english.messages, ...Object.fromEntries(said) };
  const pseudo = Object.entries(messages).map(([key, text]) => [key, widened(text)]);
  texts = { ...english, messages: Object.fromEntries(pseudo) as Catalogue };
});

function assessed(app: string): Assessment {
  const out = mkdtempSync(join(tmpdir(), "assess-pseudo-"));
  const plan = ["--team", "2", "--velocity", "12", "--start", "2027-01-11"];
  const wish = ["--format", "json", "--out", out, "--no-cache", "--quiet", ...plan];
  execFileSync(process.execPath, [at("bin/run.js"), at(`test/fixtures/apps/${app}`), ...wish]);
  return JSON.parse(readFileSync(join(out, "assessment.json"), "utf8")) as Assessment;
}

/** The message in full-width letters, its places kept: whatever stays narrow did not come from a catalogue. */
function widened(message: string): string {
  return message
    .split(/(\{\w+(?:, plural,)?|=\d+ \{|(?:zero|one|two|few|many|other) \{|\})/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[a-z]/gi, wide)))
    .join("");
}

const wide = (letter: string) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0);

/** Two narrow words in a row; names of the code have dots, brackets or underscores, and stand alone. */
const ENGLISH = /(?<![\w./:`@=(-])[A-Za-z]{2,} [a-z]{2,}(?![\w./:(=-])/g;

/** Codes that a program reads stand side by side in a column. */
const CODES =
  /\b(entry|intermediary|backend|eventlet|monkey-patch|library)( (?=backend|library|monkey))/g;

const englishIn = (text: string): string[] => [
  ...new Set(text.replace(CODES, "$1,").match(ENGLISH) ?? []),
];

/** What a reader reads of a page, less code, names, paths and source lines. */
function proseOf(html: string): string {
  return html
    .replace(/<(script|style|code|pre|bdi|svg)\b[\s\S]*?<\/\1>/g, "\n")
    .replace(/<[^>]*?(?:aria-label|alt|title)="([^"]*)"[^>]*>/g, "\n$1\n")
    .replace(/<[^>]+>/g, "\n")
    .replaceAll(/&#?\w+;/g, " ");
}

test.each(["screen", "paper"])("no sentence of the page on %s is left in English", (medium) => {
  const render = medium === "paper" ? renderPrintHtml : renderHtml;
  for (const assessment of assessments) {
    const page = render(assessment, { lang: "de" }, texts, { pages: new Map() });
    const html = typeof page === "string" ? page : String(page.content);
    const charts = [...html.matchAll(/<(?:title|desc|text)[^>]*>([^<]*)</g)].map(
      ([, text]) => text,
    );
    expect(englishIn(`${proseOf(html)}\n${charts.join("\n")}`)).toEqual([]);
  }
});

test("nor in Markdown, tables, tickets, the calendar and the terminal", async () => {
  for (const assessment of assessments) {
    const input = { assessment, options: { lang: "de" }, texts } as const;
    const files = [
      ...(await renderFormat("markdown", input)),
      ...(await renderFormat("csv", input)),
      ...(await renderFormat("ics", input)),
      ...(await renderTracker("generic", input)),
    ];
    for (const { name, content } of files)
      expect([name, ...englishIn(String(content))]).toEqual([name]);
    expect(englishIn(renderSummary(assessment, makeWords("de", texts.messages)))).toEqual([]);
  }
});
