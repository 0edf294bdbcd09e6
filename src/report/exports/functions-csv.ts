import type { Assessment, FunctionAssessment } from "../../assessment/assessment.ts";
import type { RenderedFile } from "../rendered-file.ts";
import { type Cell, toCsv } from "./csv.ts";

const COLUMNS: Readonly<Record<string, (fn: FunctionAssessment) => Cell>> = {
  function: ({ id }) => id,
  path: ({ path }) => path,
  line: ({ line }) => line,
  kind: ({ kind }) => kind,
  test: ({ isTest }) => (isTest ? "yes" : "no"),
  reach: ({ reach }) => reach,
  via: ({ via }) => via.join(" "),
  verdict: ({ verdict }) => verdict,
  roles: ({ roles }) => roles.join(" "),
  confidence: ({ confidence }) => confidence,
  reason: ({ reason }) => reason,
  obstacles: ({ obstacles }) => [...new Set(obstacles.map(({ id }) => id))].join(" "),
  depth: ({ depth }) => depth,
  leverage: ({ leverage }) => leverage,
  wave: ({ wave }) => wave,
  points: ({ points }) => points,
  "hours low": ({ hours }) => hours.low,
  "hours likely": ({ hours }) => hours.likely,
  "hours high": ({ hours }) => hours.high,
  evidence: ({ evidence }) =>
    evidence.map(({ path, line, calls }) => `${path}:${line} → ${calls}`).join(" | "),
};

/** Every function that reaches, one a row: the full list behind the report's capped tables. */
export function renderFunctionsCsv({ functions }: Assessment): RenderedFile {
  const rows = functions.map((fn) => Object.values(COLUMNS).map((cell) => cell(fn)));
  return { name: "functions.csv", content: toCsv(Object.keys(COLUMNS), rows) };
}
