import type { Assessment } from "../assessment/assessment.ts";
import { defined } from "../defined.ts";
import { rewrite } from "../sentence.ts";
import { replacementText } from "./replacement-text.ts";
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
  "riskReason",
  "sentence",
  "source",
  "text",
  "title",
  "trigger",
  "value",
  "what",
  "why",
]);

/** Fields that hold what to write instead of a call. */
const REPLACEMENTS: ReadonlySet<string> = new Set(["replacement", "threads"]);

/** The assessment in the reader's language: every renderer but the JSON shows this one. */
export function sayAssessment(assessment: Assessment, words: Words): Assessment {
  const { branding, repository, excerpts, uses, modules, sentences, ...said } = assessment;
  const spoken = rewrite(said, (value, key) => {
    if (typeof value !== "string") return value;
    if (REPLACEMENTS.has(key)) return replacementText(value, words.say);
    return PROSE.has(key) ? words.say(value) : value;
  }) as typeof said;
  return {
    ...spoken,
    ...defined({ branding, sentences }),
    repository,
    excerpts,
    uses,
    modules,
  };
}
