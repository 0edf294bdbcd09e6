import { scaleLinear } from "d3-scale";
import { CHART_WIDTH } from "../chart.ts";
import { drawing, element, fittedWords, label } from "../svg.ts";

export interface TornadoRow {
  readonly name: string;
  /** Change against the middle, usually below and above nought. */
  readonly low: number;
  readonly high: number;
  readonly shownLow: string;
  readonly shownHigh: string;
}

const ROW = 28;
const NAMES = 250;
const MARGIN = 58;

/** What moves the estimate, the strongest first: a bar to either side of the middle. */
export function drawTornado(
  rows: readonly TornadoRow[],
  alt: { readonly id: string; readonly title: string; readonly description: string },
): string {
  const low = Math.min(0, ...rows.map((row) => row.low));
  const high = Math.max(1e-9, ...rows.map((row) => row.high));
  const scale = scaleLinear([low, high], [NAMES + MARGIN, CHART_WIDTH - MARGIN]);
  const height = rows.length * ROW + 6;
  const bars = rows.map((row, index) => {
    const top = index * ROW;
    const middle = top + 19;
    const [left, centre, right] = [
      scale(Math.min(0, row.low)),
      scale(0),
      scale(Math.max(0, row.high)),
    ];
    return element(
      "g",
      {},
      fittedWords(row.name, NAMES - 8, {
        x: NAMES - 6,
        y: middle,
        "text-anchor": "end",
        class: "name",
      }),
      element("rect", {
        x: left,
        y: top + 5,
        width: centre - left,
        height: ROW - 9,
        class: "bar-low",
      }),
      element("rect", {
        x: centre,
        y: top + 5,
        width: right - centre,
        height: ROW - 9,
        class: "bar",
      }),
      label(row.shownLow, { x: left - 6, y: middle, "text-anchor": "end", class: "value" }),
      label(row.shownHigh, { x: right + 6, y: middle, class: "value" }),
    );
  });
  const axis = element("line", { x1: scale(0), x2: scale(0), y1: 0, y2: height, class: "axis" });
  return drawing({ width: CHART_WIDTH, height }, alt, [...bars, axis]);
}
