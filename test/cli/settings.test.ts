import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { assessOptionsOf } from "../../src/cli/assess-flags.ts";
import { outputOf } from "../../src/cli/output-flags.ts";
import { loadSettings } from "../../src/cli/settings.ts";
import { SECTION_NAMES } from "../../src/report/report-options.ts";

const folder = mkdtempSync(join(tmpdir(), "assess-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

const asset = (name: string) =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../assets/${name}`, import.meta.url)), "utf8"));
const schema = asset("schema/config.schema.json");

const load = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return loadSettings(path, [], schema);
};
const refusal = async (name: string, text: string): Promise<string> =>
  load(name, text).then(
    () => "accepted",
    (error: Error) => error.message.slice(folder.length + 1),
  );
describe("a bad entry is refused with file, line and what would be right", () => {
  test.each([
    [
      "a.yaml",
      "report:\n  sections: [summary, sumary]\n",
      /^a\.yaml:2: report\.sections\.1 is none of summary, scope,/,
    ],
    [
      "a.yaml",
      "team:\n  people: 2\n  velocty: 3\n",
      /^a\.yaml:3: there is no setting team\.velocty$/,
    ],
    [
      "a.toml",
      "profile = 'expert'\n[team]\npeople = 2\nvelocty = 3\n",
      /^a\.toml:4: there is no setting team\.velocty$/,
    ],
    ["a.json", '{"rates":\n {"day": 900}}', /^a\.json:2: rates lacks currency$/],
    [
      "a.yaml",
      "effort:\n  hoursPerPiont: {likely: 3}\n",
      /^a\.yaml:2: there is no setting effort\.hoursPerPiont$/,
    ],
    [
      "a.yaml",
      "effort:\n  hoursPerPoint: 3\n",
      /^a\.yaml:2: effort\.hoursPerPoint must be object$/,
    ],
    [
      "a.yaml",
      "report:\n  sourceUrl: javascript:alert(1)//{path}\n",
      /^a\.yaml:2: report\.sourceUrl must match/,
    ],
  ])("%s %j", async (name, text, message) => {
    expect(await refusal(name, text)).toMatch(message);
  });
});

test("every key of the effort model may be overridden, and every section chosen", async () => {
  const effort: unknown = asset("knowledge/effort-model.json");
  const text = JSON.stringify({ effort, report: { sections: SECTION_NAMES } });
  expect(await refusal("whole.json", text)).toBe("accepted");
});

describe("the profile of the settings", () => {
  const profileOf = async (text: string) =>
    (await assessOptionsOf({}, await load("p.yaml", text), {})).profile;

  test("is one of ours, or one that their effort model describes", async () => {
    expect(await profileOf("profile: expert\n")).toBe("expert");
    expect(
      await profileOf("profile: us\neffort:\n  profiles:\n    us: {pace: 1.1, learning: 1}\n"),
    ).toBe("us");
  });

  test("else it is refused by file and line", async () => {
    await expect(profileOf("seed: 2\nprofile: guru\n")).rejects.toThrow(
      /p\.yaml:2: profile guru is none of first-timer, experienced, expert/,
    );
  });
});

test("a sprint or a start without a team is refused, not ignored", async () => {
  const settings = await load("none.yaml", "seed: 1\n");
  await expect(assessOptionsOf({ start: "2027-01-11" }, settings, {})).rejects.toThrow(
    /--team and --velocity/,
  );
  const team = await load("team.yaml", "team: {people: 2, velocity: 20}\n");
  expect((await assessOptionsOf({ start: "2027-01-11" }, team, {})).team).toMatchObject({
    people: 2,
    start: "2027-01-11",
  });
});

test.each(["javascript:alert(1)//{path}", "https://host/{commit}", "https://host/{file}/{path}"])(
  "--source-url %s is refused",
  async (template) => {
    const flags = { pdf: false, overwrite: false, "pdf-full": false, "source-url": template };
    const settings = await load("none.yaml", "seed: 1\n");
    expect(() => outputOf(flags, settings, false)).toThrow(/--source-url/);
  },
);
