/**
 * Pictures of reports for docs/images: the page's first screen in both themes and four pages of the
 * PDF. Needs a build, a browser and pdftoppm (poppler-utils).
 *
 *     node test/bench/pictures.mjs small=one/assessment.json large=other/assessment.json
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import puppeteer from "puppeteer-core";
import { findBrowsers } from "../../dist/report/find-browser.js";
import { readPageNumbers } from "../../dist/report/finish-pdf.js";
import { renderHtml } from "../../dist/report/render-html.js";
import { renderPdf } from "../../dist/report/render-pdf.js";
import { loadReportTexts } from "../../dist/report/report-texts.js";
import { readAsset, readAssetBytes, readTemplates } from "../../dist/shipped.js";

const IMAGES = fileURLToPath(new URL("../../docs/images/", import.meta.url));
/** Where the four pages are found: anchors of the report. */
const PAGES = { summary: "summary", modules: "inventory-heat", effort: "effort", plan: "plan" };
const run = promisify(execFile);
const options = { lang: "en" };
const env = process.env;

const wanted = process.argv.slice(2).map((argument) => argument.split("="));
if (wanted.some(([name, path]) => !name || !path))
  throw new Error("Say NAME=ASSESSMENT.json for each report.");
const texts = await loadReportTexts(
  { templates: readTemplates, asset: readAsset, assetBytes: readAssetBytes },
  options.lang,
);
const folder = await mkdtemp(join(tmpdir(), "pictures-"));
await mkdir(IMAGES, { recursive: true });
try {
  for (const [name, path] of wanted) {
    const assessment = JSON.parse(await readFile(path, "utf8"));
    await photographPage(name, renderHtml(assessment, options, texts).content);
    await photographPdf(
      name,
      (await renderPdf(assessment, options, texts, { browser: { env } })).content,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}

async function photographPage(name, html) {
  const file = join(folder, `${name}.html`);
  await writeFile(file, html);
  const { value: found } = await findBrowsers({ env }).next();
  const browser = await puppeteer.launch({
    executablePath: found.path,
    pipe: true,
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1360, height: 960 });
    for (const theme of ["light", "dark"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
      await page.screenshot({ path: join(IMAGES, `${name}-page-${theme}.png`) });
    }
  } finally {
    await browser.close();
  }
}

async function photographPdf(name, pdf) {
  const file = join(folder, `${name}.pdf`);
  await writeFile(file, pdf);
  const pages = await readPageNumbers(pdf);
  for (const [picture, anchor] of Object.entries(PAGES)) {
    const page = String(pages.get(anchor) ?? 1);
    await run("pdftoppm", [
      "-r",
      "90",
      "-f",
      page,
      "-l",
      page,
      "-png",
      "-singlefile",
      file,
      join(IMAGES, `${name}-pdf-${picture}`),
    ]);
  }
}
