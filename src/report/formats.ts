/** Every kind of file that needs no browser; the PDF is printed from the HTML afterwards. */
export const FORMATS = [
  "html",
  "json",
  "csv",
  "xlsx",
  "sarif",
  "markdown",
  "ics",
  "github",
] as const;
export type Format = (typeof FORMATS)[number];

/** Trackers whose import format a backlog can be written in. */
export const BACKLOG_FLAVOURS = ["jira", "azure", "gitlab", "generic"] as const;
export type BacklogFlavour = (typeof BACKLOG_FLAVOURS)[number];

const NAMES: Readonly<Record<Format, readonly string[]>> = {
  html: ["report.html"],
  json: ["assessment.json"],
  csv: ["functions.csv"],
  xlsx: ["estimate.xlsx"],
  sarif: ["assessment.sarif"],
  markdown: ["assessment.md"],
  ics: ["sprints.ics"],
  github: ["github-issues.jsonl", "github-issues.sh"],
};

/** What the formats' files will be called. A backlog of several parts is numbered. */
export function fileNames(
  formats: readonly Format[],
  trackers: readonly BacklogFlavour[],
): readonly string[] {
  return [
    ...formats.flatMap((format) => NAMES[format]),
    ...trackers.flatMap((tracker) => [`backlog-${tracker}.csv`, `backlog-${tracker}-1.csv`]),
  ];
}
