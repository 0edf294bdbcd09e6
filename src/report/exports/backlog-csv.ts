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
  readonly row: (ticket: Ticket, numbers: Numbers) => Row;
  /** Column for the tickets that wait for this one, as often as the ticket with most of them needs it. */
  readonly blocks?: string;
  /** Rows that the importer takes in one file. */
  readonly limit?: number;
  readonly only?: Ticket["type"];
}

/** A ticket's place in its file, from 1: not every importer takes letters to refer to rows by. */
type Numbers = ReadonlyMap<string, number>;

/** Field names as the importers want them: Atlassian's, Microsoft's and GitLab's import documentation. */
const FLAVOURS: Readonly<Record<BacklogFlavour, Flavour>> = {
  jira: {
    // Parent refers to the Issue ID of an earlier row; a repeated column gives several labels, or several
    // links: the importer's field `Link "Blocks"` takes the Issue IDs of what this row blocks, and headings
    // must not hold quotation marks. An epic's points are those of its stories: given twice, they would be
    // counted twice.
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
    row: (ticket, numbers) => {
      const { id, type, title, body, parent = "", points, hours, labels } = ticket;
      const [first = "", second = ""] = labels;
      return [
        numbers.get(id) ?? "",
        type,
        named(id, title),
        body,
        numbers.get(parent) ?? "",
        type === "Epic" ? "" : points,
        type === "Epic" ? "" : Math.round(hours * 3600),
        first,
        second,
      ];
    },
    blocks: "Link Blocks",
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
  const { limit = Number.POSITIVE_INFINITY, only } = FLAVOURS[flavour];
  const tickets = listTickets(assessment, words).filter(
    ({ type }) => only === undefined || type === only,
  );
  const parts = cut(tickets, limit);
  return parts.map((part, index) => ({
    name: parts.length === 1 ? `backlog-${flavour}.csv` : `backlog-${flavour}-${index + 1}.csv`,
    content: tableOf(part, FLAVOURS[flavour]),
  }));
}

function tableOf(tickets: readonly Ticket[], { header, row, blocks }: Flavour): string {
  const numbers = new Map(tickets.map(({ id }, index) => [id, index + 1]));
  const rows = tickets.map((ticket) => row(ticket, numbers));
  if (blocks === undefined) return toCsv(header, rows);
  const waiting = new Map<string, number[]>(tickets.map(({ id }) => [id, []]));
  for (const [index, { after }] of tickets.entries())
    for (const id of after) waiting.get(id)?.push(index + 1);
  const links = tickets.map(({ id }) => waiting.get(id) ?? []);
  const width = links.reduce((most, { length }) => Math.max(most, length), 0);
  const columns = Array.from({ length: width }, (_, at) => at);
  return toCsv(
    [...header, ...columns.map(() => blocks)],
    rows.map((cells, index) => [...cells, ...columns.map((at) => links[index]?.[at] ?? "")]),
  );
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
