import type { Assessment, FunctionAssessment } from "../../assessment/assessment.ts";
import { type Sentence, say } from "../../sentence.ts";
import type { RenderedFile } from "../rendered-file.ts";
import type { Words } from "../words.ts";
import { type Cell, toCsv } from "./csv.ts";

const COLUMNS: readonly (readonly [Sentence, (fn: FunctionAssessment) => Cell])[] = [
  [say`function`, ({ id }) => id],
  [say`path`, ({ path }) => path],
  [say`line`, ({ line }) => line],
  [say`kind`, ({ kind }) => kind],
  [say`test`, ({ isTest }) => (isTest ? "yes" : "no")],
  [say`reach`, ({ reach }) => reach],
  [say`via`, ({ via }) => via.join(" ")],
  [say`verdict`, ({ verdict }) => verdict],
  [say`roles`, ({ roles }) => roles.join(" ")],
  [say`confidence`, ({ confidence }) => confidence],
  [say`reason`, ({ reason }) => reason],
  [say`obstacles`, ({ obstacles }) => [...new Set(obstacles.map(({ id }) => id))].join(" ")],
  [say`depth`, ({ depth }) => depth],
  [say`leverage`, ({ leverage }) => leverage],
  [say`wave`, ({ wave }) => wave],
  [say`points`, ({ points }) => points],
  [say`hours low`, ({ hours }) => hours.low],
  [say`hours likely`, ({ hours }) => hours.likely],
  [say`hours high`, ({ hours }) => hours.high],
  [
    say`evidence`,
    ({ evidence }) =>
      evidence.map(({ path, line, calls }) => `${path}:${line} → ${calls}`).join(" | "),
  ],
];

/** Every function that reaches, one a row: the full list behind the report's capped tables. */
export function renderFunctionsCsv({ functions }: Assessment, words: Words): RenderedFile {
  const header = COLUMNS.map(([name]) => words.say(name));
  const rows = functions.map((fn) => COLUMNS.map(([, cell]) => cell(fn)));
  return { name: "functions.csv", content: toCsv(header, rows) };
}
