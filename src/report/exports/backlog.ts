import type { Assessment } from "../../assessment/assessment.ts";
import { plural, say, type Text } from "../../sentence.ts";
import { inRanges } from "../id-ranges.ts";
import type { Words } from "../words.ts";

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
export function listTickets({ plan, repository }: Assessment, words: Words): Ticket[] {
  const storyOf = new Map(plan.stories.map((story) => [story.id, story]));
  return plan.epics.flatMap((epic) => {
    const stories = epic.stories.flatMap((id) => storyOf.get(id) ?? []);
    return [
      epicTicket(epic, stories, repository.name, words),
      ...stories.map((story) => storyTicket(story, epic, words)),
    ];
  });
}

function epicTicket(
  epic: Epic,
  stories: readonly Story[],
  repository: string,
  words: Words,
): Ticket {
  return {
    id: epic.id,
    type: "Epic",
    title: `${epic.title} (${repository})`,
    body: words.say(
      say`${plural(stories.length, "# story", "# stories")}, ${plural(epic.points, "# point", "# points")}. Leaving Eventlet: ${epic.title}.`,
    ),
    points: epic.points,
    hours: Math.round(stories.reduce((sum, { hours }) => sum + hours.likely, 0) * 100) / 100,
    wave: epic.wave,
    labels: ["eventlet", `wave-${epic.wave}`],
    after: [],
  };
}

function storyTicket(story: Story, epic: Epic, words: Words): Ticket {
  return {
    id: story.id,
    type: "Story",
    title: story.title,
    body: describe(story, words),
    parent: epic.id,
    points: story.points,
    hours: story.hours.likely,
    wave: story.wave,
    labels: ["eventlet", `wave-${story.wave}`],
    after: story.after,
  };
}

/** Paragraphs and lists: in Markdown a line right below a list would belong to its last item. */
function describe(story: Story, words: Words): string {
  const { functions, paths, points, hours, after, acceptance, packages } = story;
  const list = (title: Text, items: readonly string[]) =>
    items.length === 0
      ? []
      : [
          [
            `${words.say(title)}:`,
            ...items.slice(0, PATHS_SHOWN).map((item) => `- ${item}`),
            ...more(items, words),
          ].join("\n"),
        ];
  const range = [hours.low, hours.likely, hours.high]
    .map((value) => words.number(value))
    .join(" / ");
  return [
    words.say(
      say`${plural(points, "# point", "# points")}; ${range} hours (optimistic / likely / pessimistic).`,
    ),
    ...(after.length === 0 ? [] : [words.say(say`After: ${inRanges(after)}.`)]),
    ...list(say`Files`, paths),
    ...list(say`Functions`, functions),
    ...list(say`Done when`, acceptance),
    words.say(say`Work packages: ${packages.slice(0, PATHS_SHOWN)}.`),
  ].join("\n\n");
}

function more(items: readonly string[], words: Words): string[] {
  const hidden = items.length - PATHS_SHOWN;
  return hidden > 0 ? [`- ${words.t("page.andMore", { n: hidden })}`] : [];
}
