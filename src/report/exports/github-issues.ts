import type { Assessment } from "../../assessment/assessment.ts";
import { say } from "../../sentence.ts";
import type { RenderedFile } from "../rendered-file.ts";
import type { Words } from "../words.ts";
import { listTickets } from "./backlog.ts";

const SCRIPT = `#!/bin/sh
# Creates one GitHub issue per line of github-issues.jsonl in the current repository.
# Needs the GitHub command line (gh) and jq; pass --dry-run to see the titles only.
set -eu
file=$(dirname "$0")/github-issues.jsonl
while IFS= read -r body; do
  title=$(printf '%s' "$body" | jq -r .title)
  if [ "\${1:-}" = "--dry-run" ]; then printf '%s\\n' "$title"; continue; fi
  printf '%s' "$body" | gh api 'repos/{owner}/{repo}/issues' --method POST --input -
done < "$file"
`;

/** GitHub has no CSV import: JSON bodies, and a script that posts them. Repository text stays in the JSON, never in the shell. */
export function renderGithubIssues(assessment: Assessment, words: Words): RenderedFile[] {
  const bodies = listTickets(assessment, words).map(({ title, body, labels, id, parent }) =>
    JSON.stringify({
      title: `[${id}] ${title}`,
      body: parent === undefined ? body : `${words.say(say`Part of ${parent}.`)}\n\n${body}`,
      labels,
    }),
  );
  return [
    { name: "github-issues.jsonl", content: bodies.map((body) => `${body}\n`).join("") },
    { name: "github-issues.sh", content: SCRIPT },
  ];
}
