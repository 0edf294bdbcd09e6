import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseCsv } from "csv-parse/sync";
import ICAL from "ical.js";
import { marked, type Tokens } from "marked";
import { readSheet } from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import type { Assessment } from "../../src/assessment/assessment.ts";
import { app, freshFolder, runCli } from "./run-cli.ts";

const cwd = freshFolder();
const TEAM = ["--team", "2", "--velocity", "12", "--start", "2027-01-11"];
const TRACKERS = ["jira", "azure", "gitlab", "generic"].flatMap((name) => ["--csv", name]);
const run = runCli(
  [
    app("crawler"),
    "--no-cache",
    "--out",
    ".",
    "--format",
    "html,json,csv,xlsx,sarif,markdown,ics,github",
    ...TEAM,
    ...TRACKERS,
  ],
  { cwd },
);
const read = (name: string) => readFileSync(join(cwd, name), "utf8");
const assessment = () => JSON.parse(read("assessment.json")) as Assessment;
const rows = (name: string): Record<string, string>[] => parseCsv(read(name), { columns: true });
const total = (values: readonly number[]) =>
  Math.round(values.reduce((sum, value) => sum + value, 0) * 100) / 100;

/** What people read has one decimal: the rows come to the whole but for the rounding of each. */
function expectToAddUp(shown: readonly number[], whole: number): void {
  for (const value of shown) expect(Math.round(value * 10) / 10).toBe(value);
  expect(Math.abs(total(shown) - whole)).toBeLessThanOrEqual(shown.length * 0.05);
}

test("all formats come from one run", () => {
  expect(run.stderr).toBe("");
  expect(run.status).toBe(0);
});

describe("the sum of the parts is the whole in every export", () => {
  test("stories in the generic CSV", () => {
    const stories = rows("backlog-generic.csv").filter(({ type }) => type === "Story");
    expect(total(stories.map(({ points }) => Number(points)))).toBe(
      assessment().estimate.points.likely,
    );
  });

  test("functions in functions.csv", () => {
    const { functions } = assessment();
    expect(total(rows("functions.csv").map(({ points }) => Number(points)))).toBe(
      total(functions.map(({ points }) => points)),
    );
  });

  test("packages in the workbook", async () => {
    const sheet = await readSheet(join(cwd, "estimate.xlsx"), "Packages");
    expect(total(sheet.slice(1).map((row) => Number(row[6])))).toBe(
      assessment().estimate.points.likely,
    );
  });

  test("packages in the workbook of another language, whose sheets have other names", async () => {
    const wish = ["--lang", "de", "--format", "xlsx", "--out", "de"];
    expect(runCli(["render", "assessment.json", ...wish], { cwd }).status).toBe(0);
    const sheet = await readSheet(join(cwd, "de", "estimate.xlsx"), "Pakete");
    expect(total(sheet.slice(1).map((row) => Number(row[6])))).toBe(
      assessment().estimate.points.likely,
    );
  });

  test("packages in the HTML: the rows, and the foot of the table", () => {
    const table = tableWith(read("report.html"), 'aria-label="Largest work packages"');
    const { estimate } = assessment();
    expectToAddUp(columnOf(table.rows, 3), estimate.points.likely);
    expect(columnOf(table.foot, 3)).toEqual([Number(estimate.points.likely.toFixed(1))]);
  });

  test("stories and sprints in the HTML, and the epics drawn over them", () => {
    const page = read("report.html");
    expect(page).toContain('id="chart-gantt"');
    const { estimate, plan } = assessment();
    const stories = tableWith(page, 'aria-label="Stories"');
    expect(stories.rows).toHaveLength(plan.stories.length);
    expectToAddUp(columnOf(stories.rows, 3), estimate.points.likely);
    const sprints = tableWith(page, 'aria-label="Sprints"');
    expectToAddUp(columnOf(sprints.rows, 2), estimate.points.likely);
  });

  test("stories in the Markdown, read back as a table", () => {
    const stories = markdownTables(read("assessment.md"), "Story");
    expectToAddUp(
      stories.map((row) => Number(row["Points"]?.replaceAll(",", ""))),
      assessment().estimate.points.likely,
    );
    const ranges = markdownTables(read("assessment.md"), "");
    const { hours, points } = assessment().estimate;
    expect(ranges).toContainEqual({ "": "Hours", ...asTexts(hours) });
    expect(ranges).toContainEqual({ "": "Points", ...asTexts(points) });
  });

  test("stories and packages in the JSON", () => {
    const { estimate, plan } = assessment();
    const { likely } = estimate.points;
    expect(total(estimate.packages.map(({ points }) => points.likely))).toBe(likely);
    expect(total(plan.stories.map(({ points }) => points))).toBe(likely);
    expect(total(plan.epics.map(({ points }) => points))).toBe(likely);
    expect(total(plan.sprints.map(({ points }) => points))).toBe(likely);
  });

  test("stories in the workbook and in each tracker's file", async () => {
    const { likely } = assessment().estimate.points;
    const sheet = await readSheet(join(cwd, "estimate.xlsx"), "Stories");
    expect(total(sheet.slice(1).map((row) => Number(row[4])))).toBe(likely);
    for (const [name, type] of [
      ["jira", "Issue Type"],
      ["azure", "Work Item Type"],
    ] as const) {
      const stories = rows(`backlog-${name}.csv`).filter((row) => row[type] !== "Epic");
      expect(total(stories.map((row) => Number(row["Story Points"]))), name).toBe(likely);
    }
  });

  test("the HTML tells the percentiles", () => {
    const { p80 } = assessment().estimate.hours;
    expect(read("report.html")).toContain(Math.round(p80).toLocaleString("en"));
  });
});

type Cells = readonly (readonly string[])[];

