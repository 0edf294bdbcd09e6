import type { Assessment } from "../../assessment/assessment.ts";
import { plural, say } from "../../sentence.ts";
import type { RenderedFile } from "../rendered-file.ts";
import type { Words } from "../words.ts";

/** The sprints as an iCalendar file (RFC 5545): all-day events, folded lines, no clock. */
export function renderCalendar({ plan, repository, tool }: Assessment, words: Words): RenderedFile {
  const stamp = `${(repository.date ?? "1970-01-01").slice(0, 10).replaceAll("-", "")}T000000Z`;
  const events = plan.sprints.flatMap(({ number, start, end, stories, points }) =>
    start === undefined || end === undefined
      ? []
      : [
          "BEGIN:VEVENT",
          `UID:sprint-${number}@${escapeText(repository.name).replaceAll(/[^\w.-]/g, "-")}.assess`,
          `DTSTAMP:${stamp}`,
          `DTSTART;VALUE=DATE:${basic(start)}`,
          `DTEND;VALUE=DATE:${basic(dayAfter(end))}`,
          `SUMMARY:${escapeText(words.say(say`Sprint ${number}: leaving Eventlet (${plural(points, "# point", "# points")})`))}`,
          `DESCRIPTION:${escapeText(stories.join(", "))}`,
          "END:VEVENT",
        ],
  );
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//assess//${tool.version}//${words.lang.toUpperCase()}`,
    ...events,
    "END:VCALENDAR",
  ];
  return { name: "sprints.ics", content: lines.map(fold).join("") };
}

function basic(iso: string): string {
  return iso.replaceAll("-", "");
}

/** DTEND is exclusive. */
function dayAfter(iso: string): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function escapeText(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll(";", "\\;")
    .replaceAll(",", "\\,")
    .replaceAll(/\r?\n/g, "\\n");
}

/** Lines of at most 75 octets, continued after CRLF and a blank; a character is never cut. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > 74) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return `${folded}\r\n`;
}
