import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { CHART_WIDTH } from "../chart.ts";
import type { Svg } from "../svg.ts";
import { drawing, element, label } from "../svg.ts";

export interface DistributionMark {
  readonly value: number;
  /** Chance that the work takes no longer, 0 to 1. */
  readonly share: number;
  readonly name: string;
}

export interface DistributionAxis {
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
  readonly unit: string;
}

const TOP = 16;
const LEFT = 48;
const HEIGHT = 250;
const BASE = HEIGHT - 42;

/** How likely the work is done within so many hours: the cumulative curve with three marks. */
export function drawDistribution(
  points: readonly { readonly q: number; readonly hours: number }[],
  marks: readonly DistributionMark[],
  axis: DistributionAxis,
  alt: { readonly id: string; readonly title: string; readonly description: string },
): string {
  const hours = [...points.map((point) => point.hours), ...marks.map((mark) => mark.value)];
  const x = scaleLinear([Math.min(...hours), Math.max(...hours)], [LEFT, CHART_WIDTH - 24]).nice(6);
  const y = scaleLinear([0, 1], [BASE, TOP]);
  type Point = (typeof points)[number];
  const curve = line<Point>(
    (point) => x(point.hours),
    (point) => y(point.q),
  );
  const below = area<Point>(
    (point) => x(point.hours),
    BASE,
    (point) => y(point.q),
  );
  curve.digits(2);
  below.digits(2);
  return drawing({ width: CHART_WIDTH, height: HEIGHT }, alt, [
    ...drawAxes(x, y, axis),
    element("path", { d: below(points as Point[]) ?? "", class: "area" }),
    element("path", { d: curve(points as Point[]) ?? "", class: "curve" }),
    ...marks.map((mark) => drawMark(mark, x, y)),
  ]);
}

type Scale = ((value: number) => number) & { readonly ticks: (count: number) => number[] };

function drawAxes(x: Scale, y: (value: number) => number, axis: DistributionAxis): Svg[] {
  const shares = [0, 0.25, 0.5, 0.75, 1];
  return [
    ...shares.flatMap((share) => [
      element("line", {
        x1: LEFT,
        x2: CHART_WIDTH - 24,
        y1: y(share),
        y2: y(share),
        class: share === 0 ? "axis" : "grid",
      }),
      label(axis.percent(share), {
        x: LEFT - 8,
        y: y(share) + 4,
        "text-anchor": "end",
        class: "name",
      }),
    ]),
    ...x.ticks(6).map((tick) =>
      label(axis.number(tick), {
        x: x(tick),
        y: BASE + 18,
        "text-anchor": "middle",
        class: "name",
      }),
    ),
    label(axis.unit, { x: CHART_WIDTH - 24, y: HEIGHT - 6, "text-anchor": "end", class: "place" }),
  ];
}

function drawMark(
  mark: DistributionMark,
  x: (value: number) => number,
  y: (value: number) => number,
): Svg {
  const [left, top] = [x(mark.value), y(mark.share)];
  const isRight = left < CHART_WIDTH - 100;
  return element(
    "g",
    {},
    element("line", { x1: left, x2: left, y1: top, y2: BASE, class: "mark" }),
    element("circle", { cx: left, cy: top, r: 4, class: "dot" }),
    label(mark.name, {
      x: isRight ? left + 9 : left - 9,
      y: top + 16,
      "text-anchor": isRight ? "start" : "end",
      class: "value",
    }),
  );
}
