import type { Assessment, FunctionAssessment } from "../../assessment/assessment.ts";
import { groupBy } from "../../group-by.ts";
import { type Sentence, say } from "../../sentence.ts";
import type { RenderedFile } from "../rendered-file.ts";
import type { Words } from "../words.ts";
import { type Cell, toCsv } from "./csv.ts";

type Bridges = NonNullable<Assessment["temporaryBridges"]>;

const COLUMNS: readonly (readonly [
  Sentence,
  (fn: FunctionAssessment, bridges: Bridges) => Cell,
])[] = [
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
  [
    say`temporary bridges`,
    (_, bridges) =>
      bridges
        .map(
          (each) =>
            `${each.path}:${each.line} → ${each.calls.join(", ")} (${each.wave}–${each.until})`,
        )
        .join(" | "),
  ],
];

/** Every function that reaches, one a row: the full list behind the report's capped tables. */
export function renderFunctionsCsv(
  { functions, temporaryBridges = [] }: Assessment,
  words: Words,
): RenderedFile {
  const bridgesOf = groupBy(temporaryBridges, (bridge) => bridge.function);
  const header = COLUMNS.map(([name]) => words.say(name));
  const rows = functions.map((fn) =>
    COLUMNS.map(([, cell]) => cell(fn, bridgesOf.get(fn.id) ?? [])),
  );
  return { name: "functions.csv", content: toCsv(header, rows) };
}
