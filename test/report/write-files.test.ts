import { chmod, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeFiles } from "../../src/report/write-files.ts";

const folder = () => mkdtemp(join(tmpdir(), "assess-write-"));
const FILES = [
  { name: "a.txt", content: "one" },
  { name: "sub/b.bin", content: new Uint8Array([1, 2]) },
];

test("files appear whole, with their absolute paths", async () => {
  const out = join(await folder(), "new", "out");
  expect(await writeFiles(out, FILES)).toEqual([join(out, "a.txt"), join(out, "sub/b.bin")]);
  expect(await readFile(join(out, "a.txt"), "utf8")).toBe("one");
  expect((await readdir(out)).sort()).toEqual(["a.txt", "sub"]);
});

test("an existing file is kept, and nothing is written beside it", async () => {
  const out = await folder();
  await writeFile(join(out, "a.txt"), "old");
  await expect(writeFiles(out, [...FILES].reverse())).rejects.toMatchObject({
    code: "OUTPUT_EXISTS",
  });
  expect(await readdir(out)).toEqual(["a.txt"]);
  await writeFiles(out, FILES, { overwrite: true });
  expect(await readFile(join(out, "a.txt"), "utf8")).toBe("one");
});

test("a folder that is a file is a clear failure without leftovers", async () => {
  const out = await folder();
  await writeFile(join(out, "sub"), "in the way");
  await expect(writeFiles(out, FILES)).rejects.toMatchObject({ code: "OUTPUT_NOT_WRITABLE" });
  expect(await readdir(out)).toEqual(["sub"]);
});

test.skipIf(process.getuid?.() === 0)("a read-only folder is a clear failure", async () => {
  const out = await folder();
  await chmod(out, 0o500);
  await expect(writeFiles(out, FILES)).rejects.toMatchObject({
    code: "OUTPUT_NOT_WRITABLE",
    exitCode: 2,
  });
});
