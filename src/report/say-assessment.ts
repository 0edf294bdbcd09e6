import type { Assessment } from "../assessment/assessment.ts";
import { defined } from "../defined.ts";
import { rewrite } from "../sentence.ts";
import type { Words } from "./words.ts";

/** Fields that hold prose somewhere in an Assessment. A name in one of them is no message and stays. */
const PROSE: ReadonlySet<string> = new Set([
  "acceptance",
  "alternative",
  "alternatives",
  "because",
  "detail",
  "epic",
  "factor",
  "meaning",
  "mechanism",
  "message",
  "mitigation",
  "note",
  "reason",
  "patching",
  "remedy",
  "replacement",
  "riskReason",
  "sentence",
  "source",
  "text",
  "threads",
  "title",
  "trigger",
  "value",
  "what",
  "why",
]);

/** The assessment in the reader's language: every renderer but the JSON shows this one. */
export function sayAssessment(assessment: Assessment, words: Words): Assessment {
  const { branding, repository, excerpts, uses, modules, sentences, ...said } = assessment;
  const spoken = rewrite(said, (value, key) =>
    typeof value === "string" && PROSE.has(key) ? words.say(value) : value,
  ) as typeof said;
  return {
    ...spoken,
    ...defined({ branding, sentences }),
    repository,
    excerpts,
    uses,
    modules,
  };
}
