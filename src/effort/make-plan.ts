import type { Epic, Estimate, Plan, Sprint, Story } from "./estimate.ts";
import type { PricingInput } from "./price-functions.ts";
import { hundredths } from "./three-point.ts";
import { writeStories } from "./write-stories.ts";

export interface Team {
  readonly people: number;
  /** Points per sprint. */
  readonly velocity: number;
  /** Calendar days of a sprint. */
  readonly sprintDays: number;
  /** ISO date of the first sprint's first day. */
  readonly start?: string;
}

/** Stories in the order of work, gathered in epics; with a team also sprints and finish dates. */
export function makePlan(input: PricingInput, estimate: Estimate, team: Team | undefined): Plan {
  const { endOfSupport } = input.model;
  const stories = writeStories(input, estimate.packages);
  return {
    epics: gatherEpics(stories),
    stories,
    sprints: team === undefined ? [] : fillSprints(stories, team, endOfSupport.value),
    ...(team === undefined ? {} : { team }),
    ...(team?.start === undefined ? {} : { finish: finishDates(estimate, team, team.start) }),
    endOfSupport: endOfSupport.value,
  };
}

function gatherEpics(stories: readonly Story[]): Epic[] {
  const groups = new Map<string, Story[]>();
  for (const story of stories) groups.set(story.epic, [...(groups.get(story.epic) ?? []), story]);
  return [...groups].map(([title, members], index) => ({
    id: `E-${String(index + 1).padStart(2, "0")}`,
    title,
    stories: members.map(({ id }) => id),
    points: hundredths(members.reduce((sum, { points }) => sum + points, 0)),
    wave: Math.min(...members.map(({ wave }) => wave)),
  }));
}

/** Stories go into sprints in order, as many as the velocity carries; a story is never cut. */
function fillSprints(stories: readonly Story[], team: Team, endOfSupport: string): Sprint[] {
  const filled: { stories: string[]; points: number }[] = [];
  let current = { stories: [] as string[], points: 0 };
  for (const { id, points } of stories) {
    if (current.points + points > team.velocity && current.stories.length > 0) {
      filled.push(current);
      current = { stories: [], points: 0 };
    }
    current.stories.push(id);
    current.points += points;
  }
  if (current.stories.length > 0) filled.push(current);
  return filled.map((sprint, index) => {
    const dates = team.start === undefined ? {} : sprintDates(team.start, index, team.sprintDays);
    const isAfterEndOfSupport = dates.end !== undefined && dates.end > endOfSupport;
    return {
      number: index + 1,
      ...dates,
      stories: sprint.stories,
      points: hundredths(sprint.points),
      isAfterEndOfSupport,
    };
  });
}

function sprintDates(start: string, index: number, days: number): { start?: string; end?: string } {
  return { start: addDays(start, index * days), end: addDays(start, (index + 1) * days - 1) };
}

/** The last day of the sprint in which the points of each percentile are done. */
function finishDates({ points }: Estimate, team: Team, start: string): NonNullable<Plan["finish"]> {
  const finish = (needed: number) =>
    addDays(start, Math.max(1, Math.ceil(needed / team.velocity)) * team.sprintDays - 1);
  return { p50: finish(points.p50), p80: finish(points.p80), p95: finish(points.p95) };
}

const MONTH_STARTS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

/** ISO date arithmetic in the proleptic Gregorian calendar (days from civil, Howard Hinnant's algorithm): no clock, no time zone. */
function addDays(iso: string, days: number): string {
  const [year = 1970, month = 1, day = 1] = iso.split("-").map(Number);
  return civil(dayNumber(year, month, day) + days);
}

function dayNumber(year: number, month: number, day: number): number {
  const past = year - 1;
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return past * 365 + leaps + (MONTH_STARTS[month - 1] ?? 0) + leapDay + day - 1;
}

function civil(number: number): string {
  let year = Math.floor(number / 365.2425) + 1;
  while (dayNumber(year, 1, 1) > number) year--;
  while (dayNumber(year + 1, 1, 1) <= number) year++;
  let month = 12;
  while (dayNumber(year, month, 1) > number) month--;
  const day = number - dayNumber(year, month, 1) + 1;
  return [
    String(year).padStart(4, "0"),
    String(month).padStart(2, "0"),
    String(day).padStart(2, "0"),
  ].join("-");
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
