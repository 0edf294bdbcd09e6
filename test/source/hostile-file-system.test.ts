import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSource } from "../../src/source/read-source.ts";
import { codes, makeTree, paths, skipped } from "./temp-tree.ts";

test("links are never followed, and circles do no harm", async () => {
  const outside = makeTree({ "secret.py": "password = 1\n" });
  const root = makeTree({ "pkg/__init__.py": "", "pkg/a.py": "" });
  symlinkSync(outside, join(root, "elsewhere"));
  symlinkSync(join(outside, "secret.py"), join(root, "secret.py"));
  symlinkSync("..", join(root, "pkg/up"));
  symlinkSync("pkg/a.py", join(root, "again.py"));
  symlinkSync("loop.py", join(root, "loop.py"));
  const tree = await readSource(root);
  expect(paths(tree)).toEqual(["pkg/__init__.py", "pkg/a.py"]);
  expect(skipped(tree)).toEqual({
    "again.py": "link",
    elsewhere: "link-outside",
    "loop.py": "link",
    "pkg/up": "link",
    "secret.py": "link-outside",
  });
  expect(codes(tree)).toEqual(["broken-link"]);
});

test("a root that is itself a link is read", async () => {
  const root = makeTree({ "real/app.py": "" });
  symlinkSync("real", join(root, "alias"));
  const tree = await readSource(join(root, "alias"));
  expect(paths(tree)).toEqual(["app.py"]);
  expect(tree.repository.name).toBe("alias");
});

test("a pipe or a device with a Python name stops nothing", async () => {
  const root = makeTree({ "app.py": "" });
  execFileSync("mkfifo", [join(root, "pipe.py"), join(root, ".gitignore"), join(root, "script")]);
  const tree = await readSource(root);
  expect(paths(tree)).toEqual(["app.py"]);
  expect(skipped(tree)).toEqual({ "pipe.py": "not-a-regular-file" });
});

test("names need not be text, nor on one line", async () => {
  const root = makeTree({ "new\nline.py": "" });
  const folder = Buffer.from(`${root}/`);
  writeFileSync(
    Buffer.concat([folder, Buffer.from([0x63, 0x61, 0x66, 0xe9]), Buffer.from(".py")]),
    "",
  );
  mkdirSync(Buffer.concat([folder, Buffer.from([0xff])]));
  writeFileSync(Buffer.concat([folder, Buffer.from([0xff]), Buffer.from("/é.py")]), "x = 1\n");
  const tree = await readSource(root);
  expect(paths(tree)).toEqual(["\\xff/é.py", "caf\\xe9.py", "new\nline.py"]);
});

test("a file beyond the limit is skipped with its size, one at the limit is read", async () => {
  const root = makeTree({ "big.py": "#".repeat(2001), "fits.py": "#".repeat(2000) });
  const tree = await readSource(root, { maxFileBytes: 2000 });
  expect(paths(tree)).toEqual(["fits.py"]);
  expect(tree.diagnostics).toMatchObject([
    { code: "file-too-large", severity: "error", path: "big.py" },
  ]);
});

test("bytes that are no text are skipped; a few NULs are read as blanks", async () => {
  const root = makeTree({
    "compiled.py": new Uint8Array(4096),
    "nul.py": `${"x = 1\n".repeat(100)}y = "\0"\n`,
  });
  const tree = await readSource(root);
  expect(paths(tree)).toEqual(["nul.py"]);
  expect(tree.files[0]?.text).toContain('y = " "\n');
  expect(tree.diagnostics).toMatchObject([
    { code: "file-binary", path: "compiled.py" },
    { code: "nul-byte", path: "nul.py", line: 101 },
  ]);
});

test("files that vanish or change while they are read are diagnostics at most", async () => {
  const root = makeTree(
    Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`m${index}.py`, "x = 1\n"])),
  );
  let moved = 0;
  const tree = await readSource(root, {
    onProgress: () => {
      for (const at of [120, 200, 299].slice(moved)) {
        const path = join(root, `m${at}.py`);
        renameSync(path, `${path}.gone`);
        moved += 1;
      }
    },
  });
  const vanished = tree.skipped.filter(({ why }) => why === "vanished");
  expect(tree.files.length + vanished.length).toBe(300);
  expect(codes(tree)).toEqual(vanished.map(() => "file-vanished"));
});

test("what may not be read is told, and the rest is assessed", async () => {
  const names = ["app.py", "locked.py", "locked/b.py", "own/locked.py", "own/requirements.txt"];
  const root = makeTree(Object.fromEntries(names.map((name) => [name, ""])));
  for (const path of ["locked.py", "locked", "own/locked.py", "own/requirements.txt"])
    chmodSync(join(root, path), 0);
  const program = `import(${JSON.stringify(new URL("../../dist/source/read-source.js", import.meta.url).href)})
    .then(async ({ readSource }) => {
      const refusal = await readSource("locked").catch(({ code }) => code);
      const single = await readSource("own/locked.py").catch(({ code }) => code);
      const { files, skipped, diagnostics } = await readSource(".");
      console.log(JSON.stringify({ refusal, single, files: files.length, skipped, diagnostics }));
    });`;
  // root may read everything, so it gives that power away first.
  const command =
    process.getuid?.() === 0
      ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", process.execPath]
      : [process.execPath];
  const [name = "", ...args] = [...command, "-e", program];
  const told = JSON.parse(execFileSync(name, args, { cwd: root, encoding: "utf8" }));
  chmodSync(join(root, "locked"), 0o700);
  expect(told).toMatchObject({
    refusal: "NOT_READABLE",
    single: "NOT_READABLE",
    files: 1,
    skipped: [
      { path: "locked.py", why: "unreadable" },
      { path: "locked/", why: "unreadable" },
      { path: "own/locked.py", why: "unreadable" },
    ],
    diagnostics: [
      { code: "file-unreadable", severity: "error" },
      { code: "folder-unreadable", severity: "error" },
      { code: "file-unreadable", severity: "error" },
      { code: "file-unreadable", severity: "warning", path: "own/requirements.txt" },
    ],
  });
});
