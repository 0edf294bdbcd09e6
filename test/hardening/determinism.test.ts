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

test("the result is the same bytes with one worker and with two, cold and warm", () => {
  const { cold, others } = variations(MANY_LINES, PAGES);
  expect(Object.keys(cold)).toEqual(["assessment.json", "report.html"]);
  for (const other of others) expect(other).toEqual(cold);
}, 600_000);

test("all formats are the same bytes in another folder, time zone, language and order", () => {
  const { cold, others } = variations(FEW_LINES, EVERYTHING);
  expect(Object.keys(cold).length).toBeGreaterThan(8);
  for (const other of others) expect(other).toEqual(cold);
}, 600_000);

function variations(lines: number, formats: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), "assess-same-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const first = join(root, "here/lifelike");
  const second = join(root, "quite/elsewhere/other-name");
  generateRepository(first, lines, 3);
  copyBackwards(first, second);
  const here = { TZ: "UTC", LC_ALL: "C", LANG: "C", UV_THREADPOOL_SIZE: "1" };
  const there = { TZ: "Asia/Kathmandu", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", COLUMNS: "99" };
  const run = (repository: string, cache: string, workers: number, env: Run["env"]) =>
    digests({
      repository,
      cache: join(root, cache),
      workers,
      env,
      formats,
      out: mkdtempSync(join(root, "out-")),
    });
  const cold = run(first, "one", 1, here);
  const others = [
    run(second, "two", 2, there),
    run(first, "one", 2, here),
    run(second, "one", 1, there),
  ];
  return { cold, others };
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
