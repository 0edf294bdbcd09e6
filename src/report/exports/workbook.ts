import writeXlsxFile, { type Cell as XlsxCell } from "write-excel-file/node";
import type { Assessment } from "../../assessment/assessment.ts";
import type { RenderedFile } from "../rendered-file.ts";
import { fixZipTimes } from "./fix-zip-times.ts";

type Row = XlsxCell[];

const text = (value: string): XlsxCell => ({ value, type: String, wrap: true });
const label = (value: string): XlsxCell => ({ value, type: String, fontWeight: "bold" });
const number = (value: number): XlsxCell => ({ value, type: Number, format: "#,##0.00" });
const formula = (value: string): XlsxCell => ({ value, type: "Formula", format: "#,##0.00" });

/** Cells of the Rates sheet that the formulas of the others refer to. */
const RATES = {
  hoursPerPoint: "Rates!$B$2",
  pace: "Rates!$B$3",
  hoursPerDay: "Rates!$B$4",
  dayRate: "Rates!$B$5",
} as const;

/**
 * The estimate as a workbook with live formulas: a client changes the rates and sees the totals
 * move. Repository text is always a string cell, so that nothing in it can become a formula.
 */
export async function renderWorkbook(assessment: Assessment): Promise<RenderedFile> {
  const sheets = [
    { sheet: "Rates", data: ratesSheet(assessment), columns: widths(34, 16, 70) },
    {
      sheet: "Packages",
      data: packagesSheet(assessment),
      columns: widths(34, 60, 14, 24, 8, 12, 12, 12, 12, 14),
    },
    {
      sheet: "Stories",
      data: storiesSheet(assessment),
      columns: widths(10, 70, 24, 8, 12, 12, 14, 20),
    },
    {
      sheet: "Functions",
      data: functionsSheet(assessment),
      columns: widths(60, 44, 8, 20, 12, 10, 8, 60),
    },
  ];
  const bytes = await writeXlsxFile(sheets).toBuffer();
  return { name: "estimate.xlsx", content: fixZipTimes(bytes) };
}

function widths(...columns: readonly number[]): { width: number }[] {
  return columns.map((width) => ({ width }));
}

function ratesSheet({ estimate, repository }: Assessment): Row[] {
  const last = estimate.packages.length + 1;
  const points = estimate.points.likely;
  const perPoint = points === 0 ? 0 : estimate.hours.likely / points;
  return [
    [
      label(`Leaving Eventlet: ${repository.name}`),
      label("Value"),
      label("What it is; change the values in column B"),
    ],
    [
      text("Hours per point"),
      number(perPoint),
      text("average of this estimate, learning included"),
    ],
    [text("Pace"), number(1), text("1 is the profile of this estimate; 1.2 is a fifth slower")],
    [text("Hours per day"), number(6), text("focused hours in a working day")],
    [
      text("Day rate"),
      number(estimate.cost?.dayRate ?? 0),
      text(estimate.cost?.currency ?? "currency of your choice"),
    ],
    [],
    [label("Totals"), label("Value")],
    [text("Points"), formula(`SUM(Packages!$G$2:$G$${last})`), text("sum of all packages, likely")],
    [text("Hours"), formula(`SUM(Packages!$I$2:$I$${last})`), text("at the rates above")],
    [text("Days"), formula(`B9/${RATES.hoursPerDay}`)],
    [text("Cost"), formula(`SUM(Packages!$J$2:$J$${last})`)],
    [],
    [text("P50 hours"), number(estimate.hours.p50), text("simulated; fixed values of this run")],
    [text("P80 hours"), number(estimate.hours.p80)],
    [text("P95 hours"), number(estimate.hours.p95)],
  ];
}

function packagesSheet({ estimate }: Assessment): Row[] {
  const header = [
    "id",
    "package",
    "kind",
    "epic",
    "wave",
    "points low",
    "points likely",
    "points high",
    "hours",
    "cost",
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
      formula(`G${row}*${RATES.hoursPerPoint}*${RATES.pace}`),
      formula(`I${row}/${RATES.hoursPerDay}*${RATES.dayRate}`),
    ];
  });
  return [header.map(label), ...rows];
}

function storiesSheet({ plan }: Assessment): Row[] {
  const header = ["id", "story", "epic", "wave", "points", "hours", "cost", "after"];
  const rows = plan.stories.map(({ id, title, epic, wave, points, after }, index): Row => {
    const row = index + 2;
    return [
      text(id),
      text(title),
      text(epic),
      { value: wave, type: Number },
      number(points),
      formula(`E${row}*${RATES.hoursPerPoint}*${RATES.pace}`),
      formula(`F${row}/${RATES.hoursPerDay}*${RATES.dayRate}`),
      text(after.join(" ")),
    ];
  });
  return [header.map(label), ...rows];
}

function functionsSheet({ functions }: Assessment): Row[] {
  const header = ["function", "path", "line", "verdict", "reach", "points", "wave", "reason"];
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
  return [header.map(label), ...rows];
}
