import { expect, test } from "vitest";
import type { OptionEstimate } from "../../src/effort/estimate.ts";
import { recommend } from "../../src/effort/recommend.ts";
import { pricingInput } from "./scenario.ts";

const option = (name: OptionEstimate["option"], hoursP80: number): OptionEstimate => ({
  option: name,
  points: hoursP80 / 3,
  hoursP80,
  calendarDaysP80: hoursP80 / 10,
  functionsChanged: 1,
  residualDebt: 0,
  risks: [],
});
const options = [
  option("awaitletFirst", 800),
  option("balanced", 900),
  option("fullAsyncio", 1200),
  option("threads", 850),
];
const deep = pricingInput({
  verdicts: Array.from({ length: 30 }, (_, index) => ({
    function: `m${index}.f`,
    direct: index === 0,
  })),
});
const team = { people: 2, velocity: 20, sprintDays: 14, start: "2027-01-11" };
const answersOf = (given: Parameters<typeof recommend>[1]) =>
  recommend(deep, given).answers.map(({ answer }) => answer);

test("the four answers come from the repository, and resources from the calendar", () => {
  expect(answersOf({ options, team: undefined })).toEqual(["yes", "unknown", "yes", "yes"]);
  expect(answersOf({ options, team })).toEqual(["yes", "no", "yes", "yes"]);
  expect(answersOf({ options, team: { ...team, start: "2026-11-23" } })).toEqual([
    "yes",
    "yes",
    "yes",
    "yes",
  ]);
});

test("deeply rooted and short of time: the way out with the least work", () => {
  expect(recommend(deep, { options, team }).option).toBe("awaitletFirst");
  expect(recommend(deep, { options, team: undefined }).option).toBe("balanced");
});

test("native threads at less than a third of any other option are recommended, at half they are not", () => {
  const at = (hours: number) => [...options.slice(0, 3), option("threads", hours)];
  const shallow = pricingInput({ verdicts: [{ function: "web.serve", direct: true }] });
  expect(recommend(shallow, { options: at(250), team: undefined }).option).toBe("threads");
  expect(recommend(shallow, { options: at(400), team: undefined }).option).toBe("fullAsyncio");
});
