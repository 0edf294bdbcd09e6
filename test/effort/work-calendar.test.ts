import { expect, test } from "vitest";
import type { WorkPackage } from "../../src/effort/estimate.ts";
import { finishDates, velocityNeeded, workingDays } from "../../src/effort/work-calendar.ts";
import { pricingInput } from "./scenario.ts";

const { model } = pricingInput({});
const hours = { p50: 300, p80: 360, p95: 450 };
const work: WorkPackage = {
  id: "w",
  title: "",
  kind: "function",
  epic: "",
  wave: 1,
  functions: [],
  paths: [],
  points: { low: 50, likely: 100, high: 200 },
  hours: { low: 150, likely: 300, high: 600 },
  terms: [],
  after: [],
};
const team = { people: 3, velocity: 20, sprintDays: 14, start: "2027-01-11" };

test("the velocity sets the pace: 20 points of three hours each in ten days", () => {
  const days = workingDays(hours, [work], [], model, team);
  expect(days).toEqual({ p50: 50, p80: 60, p95: 75 });
  expect(finishDates(days, team, team.start)).toEqual({
    p50: "2027-03-21",
    p80: "2027-04-04",
    p95: "2027-05-02",
  });
});

test("nobody works more than there are hours: a velocity beyond them changes nothing", () => {
  const fast = workingDays(hours, [work], [], model, { ...team, velocity: 500 });
  expect(fast.p50).toBe(Math.ceil(300 / (3 * 6 * 0.9)));
});

test("the velocity that would end before the end of support", () => {
  expect(velocityNeeded(60, team, team.start, "2027-02-21")).toBe(40);
  expect(velocityNeeded(60, team, team.start, "2027-01-12")).toBeUndefined();
});
