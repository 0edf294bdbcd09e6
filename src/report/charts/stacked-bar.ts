import type { Svg } from "../svg.ts";
import { drawing, element, label } from "../svg.ts";

export interface Part {
  /** A verdict: gives the part its colour and its hatching. */
  readonly kind: string;
  readonly name: string;
  readonly value: number;
  readonly shown: string;
}

const HEIGHT = 34;

/** One bar of several parts, each with its own hatching, so that it can be read without colours. */
export function drawStackedBar(
  parts: readonly Part[],
  fullWidth: number,
  alt: { readonly id: string; readonly title: string; readonly description: string },
): string {
  const present = parts.filter((part) => part.value > 0);
  const total = present.reduce((sum, part) => sum + part.value, 0);
  const drawn: Svg[] = [];
  let left = 0;
  for (const part of present) {
    // The thinnest part stays visible; the rest share what is left.
    const width = 4 + (part.value / total) * (fullWidth - 4 * present.length);
    drawn.push(drawPart(part, left, width));
    left += width;
  }
  const empty = element("rect", {
    x: 0,
    y: 0,
    width: fullWidth,
    height: HEIGHT,
    class: "v-unaffected",
  });
  return drawing({ width: fullWidth, height: HEIGHT }, alt, drawn.length === 0 ? [empty] : drawn);
}

function drawPart(part: Part, left: number, width: number): Svg {
  const room = part.shown.length * 8 + 18;
  const plate =
    width < room
      ? []
      : [
          element("rect", {
            x: left + width / 2 - room / 2 + 4,
            y: 8,
            width: room - 8,
            height: 18,
            rx: 9,
            class: "plate",
          }),
          label(part.shown, {
            x: left + width / 2,
            y: 21.5,
            "text-anchor": "middle",
            class: "value",
          }),
        ];
  return element(
    "g",
    {},
    element("rect", {
      x: left,
      y: 0,
      width: Math.max(1, width - 2),
      height: HEIGHT,
      class: `v-${part.kind}`,
    }),
    ...plate,
  );
}