/** A table of the page, read without any of the program's own code. */
function tableWith(page: string, mark: string): { readonly rows: Cells; readonly foot: Cells } {
  const start = page.indexOf(mark);
  expect(start, mark).toBeGreaterThan(0);
  const table = page.slice(start, page.indexOf("</table>", start));
  const part = (name: string) =>
    (new RegExp(`<${name}[^>]*>(.*)</${name}>`, "s").exec(table)?.[1] ?? "")
      .split("<tr")
      .slice(1)
      .map((row) =>
        [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = ""]) =>
          cell.replace(/<[^>]*>/g, "").trim(),
        ),
      );
  return { rows: part("tbody"), foot: part("tfoot") };
}

function columnOf(cells: Cells, column: number): number[] {
  return cells.map((row) => Number((row[column] ?? "").replaceAll(",", "")));
}

/** The tables of a Markdown text that have `first` among their first two headings, row by row. */
function markdownTables(text: string, first: string): Record<string, string>[] {
  return marked.lexer(text).flatMap((token) => {
    if (token.type !== "table") return [];
    const { header, rows } = token as Tokens.Table;
    const names = header.map((cell) => cell.text);
    if (!names.slice(0, 2).includes(first)) return [];
    return rows.map((cells) =>
      Object.fromEntries(cells.map((cell, index) => [names[index] ?? "", cell.text])),
    );
  });
}

function asTexts({ p50, p80, p95 }: { p50: number; p80: number; p95: number }) {
  const shown = (value: number) => value.toLocaleString("en", { maximumSignificantDigits: 2 });
  return { P50: shown(p50), P80: shown(p80), P95: shown(p95) };
}

describe("trackers take what they ask for", () => {
  test("Jira: a summary in each row, parents before their children", () => {
    const jira = rows("backlog-jira.csv");
    const seen = new Set<string>();
    for (const row of jira) {
      expect(row["Summary"]).not.toBe("");
      if (row["Parent"] !== "") expect(seen).toContain(row["Parent"]);
      seen.add(row["Issue ID"] ?? "");
    }
    expect(
      read("backlog-jira.csv")
        .split("\r\n")[0]
        ?.match(/Labels/g),
    ).toHaveLength(2);
  });

  test("Jira: a story is linked to each story that waits for it", () => {
    const [header = [], ...cells] = parseCsv(read("backlog-jira.csv")) as string[][];
    const columns = header.flatMap((name, column) => (name === "Link Blocks" ? [column] : []));
    const idOf = (row: readonly string[] | undefined) =>
      /^\[(\S+)\]/.exec(row?.[header.indexOf("Summary")] ?? "")?.[1];
    const byNumber = new Map(cells.map((row) => [row[header.indexOf("Issue ID")], row]));
    const linked = cells.flatMap((row) =>
      columns
        .filter((column) => row[column] !== "")
        .map((column) => `${idOf(row)} ${idOf(byNumber.get(row[column]))}`),
    );
    const planned = assessment().plan.stories.flatMap(({ id, after }) =>
      after.map((other) => `${other} ${id}`),
    );
    expect(planned.length).toBeGreaterThan(0);
    expect(linked.sort()).toEqual(planned.sort());
  });

  test("Azure: a type and one title in each row", () => {
    for (const row of rows("backlog-azure.csv")) {
      expect(["Epic", "User Story"]).toContain(row["Work Item Type"]);
      expect([row["Title 1"], row["Title 2"]].filter((title) => title !== "")).toHaveLength(1);
    }
  });

  test("GitLab: title and description with quick actions", () => {
    for (const row of rows("backlog-gitlab.csv"))
      expect(row["description"]).toMatch(/\/weight \d+/);
  });

  test("GitHub: one JSON body a line, and a script that a shell accepts", () => {
    const bodies = read("github-issues.jsonl")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(bodies).toHaveLength(rows("backlog-generic.csv").length);
    for (const body of bodies) expect(Object.keys(body)).toEqual(["title", "body", "labels"]);
  });
});

test("iCalendar holds one all-day event per sprint", () => {
  const calendar = new ICAL.Component(ICAL.parse(read("sprints.ics")));
  const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  const { sprints } = assessment().plan;
  expect(events.map(({ startDate }) => startDate.toString())).toEqual(
    sprints.map(({ start }) => start),
  );
  for (const line of read("sprints.ics").split("\r\n"))
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
});

test("SARIF has one result for each reaching function of the program, with its path as a flow", () => {
  const { runs } = JSON.parse(read("assessment.sarif"));
  const own = assessment().functions.filter(({ isTest }) => !isTest);
  expect(runs[0].results).toHaveLength(own.length);
  const withPath = runs[0].results.filter(
    (result: { codeFlows?: unknown }) => result.codeFlows !== undefined,
  );
  expect(withPath.length).toBe(own.filter(({ evidence }) => evidence.length > 0).length);
});

test("the same run gives the same bytes in every format", () => {
  const other = freshFolder();
  runCli(
    [
      app("crawler"),
      "--no-cache",
      "--workers",
      "1",
      "--out",
      ".",
      "--format",
      "html,json,csv,xlsx,sarif,markdown,ics,github",
      ...TEAM,
      ...TRACKERS,
    ],
    { cwd: other, env: { TZ: "Pacific/Auckland", LC_ALL: "de_DE.UTF-8" } },
  );
  for (const name of [
    "report.html",
    "assessment.json",
    "functions.csv",
    "estimate.xlsx",
    "assessment.sarif",
    "assessment.md",
    "sprints.ics",
    "github-issues.jsonl",
    "backlog-jira.csv",
  ]) {
    expect(readFileSync(join(other, name)).equals(readFileSync(join(cwd, name))), name).toBe(true);
  }
});
