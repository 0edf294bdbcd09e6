import { expect, test } from "vitest";
import { noPython, noSuchPath, outputNotWritable } from "../../src/failure.ts";

const systemError = (code: string): Error =>
  Object.assign(new Error(`${code}: it failed`), { code });

test("a name with control characters cannot draw on the terminal", () => {
  expect(noSuchPath("a\u001b[31m\nb\u202e").message).toBe(
    "a\\u{1b}[31m\\u{a}b\\u{202e} does not exist.",
  );
});

test("a full disk has its own advice", () => {
  expect(outputNotWritable("out", systemError("ENOSPC"))).toMatchObject({
    code: "DISK_FULL",
    message: "out was not written: the disk is full.",
  });
  expect(outputNotWritable("out", systemError("EROFS"))).toMatchObject({
    code: "OUTPUT_NOT_WRITABLE",
    message: "out cannot be written: the file system is read-only.",
  });
});

test("an empty repository is told from one of which all was skipped", () => {
  expect(noPython("repo", 0).advice).toContain("Name the root folder");
  expect(noPython("repo", 3)).toMatchObject({
    message: expect.stringContaining("3 files and folders were skipped"),
    advice: expect.stringContaining("--include"),
  });
});
