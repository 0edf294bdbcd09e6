import { CHART_WIDTH } from "../chart.ts";
import type { Svg } from "../svg.ts";
import { drawing, element, fittedLabel, label } from "../svg.ts";

export interface PathStep {
  readonly name: string;
  /** Where it stands: `pkg/mod.py:12`; for the API at the end, what it is. */
  readonly place: string;
  /** A verdict, or `api` for the end of the path. */
  readonly kind: string;
  readonly verdict: string;
  readonly isCertain: boolean;
}

const ROW = 54;
const BOX = 38;
/** Width of a letter of the code font at 12 pixels. */
const CODE_LETTER = 7.3;

/** A chain of calls from top to bottom, down to the API that waits. */
export function drawCallPath(
  steps: readonly PathStep[],
  alt: { readonly id: string; readonly title: string; readonly description: string },
): string {
  const drawn = steps.map((step, index) => drawStep(step, index, index + 1 < steps.length));
  return drawing({ width: CHART_WIDTH, height: steps.length * ROW - (ROW - BOX) + 2 }, alt, drawn);
}

function drawStep(step: PathStep, index: number, hasNext: boolean): Svg {
  const top = index * ROW + 1;
  const indent = Math.min(index * 14, 140);
  const width = CHART_WIDTH - indent - 2;
  const arrowX = indent + 26;
  return element(
    "g",
    { class: `step step-${step.kind}` },
    element("rect", { x: indent + 1, y: top, width, height: BOX, rx: 4, class: "box" }),
    element("rect", { x: indent + 1, y: top, width: 6, height: BOX, class: `v-${step.kind}` }),
    fittedLabel(
      step.name,
      width - 170,
      { x: indent + 16, y: top + 16, class: "code-name" },
      CODE_LETTER,
    ),
    fittedLabel(step.place, width - 170, { x: indent + 16, y: top + 31, class: "place" }),
    label(step.verdict, { x: CHART_WIDTH - 12, y: top + 23, "text-anchor": "end", class: "value" }),
    ...(hasNext ? [drawArrow(arrowX, top + BOX, step.isCertain)] : []),
  );
}

function drawArrow(x: number, y: number, isCertain: boolean): Svg {
  const end = y + ROW - BOX - 1;
  return element(
    "g",
    { class: isCertain ? "arrow" : "arrow is-guessed" },
    element("line", { x1: x, x2: x, y1: y, y2: end - 4 }),
    element("path", { d: `M${x - 4} ${end - 6}L${x} ${end}L${x + 4} ${end - 6}Z` }),
  );
}
