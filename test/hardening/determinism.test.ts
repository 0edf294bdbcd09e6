import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { generateRepository } from "../bench/generate-repository.mjs";
import { runCli } from "../e2e/run-cli.ts";

/** Enough that worker threads are worth their start. */
const MANY_LINES = 45_000;
const FEW_LINES = 3000;
const PAGES = ["--format", "html,json"];
const EVERYTHING = [
  ...["--format", "html,json,csv,xlsx,sarif,markdown,ics,github"],
  ...["--csv", "jira", "--csv", "azure", "--csv", "gitlab", "--pdf"],
  ...["--team", "3", "--velocity", "20", "--start", "2027-01-04"],
];

interface Run {
  readonly repository: string;
  readonly out: string;
  readonly cache: string;
  readonly workers: number;
  readonly formats: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const HERE = { TZ: "UTC", LC_ALL: "C", LANG: "C", UV_THREADPOOL_SIZE: "1" };
const THERE = { TZ: "Asia/Kathmandu", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", COLUMNS: "99" };

test("the result is the same bytes with one worker and with two, cold and warm", () => {
  const { first, second, run } = lab(MANY_LINES, PAGES);
  const cold = run(first, "one", 1, HERE);
  expect(Object.keys(cold)).toEqual(["assessment.json", "report.html"]);
  expect(run(second, "two", 2, THERE)).toEqual(cold);
  expect(run(first, "one", 2, HERE)).toEqual(cold);
  expect(run(second, "one", 1, THERE)).toEqual(cold);
});

test("all formats are the same bytes in another folder, time zone, language and order", () => {
  const { first, second, run } = lab(FEW_LINES, EVERYTHING);
  const cold = run(first, "one", 1, HERE);
  expect(Object.keys(cold).length).toBeGreaterThan(8);
  expect(run(second, "two", 1, THERE)).toEqual(cold);
});

/** A generated program in two folders, and a way to assess it with a cache of that name. */
function lab(lines: number, formats: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), "assess-same-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const first = join(root, "here/lifelike");
  const second = join(root, "quite/elsewhere/other-name");
  generateRepository(first, lines, 3);
  copyBackwards(first, second);
  const run = (repository: string, cache: string, workers: number, env: Run["env"]) => {
    const out = mkdtempSync(join(root, "out-"));
    return digests({ repository, cache: join(root, cache), workers, env, formats, out });
  };
  return { first, second, run };
}

/** The same files in another order on the disk, with other dates. */
function copyBackwards(from: string, to: string): void {
  const paths = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.toSorted().toReversed()) {
    const copy = join(to, path.slice(from.length));
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, readFileSync(path));
    utimesSync(copy, 1_000_000_000, 1_000_000_000);
  }
}

function digests({ repository, out, cache, workers, formats, env }: Run): Record<string, string> {
  const words = [repository, "--out", out, "--cache-dir", cache, "--workers", String(workers)];
  const { status, stderr } = runCli([...words, ...formats], { env });
  // Where there is no browser the PDF is missing, and everything else is compared.
  if (status !== 0) expect(stderr).toContain("NO_BROWSER");
  return Object.fromEntries(
    readdirSync(out)
      .toSorted()
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(out, name)))
          .digest("hex"),
      ]),
  );
}
