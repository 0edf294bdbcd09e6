import { groupBy } from "../group-by.ts";
import { inEnglish } from "../sentence.ts";
import { addDays } from "./civil-date.ts";
import type { Epic, Estimate, Plan, Sprint, Story } from "./estimate.ts";
import type { PricingInput } from "./price-functions.ts";
import { hundredths } from "./three-point.ts";
import { finishDates, type Team, velocityNeeded } from "./work-calendar.ts";
import { writeStories } from "./write-stories.ts";

/** Stories in the order of work, gathered in epics; with a team also sprints and finish dates. */
export function makePlan(input: PricingInput, estimate: Estimate, team: Team | undefined): Plan {
  const { endOfSupport } = input.model;
  const stories = writeStories(input, estimate);
  return {
    epics: gatherEpics(stories),
    stories,
    sprints: team === undefined ? [] : fillSprints(stories, team, endOfSupport.value),
    ...(team === undefined ? {} : { team }),
    ...datesOf(estimate, team, endOfSupport.value),
    endOfSupport: endOfSupport.value,
  };
}

/** Finish dates, and the velocity that would bring the likely-to-hold one (P80) before the end of support. */
function datesOf(
  { calendarDays }: Estimate,
  team: Team | undefined,
  endOfSupport: string,
): Pick<Plan, "finish" | "velocityNeeded"> {
  if (team?.start === undefined || calendarDays === undefined) return {};
  const finish = finishDates(calendarDays, team, team.start);
  if (finish.p80 <= endOfSupport) return { finish };
  const needed = velocityNeeded(calendarDays.p80, team, team.start, endOfSupport);
  return needed === undefined ? { finish } : { finish, velocityNeeded: needed };
}

function gatherEpics(stories: readonly Story[]): Epic[] {
  const groups = groupBy(stories, ({ epic }) => inEnglish(epic));
  return [...groups].map(([name, members], index) => ({
    id: `E-${String(index + 1).padStart(2, "0")}`,
    title: members[0]?.epic ?? name,
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
