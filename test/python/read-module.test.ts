import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeFile } from "./describe-file.ts";
import { factsOf } from "./python-files.ts";

const FOLDER = new URL("../fixtures/python/", import.meta.url);

describe("each sample file becomes the facts beside it", () => {
  const samples = readdirSync(FOLDER).filter((name) => name.endsWith(".py"));
  test.each(samples.sort())("%s", async (name) => {
    const facts = factsOf(readFileSync(new URL(name, FOLDER), "utf8"));
    const expected = new URL(name.replace(/py$/, "facts.txt"), FOLDER).pathname;
    await expect(describeFile(facts)).toMatchFileSnapshot(expected);
  });
});
