import { expect, test } from "vitest";
import type { WorkPackage } from "../../src/effort/estimate.ts";
import { serialHours } from "../../src/effort/serial-time.ts";
import type { Wave } from "../../src/readiness/readiness.ts";

const part = (wave: number, hours: number): WorkPackage => ({
  id: `${wave}/${hours}`,
  title: "",
  kind: "function",
  epic: "",
  wave,
  functions: [],
  paths: [],
  points: { low: 0, likely: 0, high: 0 },
  hours: { low: hours, likely: hours, high: hours },
  terms: [],
  after: [],
});
const wave = (number: number, ...after: number[]): Wave => ({
  number,
  title: "",
  kind: "service",
  entries: [],
  functions: [],
  after,
});

test("waves that wait for each other add up, others run side by side", () => {
  const packages = [part(0, 4), part(1, 10), part(2, 12), part(3, 5)];
  expect(serialHours(packages, [wave(1), wave(2), wave(3)])).toBe(4 + 12 + 5);
  expect(serialHours(packages, [wave(1), wave(2, 1), wave(3)])).toBe(4 + 10 + 12 + 5);
});

test("a large package can be shared out", () => {
  expect(serialHours([part(1, 500)], [wave(1)])).toBe(24);
});

test("nothing to do takes no time", () => {
  expect(serialHours([], [])).toBe(0);
});
