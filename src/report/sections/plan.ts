import type { Chart } from "../chart.ts";
import { chartTexts } from "../chart.ts";
import type { GanttAxis, GanttRow } from "../charts/gantt.ts";
import { drawGantt } from "../charts/gantt.ts";
import { sayInstead } from "../recommended-instead.ts";
import type { SectionContext } from "../section.ts";
import { appendixCapOf, capOf, capped, locate } from "../section.ts";
import { bridgesView } from "./temporary-bridges.ts";

type Plan = SectionContext["assessment"]["plan"];

/** In which order the work is done: waves, epics, sprints, and when it ends. */
export function planView(context: SectionContext) {
  const { assessment, words } = context;
  const { plan, waves } = assessment;
  return {
    instead: sayInstead(context),
    waves: waves.map((wave) => ({
      ...wave,
      kindName: words.t(`wave.${wave.kind}`),
      functionCount: wave.functions.length,
      entries: capped(wave.entries, 6),
      after: wave.after.map(String),
      points: sumOf(plan.stories.filter((story) => story.wave === wave.number)),
    })),
    outside: lastAfter(assessment),
    hub: hubOf(context),
    bridges: bridgesView(context),
    epics: plan.epics,
    stories: capped(plan.stories, capOf(context, 40, 300)),
    sprints: sprintsOf(context),
    team: plan.team,
    finish: plan.finish,
    velocityNeeded: plan.velocityNeeded,
    timesNeeded: words.number((plan.velocityNeeded ?? 0) / (plan.team?.velocity ?? 1), 1),
    endOfSupport: plan.endOfSupport,
    isLate: plan.finish !== undefined && plan.finish.p80 > plan.endOfSupport,
    gantt: ganttOf(context),
  };
}

/** Validation and roll-out come after the last wave; absent where no story does. */
function lastAfter({ plan, waves }: SectionContext["assessment"]): number | undefined {
  const last = Math.max(0, ...waves.map(({ number }) => number));
  return plan.stories.find(({ wave }) => wave > last)?.wave;
}

/** Sprint by sprint; on paper the first half year: what is years away is planned anew before it comes. */
function sprintsOf(context: SectionContext) {
  const { plan } = context.assessment;
  const titles = new Map(plan.stories.map(({ id, title }) => [id, title]));
  const { items, ...cap } = capped(plan.sprints, appendixCapOf(context, 13, plan.sprints.length));
  const sprints = items.map((sprint) => ({
    ...sprint,
    stories: capped(
      sprint.stories.map((id) => ({ id, title: titles.get(id) ?? "" })),
      capOf(context, 12, 30),
    ),
    dates: sprint.start === undefined ? undefined : { start: sprint.start, end: sprint.end ?? "" },
  }));
  return { items: sprints, ...cap };
}

/** What has to go before the first wave can be done; absent where nothing has. */
function hubOf({ assessment, link }: SectionContext) {
  const { switched, isAllowed, blockers, eventletVersion } = assessment.hub;
  if (switched || (blockers.length === 0 && isAllowed !== "no")) return undefined;
  const version = isAllowed === "no" ? eventletVersion : undefined;
  const findings = blockers.map(({ what, path, line }) => ({ what, at: locate(link, path, line) }));
  return { version, findings: capped(findings, MOST_FINDINGS) };
}

const MOST_FINDINGS = 6;

function sumOf(items: readonly { readonly points: number }[]): number {
  return items.reduce((sum, { points }) => sum + points, 0);
}

/** Epics over sprints; without sprints, over their own points in the order of work. */
function ganttOf({ assessment, words }: SectionContext): Chart | undefined {
  const { plan } = assessment;
  if (plan.epics.length === 0) return undefined;
  const hasSprints = plan.sprints.length > 0;
  const rows = hasSprints
    ? rowsBySprint(plan, words.t.bind(words))
    : rowsByPoints(plan, words.t.bind(words));
  if (rows.length === 0) return undefined;
  const text = chartTexts(words, hasSprints ? "gantt" : "order");
  return {
    ...text,
    svg: drawGantt(rows, axisOf(plan, rows, words.t.bind(words)), text),
    isLabelled: true,
    columns: [
      words.t("column.epic"),
      words.t("column.from"),
      words.t("column.to"),
      words.t("column.points"),
    ],
    rows: rows.map((row) => [row.name, words.number(row.from), words.number(row.to), row.shown]),
  };
}

type Translate = SectionContext["words"]["t"];

function rowsBySprint(plan: Plan, t: Translate): GanttRow[] {
  return plan.epics.flatMap((epic) => {
    const numbers = plan.sprints
      .filter((sprint) => sprint.stories.some((id) => epic.stories.includes(id)))
      .map((sprint) => sprint.number);
    if (numbers.length === 0) return [];
    return [
      {
        name: epic.title,
        from: Math.min(...numbers),
        to: Math.max(...numbers),
        shown: t("unit.points", { n: epic.points }),
      },
    ];
  });
}

function rowsByPoints(plan: Plan, t: Translate): GanttRow[] {
  const total = Math.max(1, sumOf(plan.epics));
  let done = 0;
  return plan.epics.map((epic) => {
    const from = Math.floor((done / total) * 10) + 1;
    done += epic.points;
    return {
      name: epic.title,
      from,
      to: Math.max(from, Math.ceil((done / total) * 10)),
      shown: t("unit.points", { n: epic.points }),
    };
  });
}

function axisOf(plan: Plan, rows: readonly GanttRow[], t: Translate): GanttAxis {
  if (plan.sprints.length === 0) {
    const last = Math.max(...rows.map((row) => row.to));
    return { columns: Array.from({ length: last }, () => "") };
  }
  const late = plan.sprints.findIndex((sprint) => sprint.isAfterEndOfSupport);
  return {
    columns: plan.sprints.map((sprint) => String(sprint.number)),
    ...(late < 0 ? {} : { markAfter: late, markName: t("plan.endOfSupport") }),
  };
}
