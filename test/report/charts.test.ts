import { describe, expect, test } from "vitest";
import { drawBars } from "../../src/report/charts/bars.ts";
import { drawCallPath } from "../../src/report/charts/call-path.ts";
import { drawDistribution } from "../../src/report/charts/distribution.ts";
import { drawGantt } from "../../src/report/charts/gantt.ts";
import { drawHeatMap } from "../../src/report/charts/heat-map.ts";
import { drawStackedBar } from "../../src/report/charts/stacked-bar.ts";
import { drawTornado } from "../../src/report/charts/tornado.ts";
import { HOSTILE } from "./render-fixture.ts";

const alt = { id: "c", title: `T ${HOSTILE.script}`, description: "D" };
const name = HOSTILE.closing;
const drawings: Readonly<Record<string, string>> = {
  bars: drawBars(
    [
      { name, value: 3, shown: name },
      { name: HOSTILE.long, value: 0, shown: "0" },
    ],
    alt,
  ),
  callPath: drawCallPath(
    [
      { name, place: name, kind: "redesign", verdict: name, isCertain: true },
      { name: HOSTILE.long, place: "p", kind: "api", verdict: "v", isCertain: false },
    ],
    alt,
  ),
  distribution: drawDistribution(
    [
      { q: 0.1, hours: 1 },
      { q: 0.9, hours: 9 },
    ],
    [{ value: 5, share: 0.5, name }],
    { number: String, percent: String, unit: name },
    alt,
  ),
  gantt: drawGantt(
    [{ name, from: 1, to: 2, shown: name }],
    { columns: ["1", "2"], markAfter: 1, markName: name },
    alt,
  ),
  heatMap: drawHeatMap([{ group: name, name, size: 3, share: 0.5, shown: name }], alt),
  stackedBar: drawStackedBar([{ kind: "redesign", name, value: 2, shown: name }], 640, alt),
  tornado: drawTornado([{ name, low: -1, high: 2, shownLow: name, shownHigh: name }], alt),
};

describe.each(Object.entries(drawings))("%s", (_, svg) => {
  test("has a name and a description, and its text is escaped", () => {
    expect(svg).toMatch(/role="img" aria-labelledby="c-title c-desc"/);
    expect(svg).toContain('<desc id="c-desc">D</desc>');
    expect(svg).not.toMatch(/<script|<img/);
  });

  test("every number in it is a number", () => {
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});

test("the parts of a stacked bar fill it in proportion, and a small one stays visible", () => {
  const svg = drawStackedBar(
    [
      { kind: "asyncio-ready", name: "a", value: 9999, shown: "9999" },
      { kind: "redesign", name: "b", value: 1, shown: "1" },
    ],
    640,
    alt,
  );
  const widths = [...svg.matchAll(/width="([\d.]+)" height="34" class="v-/g)].map(([, width]) =>
    Number(width),
  );
  expect(widths[1]).toBeGreaterThanOrEqual(2);
  expect((widths[0] ?? 0) + (widths[1] ?? 0)).toBeCloseTo(636, 0);
});

test("nothing to draw is drawn as nothing, not as an error", () => {
  expect(drawStackedBar([], 640, alt)).toContain("v-unaffected");
  expect(drawHeatMap([], alt)).not.toMatch(/NaN/);
  expect(drawBars([], alt)).not.toMatch(/NaN|Infinity/);
});
