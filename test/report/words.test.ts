import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Catalogue, LANGUAGES, type Language, makeWords } from "../../src/report/words.ts";
import { inEnglish, inPercent, say } from "../../src/sentence.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const catalogueOf = async (lang: Language) =>
  JSON.parse(await readFile(at(`assets/messages/${lang}.json`), "utf8")) as Catalogue;

describe("words", () => {
  test("a plural follows the number and the language", () => {
    const catalogue = { things: "{n, plural, =0 {nothing} one {# thing} other {# things}}" };
    const words = makeWords("en", catalogue);
    expect([0, 1, 2, 1500].map((n) => words.t("things", { n }))).toEqual([
      "nothing",
      "1 thing",
      "2 things",
      "1,500 things",
    ]);
  });

  test("a plural follows the number that is shown", () => {
    const words = makeWords("en", { points: "{n, plural, one {# point} other {# points}}" });
    expect([0.98, 1.04, 1.06].map((n) => words.t("points", { n }))).toEqual([
      "1 point",
      "1 point",
      "1.1 points",
    ]);
  });

  test("numbers, shares and dates are written as the language does", () => {
    const german = makeWords("de", {});
    const japanese = makeWords("ja", {});
    expect([
      german.number(1234.56),
      german.percent(0.5),
      german.date("2026-10-19T23:30:00Z"),
    ]).toEqual(["1.234,6", "50\u00a0%", "19. Oktober 2026"]);
    expect(japanese.date("2026-10-19")).toBe("2026年10月19日");
  });

  test("a few of very many are not none, and all but a few are not all", () => {
    const { percent } = makeWords("en", {});
    const shares = [0, 0.0004, 0.004, 0.005, 0.994, 0.996, 0.9998, 1];
    expect(shares.map(percent)).toEqual([
      "0%",
      "0.04%",
      "0.4%",
      "1%",
      "99%",
      "99.6%",
      "99.98%",
      "100%",
    ]);
    expect(inEnglish(say`${inPercent(4830 / 4831)} of them`)).toBe("99.98 % of them");
  });

  test("points have one decimal, so that a column is read at a glance", () => {
    expect([0.15, 24, 1893.07].map(makeWords("en", {}).tenths)).toEqual(["0.2", "24.0", "1,893.1"]);
    expect(makeWords("de", {}).tenths(1893.07)).toBe("1.893,1");
  });

  test("about so much has two figures", () => {
    const english = makeWords("en", {});
    expect([13971, 1459, 302, 44, 0].map((value) => english.about(value))).toEqual([
      "14,000",
      "1,500",
      "300",
      "44",
      "0",
    ]);
    expect(makeWords("de", {}).about(1990)).toBe("2.000");
  });

  test("a value is put in as text, even if it looks like a place", () => {
    expect(makeWords("en", { m: "{a} {b}" }).t("m", { a: "{b}", b: "$&" })).toBe("{b} $&");
  });

  test("a message that is not in the catalogue is our mistake", () => {
    expect(() => makeWords("en", {}).t("nothing")).toThrow('"nothing"');
  });
});

describe("message catalogues", () => {
  test.each(LANGUAGES)("%s has the keys and places of English", async (lang) => {
    const [english, other] = await Promise.all([catalogueOf("en"), catalogueOf(lang)]);
    expect(Object.keys(other).sort()).toEqual(Object.keys(english).sort());
    for (const [key, message] of Object.entries(english)) {
      expect(placesOf(other[key]), key).toEqual(placesOf(message));
    }
  });

  test("every message is used, and every key in a template has its message", async () => {
    const catalogue = await catalogueOf("en");
    const sources = await Promise.all(
      [...(await filesIn("src/report")), ...(await filesIn("templates"))].map((path) =>
        readFile(path, "utf8"),
      ),
    );
    const text = sources.join("\n");
    const isUsed = (key: string) =>
      text.includes(`"${key}"`) || DYNAMIC.some((prefix) => key.startsWith(`${prefix}.`));
    expect(Object.keys(catalogue).filter((key) => !isUsed(key))).toEqual([]);
    const named = [...text.matchAll(/\{\{h3 "([^"]+)"|[({]t "([^"]+)"/g)].map(
      ([, heading, key]) => heading ?? key ?? "",
    );
    expect(named.filter((key) => catalogue[key] === undefined)).toEqual([]);
  });
});

/** Keys that are put together from a prefix and a code of the Assessment. */
const DYNAMIC = [
  "verdict",
  "setting",
  "profile",
  "reasonCode",
  "finding",
  "role",
  "roleMeaning",
  "via",
  "confidence",
  "kind",
  "severity",
  "fidelity",
  "risk",
  "coupling",
  "awaitletWorks",
  "answer",
  "question",
  "factor",
  "option",
  "wave",
  "package",
  "category",
  "unresolved",
  "chart",
  "glossary",
  "section",
  "method",
  "limit",
  "hub",
  "column",
  "plan",
];

function placesOf(message = ""): string[] {
  const places = [...message.matchAll(/\{(\w+)(?=\}|, plural,)/g)].map(([, name]) => name ?? "");
  return [...new Set(places)].sort();
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(at(folder), { recursive: true });
  return names.filter((name) => /\.(ts|hbs)$/.test(name)).map((name) => at(`${folder}/${name}`));
}

test("the embedded Japanese font has every character of the Japanese messages", async () => {
  const held = new Set(await readFile(at("assets/report/fonts/report-japanese.txt"), "utf8"));
  const files = ["ja", "ja/sentences", "ja/knowledge", "ja/earlier"].map(
    (name) => `assets/messages/${name}.json`,
  );
  const messages = (await Promise.all(files.map((path) => readFile(at(path), "utf8")))).join("");
  // General punctuation and arrows below the CJK blocks come from the Latin fonts or the system's.
  const needed = [...new Set(messages)].filter((letter) => letter >= "\u3000" && !held.has(letter));
  expect(needed).toEqual([]);
});
