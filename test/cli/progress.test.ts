import { expect, test, vi } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";

function watched(columns: number) {
  const written: string[] = [];
  let clock = 0;
  const progress = createProgress(
    { columns, write: (text) => written.push(text.replace("\r\u001b[2K", "")) },
    () => clock,
  );
  const wait = (milliseconds: number): void => {
    clock += milliseconds;
  };
  return { progress, written, wait };
}

test("one line tells the stage and the counts, and is gone in the end", () => {
  const { progress, written, wait } = watched(80);
  progress.stage("Parsing");
  wait(100);
  progress.update(1500, 3000);
  progress.done();
  expect(written).toEqual(["Parsing …", "Parsing 1,500 of 3,000 (50 %)", ""]);
});

test("a hundred updates in one moment are one line", () => {
  const { progress, written, wait } = watched(80);
  progress.stage("Parsing");
  wait(100);
  for (let done = 0; done < 100; done += 1) progress.update(done, 100);
  expect(written).toHaveLength(2);
});

test("the line never wraps on a narrow terminal", () => {
  const { progress, written } = watched(10);
  progress.stage("Solving the call graph");
  expect(written).toEqual(["Solving t"]);
});

test("nobody watching, nothing is written", () => {
  const written = [vi.spyOn(process.stderr, "write"), vi.spyOn(process.stdout, "write")];
  const progress = createProgress(undefined);
  progress.stage("Parsing");
  progress.update(1, 2);
  progress.done();
  const counts = written.map(({ mock }) => mock.calls.length);
  vi.restoreAllMocks();
  expect(counts).toEqual([0, 0]);
});
