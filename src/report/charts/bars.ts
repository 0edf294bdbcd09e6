import { scaleLinear } from "d3-scale";
import { CHART_WIDTH } from "../chart.ts";
import type { Svg } from "../svg.ts";
import { drawing, element, fittedLabel, label } from "../svg.ts";

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The value as text, at the end of the bar. */
  readonly shown: string;
  /** A class that marks the bar, such as `is-chosen`. */
  readonly mark?: string;
}

const ROW = 26;
const NAMES = 190;
const VALUES = 110;

/** Horizontal bars from nought, each with its name before and its number behind it. */
export function drawBars(
  bars: readonly Bar[],
  alt: { readonly id: string; readonly title: string; readonly description: string },
): string {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const scale = scaleLinear([0, most], [0, CHART_WIDTH - NAMES - VALUES]);
  const rows = bars.map((bar, index) => drawBar(bar, index * ROW, scale(bar.value)));
  return drawing({ width: CHART_WIDTH, height: bars.length * ROW + 6 }, alt, [
    ...rows,
    element("line", { x1: NAMES, x2: NAMES, y1: 0, y2: bars.length * ROW + 4, class: "axis" }),
  ]);
}

function drawBar(bar: Bar, top: number, length: number): Svg {
  const middle = top + ROW / 2 + 4;
  return element(
    "g",
    { class: bar.mark },
    fittedLabel(bar.name, NAMES - 14, {
      x: NAMES - 10,
      y: middle,
      "text-anchor": "end",
      class: "name",
    }),
    element("rect", {
      x: NAMES,
      y: top + 5,
      width: Math.max(1, length),
      height: ROW - 8,
      class: "bar",
    }),
    label(bar.shown, { x: NAMES + length + 8, y: middle, class: "value" }),
  );
}
