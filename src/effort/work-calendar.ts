import type { Wave } from "../readiness/readiness.ts";
import { addDays, daysBetween } from "./civil-date.ts";
import type { EffortModel } from "./effort-model.ts";
import type { Percentiles, Plan, WorkPackage } from "./estimate.ts";
import { serialHours } from "./serial-time.ts";

export interface Team {
  readonly people: number;
  /** Points per sprint. */
  readonly velocity: number;
  /** Calendar days of a sprint. */
  readonly sprintDays: number;
  /** ISO date of the first sprint's first day. */
  readonly start?: string;
}

const WORKDAYS_PER_DAY = 5 / 7;

/**
 * Working days of a team at each percentile of the hours, risks included. A day brings what the
 * velocity promises (at this estimate's hours per point), and never more than the people have:
 * each further person costs all of them a share. No number of people shortens the chain of waves.
 */
export function workingDays(
  hours: Percentiles,
  packages: readonly WorkPackage[],
  waves: readonly Wave[],
  model: EffortModel,
  team: Team,
): Percentiles {
  const serial = serialHours(packages, waves) / model.hoursPerDay.value;
  const perDay = hoursPerDay(packages, model, team);
  const days = (value: number) => Math.ceil(Math.max(value / perDay, serial));
  return { p50: days(hours.p50), p80: days(hours.p80), p95: days(hours.p95) };
}

function hoursPerDay(
  packages: readonly WorkPackage[],
  { coordination, hoursPerDay }: EffortModel,
  { people, velocity, sprintDays }: Team,
): number {
  const efficiency = Math.max(0.3, 1 - coordination.value * (people - 1));
  const byPeople = people * hoursPerDay.value * efficiency;
  const total = (unit: "points" | "hours") =>
    packages.reduce((sum, part) => sum + part[unit].likely, 0);
  if (total("points") === 0) return byPeople;
  const sprintHours = (velocity * total("hours")) / total("points");
  return Math.min(byPeople, sprintHours / (sprintDays * WORKDAYS_PER_DAY));
}

/** The last day of the sprint in which so many working days are done. */
export function finishDate(workdays: number, { sprintDays }: Team, start: string): string {
  const sprints = Math.max(1, Math.ceil(workdays / (sprintDays * WORKDAYS_PER_DAY)));
  return addDays(start, sprints * sprintDays - 1);
}

export function finishDates(
  days: Percentiles,
  team: Team,
  start: string,
): NonNullable<Plan["finish"]> {
  const at = (value: number) => finishDate(value, team, start);
  return { p50: at(days.p50), p80: at(days.p80), p95: at(days.p95) };
}

/** Points a sprint that would end the work, at so many working days now, before the end of support. */
export function velocityNeeded(
  workdays: number,
  { velocity, sprintDays }: Team,
  start: string,
  endOfSupport: string,
): number | undefined {
  const sprints = Math.floor((daysBetween(start, endOfSupport) + 1) / sprintDays);
  if (sprints < 1) return undefined;
  return Math.ceil((velocity * workdays) / (sprintDays * WORKDAYS_PER_DAY) / sprints);
}
