import type { Assessment } from "../../assessment/assessment.ts";

type Epic = Assessment["plan"]["epics"][number];
type Story = Assessment["plan"]["stories"][number];

/** One ticket: an epic, or a story below it. Parents come before their children. */
export interface Ticket {
  readonly id: string;
  readonly type: "Epic" | "Story";
  readonly title: string;
  readonly body: string;
  readonly parent?: string;
  readonly points: number;
  readonly hours: number;
  readonly wave: number;
  readonly labels: readonly string[];
  readonly after: readonly string[];
}

const PATHS_SHOWN = 20;

/** The plan as tickets, in the order in which trackers want to read them. */
export function listTickets({ plan, repository }: Assessment): Ticket[] {
  const storyOf = new Map(plan.stories.map((story) => [story.id, story]));
  return plan.epics.flatMap((epic) => {
    const stories = epic.stories.flatMap((id) => storyOf.get(id) ?? []);
    return [
      epicTicket(epic, stories, repository.name),
      ...stories.map((story) => storyTicket(story, epic)),
    ];
  });
}

function epicTicket(epic: Epic, stories: readonly Story[], repository: string): Ticket {
  return {
    id: epic.id,
    type: "Epic",
    title: `${epic.title} (${repository})`,
    body: `${stories.length} stories, ${epic.points} points. Leaving Eventlet: ${epic.title}.`,
    points: epic.points,
    hours: Math.round(stories.reduce((sum, { hours }) => sum + hours.likely, 0) * 100) / 100,
    wave: epic.wave,
    labels: ["eventlet", `wave-${epic.wave}`],
    after: [],
  };
}

function storyTicket(story: Story, epic: Epic): Ticket {
  return {
    id: story.id,
    type: "Story",
    title: story.title,
    body: describe(story),
    parent: epic.id,
    points: story.points,
    hours: story.hours.likely,
    wave: story.wave,
    labels: ["eventlet", `wave-${story.wave}`],
    after: story.after,
  };
}

function describe({ functions, paths, points, hours, after, acceptance, packages }: Story): string {
  const list = (title: string, items: readonly string[]) =>
    items.length === 0
      ? []
      : [`${title}:`, ...items.slice(0, PATHS_SHOWN).map((item) => `- ${item}`), ...more(items)];
  return [
    `${points} points; ${hours.low} / ${hours.likely} / ${hours.high} hours (optimistic / likely / pessimistic).`,
    ...(after.length === 0 ? [] : [`After: ${after.join(", ")}.`]),
    ...list("Files", paths),
    ...list("Functions", functions),
    ...list("Done when", acceptance),
    `Work packages: ${packages.slice(0, PATHS_SHOWN).join(", ")}.`,
  ].join("\n");
}

function more(items: readonly string[]): string[] {
  return items.length > PATHS_SHOWN ? [`- and ${items.length - PATHS_SHOWN} more`] : [];
}
