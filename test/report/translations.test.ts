import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Catalogue, LANGUAGES } from "../../src/report/words.ts";
import { messagesInKnowledge, messagesInSource } from "./translations/known-messages.ts";

const catalogueOf = async (path: string) => {
  const file = fileURLToPath(new URL(`../../assets/messages/${path}.json`, import.meta.url));
  return JSON.parse(await readFile(file, "utf8")) as Catalogue;
};

describe.each(LANGUAGES.filter((lang) => lang !== "en"))("%s", (lang) => {
  test("says every message of the code, and has none that nobody says", async () => {
    const translated = await catalogueOf(`${lang}/sentences`);
    const said = messagesInSource();
    expect(said.filter((message) => translated[message] === undefined)).toEqual([]);
    const known = new Set(messagesInSource({ withSignsAlone: true }));
    expect(Object.keys(translated).filter((message) => !known.has(message))).toEqual([]);
  });

  test("says every text of the knowledge that a report can show", async () => {
    const translated = await catalogueOf(`${lang}/knowledge`);
    const own = await catalogueOf(`${lang}/sentences`);
    const texts = messagesInKnowledge();
    const lacking = texts.filter((text) => translated[text] === undefined && !(text in own));
    expect(lacking).toEqual([]);
    expect(Object.keys(translated).filter((text) => !texts.includes(text))).toEqual([]);
  });

  test("keeps what earlier versions said, and nothing that is said today", async () => {
    const earlier = await catalogueOf(`${lang}/earlier`);
    const present = {
      ...(await catalogueOf(`${lang}/sentences`)),
      ...(await catalogueOf(`${lang}/knowledge`)),
    };
    expect(Object.keys(earlier).filter((message) => message in present)).toEqual([]);
  });

  // Saved assessments hold the English sentences of their day: one that was ever committed is kept.
  test("forgets no sentence that an earlier version said", async () => {
    const kept = new Set<string>();
    for (const name of ["sentences", "knowledge", "earlier"])
      for (const message of Object.keys(await catalogueOf(`${lang}/${name}`))) kept.add(message);
    expect(messagesEverIn(`assets/messages/${lang}`).filter((each) => !kept.has(each))).toEqual([]);
  });

  test("keeps places, code and plural forms", async () => {
    const all = {
      ...(await catalogueOf(`${lang}/sentences`)),
      ...(await catalogueOf(`${lang}/knowledge`)),
      ...(await catalogueOf(`${lang}/earlier`)),
    };
    const broken = Object.entries(all).filter(
      ([message, words]) =>
        placesOf(message) !== placesOf(words) ||
        words.split("`").length % 2 === 0 ||
        words.split("{").length !== words.split("}").length,
    );
    expect(broken).toEqual([]);
  });
});

/** Every message that a line of the history adds; none where there is no history to ask. */
function messagesEverIn(folder: string): readonly string[] {
  const wish = ["log", "-p", "-U0", "--format=", "--no-color", "--no-ext-diff", "--", folder];
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { stdout } = spawnSync("git", wish, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  const added = (stdout ?? "").matchAll(/^\+\s*("(?:[^"\\]|\\.)*"):\s*"/gm);
  return [...new Set([...added].map(([, key = '""']) => String(JSON.parse(key))))];
}

function placesOf(message: string): string {
  return [...new Set([...message.matchAll(/\{(\d)(?=[},])/g)].map(([, place]) => place))]
    .sort()
    .join();
}
