import type { Assessment } from "../../assessment/assessment.ts";
import type { BacklogFlavour } from "../formats.ts";
import type { RenderedFile } from "../rendered-file.ts";
import type { Words } from "../words.ts";
import { listTickets, type Ticket } from "./backlog.ts";
import { type Cell, toCsv } from "./csv.ts";

type Row = readonly Cell[];

/** Importers give ids of their own: ours stays in the title, where `assess calibrate` finds it again. */
const named = (id: string, title: string): string => `[${id}] ${title}`;

interface Flavour {
  readonly header: readonly string[];
  readonly row: (ticket: Ticket) => Row;
  /** Rows that the importer takes in one file. */
  readonly limit?: number;
  readonly only?: Ticket["type"];
}

/** Field names as the importers want them: Atlassian's, Microsoft's and GitLab's import documentation. */
const FLAVOURS: Readonly<Record<BacklogFlavour, Flavour>> = {
  jira: {
    // Parent refers to the Issue ID of an earlier row; a repeated column gives several labels. An epic's
    // points are those of its stories: given twice, they would be counted twice.
    header: [
      "Issue ID",
      "Issue Type",
      "Summary",
      "Description",
      "Parent",
      "Story Points",
      "Original Estimate",
      "Labels",
      "Labels",
    ],
    row: ({ id, type, title, body, parent, points, hours, labels: [first = "", second = ""] }) => [
      id,
      type,
      named(id, title),
      body,
      parent ?? "",
      type === "Epic" ? "" : points,
      type === "Epic" ? "" : Math.round(hours * 3600),
      first,
      second,
    ],
  },
  azure: {
    // No ID, State or dates for new items; Title 1 / Title 2 make the tree. At most 1,000 rows a file.
    header: [
      "Work Item Type",
      "Title 1",
      "Title 2",
      "Description",
      "Story Points",
      "Original Estimate",
      "Tags",
    ],
    row: ({ id, type, title, body, points, hours, labels }) => [
      type === "Epic" ? "Epic" : "User Story",
      type === "Epic" ? named(id, title) : "",
      type === "Epic" ? "" : named(id, title),
      body,
      type === "Epic" ? "" : points,
      type === "Epic" ? "" : hours,
      labels.join("; "),
    ],
    limit: 1000,
  },
  gitlab: {
    // Only title and description are read; quick actions at the end of the text set the rest.
    header: ["title", "description"],
    row: ({ id, title, body, points, hours, labels }) => [
      named(id, title),
      `${body}\n\n/label ${labels.map((label) => `~"${label}"`).join(" ")}\n/weight ${Math.max(1, Math.round(points))}\n/estimate ${Math.max(1, Math.round(hours))}h`,
    ],
    only: "Story",
  },
  generic: {
    header: [
      "id",
      "type",
      "parent",
      "title",
      "description",
      "points",
      "hours",
      "wave",
      "after",
      "labels",
    ],
    row: ({ id, type, parent, title, body, points, hours, wave, after, labels }) => [
      id,
      type,
      parent ?? "",
      title,
      body,
      points,
      hours,
      wave,
      after.join(" "),
      labels.join(" "),
    ],
  },
};

/** The plan for a tracker's CSV import; several files where the importer limits the rows. */
export function renderBacklogCsv(
  assessment: Assessment,
  flavour: BacklogFlavour,
  words: Words,
): RenderedFile[] {
  const { header, row, limit = Number.POSITIVE_INFINITY, only } = FLAVOURS[flavour];
  const tickets = listTickets(assessment, words).filter(
    ({ type }) => only === undefined || type === only,
  );
  const parts = cut(tickets, limit);
  return parts.map((part, index) => ({
    name: parts.length === 1 ? `backlog-${flavour}.csv` : `backlog-${flavour}-${index + 1}.csv`,
    content: toCsv(header, part.map(row)),
  }));
}

/** Parts of at most `limit` rows; each begins with the epic that its first story belongs to. */
function cut(tickets: readonly Ticket[], limit: number): Ticket[][] {
  const parts: Ticket[][] = [[]];
  let epic: Ticket | undefined;
  for (const ticket of tickets) {
    if (ticket.type === "Epic") epic = ticket;
    if ((parts.at(-1)?.length ?? 0) >= limit)
      parts.push(ticket.type === "Epic" || epic === undefined ? [] : [epic]);
    parts.at(-1)?.push(ticket);
  }
  return parts;
}
