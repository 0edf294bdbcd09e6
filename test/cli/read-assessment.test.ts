import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readAssessment } from "../../src/cli/read-assessment.ts";
import { planView } from "../../src/report/sections/plan.ts";
import { contextOf, SMALL } from "../report/render-fixture.ts";

const saved = (value: unknown): Promise<string> => savedBytes(Buffer.from(JSON.stringify(value)));

async function savedBytes(bytes: Buffer): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "assess-read-")), "assessment.json");
  await writeFile(path, bytes);
  return path;
}

test("an assessment from before temporary bridges were listed is read, and nothing is said of them", async () => {
  const { temporaryBridges: _, ...before } = SMALL;
  const assessment = await readAssessment(await saved(before));
  const { bridges } = planView(await contextOf({ assessment }));
  expect(bridges).toMatchObject({ isKnown: false, total: 0, waves: [] });
  expect(planView(await contextOf()).bridges.isKnown).toBe(true);
});

test("what another version made, and this one cannot read, says so and what to do", async () => {
  const { waves: _, ...other } = { ...SMALL, tool: { name: "assess", version: "0.0.9" } };
  await expect(readAssessment(await saved(other))).rejects.toMatchObject({
    code: "NOT_AN_ASSESSMENT",
    message: expect.stringMatching(/was made by assess 0\.0\.9, .*'waves'/),
    advice: expect.stringContaining("Assess the repository again"),
  });
});

test("what names no program is no assessment", async () => {
  await expect(readAssessment(await saved({ schemaVersion: "1.0" }))).rejects.toMatchObject({
    message: expect.stringContaining("is not an assessment made by assess"),
  });
});

test("an assessment packed by gzip is read", async () => {
  const packed = gzipSync(JSON.stringify(SMALL));
  expect(await readAssessment(await savedBytes(packed))).toEqual(SMALL);
  await expect(
    readAssessment(await savedBytes(packed.subarray(0, packed.length / 2))),
  ).rejects.toMatchObject({ message: expect.stringContaining("cannot be unpacked") });
});

test("what unpacks to more than any assessment is refused", async () => {
  const member = gzipSync(Buffer.alloc(101_000_000), { level: 1 });
  const bomb = Buffer.concat([member, member, member, member, member]);
  await expect(readAssessment(await savedBytes(bomb))).rejects.toMatchObject({
    code: "INPUT_TOO_LARGE",
  });
});
