import { byCodeUnits } from "../by-code-units.ts";
import { say, type Text } from "../sentence.ts";
import type { SourceTree } from "../source/source-tree.ts";
import type { Assessment, AssessmentDiagnostic, FunctionAssessment } from "./assessment.ts";

/** Lines quoted at most; a report that quotes more becomes a copy of the source. */
const LINE_CAP = 20_000;
const WIDTH_CAP = 300;

interface Excerpts {
  readonly lines: Assessment["excerpts"];
  readonly diagnostics: readonly AssessmentDiagnostic<Text>[];
}

/** The source lines that evidence paths and obstacles name, so that a saved assessment can show them. */
export function collectExcerpts(
  source: SourceTree,
  functions: readonly FunctionAssessment<Text>[],
): Excerpts {
  const wanted = wantedLines(functions);
  const lines: Record<string, Readonly<Record<string, string>>> = {};
  let room = LINE_CAP;
  for (const { path, text } of source.files) {
    const numbers = wanted.get(path);
    if (numbers === undefined) continue;
    const quoted = quote(text.split("\n"), numbers, room);
    room -= Object.keys(quoted).length;
    lines[path] = quoted;
  }
  return { lines, diagnostics: room > 0 ? [] : [capped()] };
}

function quote(
  rows: readonly string[],
  numbers: ReadonlySet<number>,
  room: number,
): Readonly<Record<string, string>> {
  const present = [...numbers].filter((number) => rows[number - 1] !== undefined);
  const chosen = present.sort((a, b) => a - b).slice(0, room);
  return Object.fromEntries(
    chosen.map((number) => [String(number), shorten(rows[number - 1] ?? "")]),
  );
}

function shorten(row: string): string {
  return row.length > WIDTH_CAP ? `${row.slice(0, WIDTH_CAP)}…` : row;
}

function wantedLines(
  functions: readonly FunctionAssessment<Text>[],
): ReadonlyMap<string, Set<number>> {
  const wanted = new Map<string, Set<number>>();
  const want = (path: string, line: number) => {
    const lines = wanted.get(path);
    if (lines === undefined) wanted.set(path, new Set([line]));
    else lines.add(line);
  };
  // The program's own functions first: they are what the cap must not cost.
  const ordered = [...functions].sort(
    (a, b) => Number(a.isTest) - Number(b.isTest) || byCodeUnits(a.id, b.id),
  );
  for (const { path, line, evidence, obstacles, isTest } of ordered) {
    if (isTest) continue;
    want(path, line);
    for (const step of evidence) want(step.path, step.line);
    for (const obstacle of obstacles) want(obstacle.path, obstacle.line);
  }
  return wanted;
}

function capped(): AssessmentDiagnostic<Text> {
  return {
    code: "excerpts-capped",
    severity: "info",
    message: say`Only the first ${LINE_CAP} lines of evidence are quoted; the others are named by path and line.`,
  };
}
