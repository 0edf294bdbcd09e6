import { scaleLinear } from "d3-scale";
import { CHART_WIDTH } from "../chart.ts";
import type { Svg } from "../svg.ts";
import { drawing, element, fittedWords, label } from "../svg.ts";

export interface GanttRow {
  readonly name: string;
  /** First and last column (from 1), both inside the bar. */
  readonly from: number;
  readonly to: number;
  readonly shown: string;
}

export interface GanttAxis {
  readonly columns: readonly string[];
  /** Columns up to this one lie before the mark (end of support); absent: no mark. */
  readonly markAfter?: number;
  readonly markName?: string;
}

const ROW = 28;
const HEAD = 34;
const NAMES = 260;

/** Rows over columns of equal length (sprints). */
export function drawGantt(
  rows: readonly GanttRow[],
  axis: GanttAxis,
  alt: { readonly id: string; readonly title: string; readonly description: string },
): string {
  const scale = scaleLinear([0, axis.columns.length], [NAMES, CHART_WIDTH - 4]);
  const height = HEAD + rows.length * ROW + 4;
  // As many column names as there is room for.
  const every = Math.max(1, Math.ceil((axis.columns.length * 26) / (CHART_WIDTH - NAMES)));
  const grid = axis.columns.flatMap((name, index) => [
    element("line", {
      x1: scale(index),
      x2: scale(index),
      y1: HEAD - 6,
      y2: height,
      class: "grid",
    }),
    ...(index % every === 0
      ? [
          label(name, {
            x: (scale(index) + scale(index + 1)) / 2,
            y: HEAD - 12,
            "text-anchor": "middle",
            class: "name",
          }),
        ]
      : []),
  ]);
  const bars = rows.map((row, index) => drawRow(row, HEAD + index * ROW, scale));
  return drawing({ width: CHART_WIDTH, height }, alt, [
    ...grid,
    // Behind the bars, so that their numbers can be read.
    ...drawMark(axis, scale, height),
    ...bars,
  ]);
}

function drawRow(row: GanttRow, top: number, scale: (value: number) => number): Svg {
  const [left, right] = [scale(row.from - 1), scale(row.to)];
  const isRoomy = right - left > row.shown.length * 6.5 + 12;
  const flips = !isRoomy && right + row.shown.length * 6.5 + 12 > CHART_WIDTH;
  const text = isRoomy
    ? { x: left + 8, class: "on-bar" }
    : flips
      ? { x: left - 6, class: "value", "text-anchor": "end" }
      : { x: right + 6, class: "value" };
  return element(
    "g",
    {},
    fittedWords(row.name, NAMES - 14, {
      x: NAMES - 10,
      y: top + 18,
      "text-anchor": "end",
      class: "name",
    }),
    element("rect", {
      x: left + 1,
      y: top + 4,
      width: Math.max(3, right - left - 2),
      height: ROW - 8,
      rx: 3,
      class: "bar",
    }),
    label(row.shown, { ...text, y: top + 18 }),
  );
}

function drawMark(axis: GanttAxis, scale: (value: number) => number, height: number): Svg[] {
  if (axis.markAfter === undefined) return [];
  const x = scale(axis.markAfter);
  return [
    element("line", { x1: x, x2: x, y1: 12, y2: height, class: "mark" }),
    label(axis.markName ?? "", {
      x: x > CHART_WIDTH / 2 ? x - 5 : x + 5,
      y: 10,
      class: "mark-name",
      "text-anchor": x > CHART_WIDTH / 2 ? "end" : "start",
    }),
  ];
}
