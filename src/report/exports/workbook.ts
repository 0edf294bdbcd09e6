import writeXlsxFile, { type Cell as XlsxCell } from "write-excel-file/node";
import type { Assessment } from "../../assessment/assessment.ts";
import { type Sentence, say, type Text } from "../../sentence.ts";
import type { RenderedFile } from "../rendered-file.ts";
import type { Words } from "../words.ts";
import { fixZipTimes } from "./fix-zip-times.ts";

type Row = XlsxCell[];

const text = (value: string): XlsxCell => ({ value, type: String, wrap: true });
const label = (value: string): XlsxCell => ({ value, type: String, fontWeight: "bold" });
const number = (value: number): XlsxCell => ({ value, type: Number, format: "#,##0.00" });
const formula = (value: string): XlsxCell => ({ value, type: "Formula", format: "#,##0.00" });

/** The sheets by their names in the reader's language: formulas refer to them. */
const sheetNames = (words: Words) => ({
  rates: words.say(say`Rates`),
  packages: words.say(say`Packages`),
  stories: words.say(say`Stories`),
  functions: words.say(say`Functions`),
});

/** Cells of the sheet of rates that the formulas of the others refer to. */
function ratesOf(words: Words) {
  const cell = (row: number) => `'${sheetNames(words).rates}'!$B$${row}`;
  return { hoursPerPoint: cell(2), pace: cell(3), hoursPerDay: cell(4), dayRate: cell(5) };
}

/**
 * The estimate as a workbook with live formulas: a client changes the rates and sees the totals
 * move. Repository text is always a string cell, so that nothing in it can become a formula.
 */
export async function renderWorkbook(assessment: Assessment, words: Words): Promise<RenderedFile> {
  const names = sheetNames(words);
  const sheets = [
    { sheet: names.rates, data: ratesSheet(assessment, words), columns: widths(34, 16, 70) },
    {
      sheet: names.packages,
      data: packagesSheet(assessment, words),
      columns: widths(34, 60, 14, 24, 8, 12, 12, 12, 12, 14),
    },
    {
      sheet: names.stories,
      data: storiesSheet(assessment, words),
      columns: widths(10, 70, 24, 8, 12, 12, 14, 20),
    },
    {
      sheet: names.functions,
      data: functionsSheet(assessment, words),
      columns: widths(60, 44, 8, 20, 12, 10, 8, 60),
    },
  ];
  const bytes = await writeXlsxFile(sheets).toBuffer();
  return { name: "estimate.xlsx", content: fixZipTimes(bytes) };
}

/** What the shipped model takes for a day, for assessments that do not say it. */
const USUAL_DAY = 6;

function widths(...columns: readonly number[]): { width: number }[] {
  return columns.map((width) => ({ width }));
}

function ratesSheet({ estimate, repository }: Assessment, words: Words): Row[] {
  const sum = (column: string) =>
    formula(
      `SUM('${sheetNames(words).packages}'!$${column}$2:$${column}$${estimate.packages.length + 1})`,
    );
  const points = estimate.points.likely;
  const perPoint = points === 0 ? 0 : estimate.hours.likely / points;
  const row = (name: Sentence, cell: XlsxCell, note?: Text): Row => [
    text(words.say(name)),
    cell,
    ...(note === undefined ? [] : [text(words.say(note))]),
  ];
  const heading = (...names: readonly Sentence[]): Row =>
    names.map((name) => label(words.say(name)));
  const { hours, cost, hoursPerDay = USUAL_DAY } = estimate;
  return [
    heading(
      say`Leaving Eventlet: ${repository.name}`,
      say`Value`,
      say`What it is; change the values in column B`,
    ),
    row(say`Hours per point`, number(perPoint), say`average of this estimate, learning included`),
    row(say`Pace`, number(1), say`1 is the profile of this estimate; 1.2 is a fifth slower`),
    row(say`Hours per day`, number(hoursPerDay), say`focused hours in a working day`),
    row(say`Day rate`, number(cost?.dayRate ?? 0), cost?.currency ?? say`currency of your choice`),
    [],
    heading(say`Totals`, say`Value`),
    row(say`Points`, sum("G"), say`sum of all packages, likely`),
    row(say`Hours`, sum("I"), say`at the rates above`),
    row(say`Days`, formula(`B9/${ratesOf(words).hoursPerDay}`)),
    row(say`Cost`, sum("J")),
    [],
    row(say`P50 hours`, number(hours.p50), say`simulated; fixed values of this run`),
    row(say`P80 hours`, number(hours.p80)),
    row(say`P95 hours`, number(hours.p95)),
  ];
}

function packagesSheet({ estimate }: Assessment, words: Words): Row[] {
  const rates = ratesOf(words);
  const header = [
    say`id`,
    say`package`,
    say`kind`,
    say`epic`,
    say`wave`,
    say`points low`,
    say`points likely`,
    say`points high`,
    say`hours`,
    say`cost`,
  ];
  const rows = estimate.packages.map(({ id, title, kind, epic, wave, points }, index): Row => {
    const row = index + 2;
    return [
      text(id),
      text(title),
      text(kind),
      text(epic),
      { value: wave, type: Number },
      number(points.low),
      number(points.likely),
      number(points.high),
      formula(`G${row}*${rates.hoursPerPoint}*${rates.pace}`),
      formula(`I${row}/${rates.hoursPerDay}*${rates.dayRate}`),
    ];
  });
  return [header.map((name) => label(words.say(name))), ...rows];
}

function storiesSheet({ plan }: Assessment, words: Words): Row[] {
  const rates = ratesOf(words);
  const header = [
    say`id`,
    say`story`,
    say`epic`,
    say`wave`,
    say`points`,
    say`hours`,
    say`cost`,
    say`after`,
  ];
  const rows = plan.stories.map(({ id, title, epic, wave, points, after }, index): Row => {
    const row = index + 2;
    return [
      text(id),
      text(title),
      text(epic),
      { value: wave, type: Number },
      number(points),
      formula(`E${row}*${rates.hoursPerPoint}*${rates.pace}`),
      formula(`F${row}/${rates.hoursPerDay}*${rates.dayRate}`),
      text(after.join(" ")),
    ];
  });
  return [header.map((name) => label(words.say(name))), ...rows];
}

function functionsSheet({ functions }: Assessment, words: Words): Row[] {
  const header = [
    say`function`,
    say`path`,
    say`line`,
    say`verdict`,
    say`reach`,
    say`points`,
    say`wave`,
    say`reason`,
  ];
  const rows = functions.map(
    ({ id, path, line, verdict, reach, points, wave, reason }): Row => [
      text(id),
      text(path),
      { value: line, type: Number },
      text(verdict),
      text(reach),
      number(points),
      { value: wave, type: Number },
      text(reason),
    ],
  );
  return [header.map((name) => label(words.say(name))), ...rows];
}
