import { byCodeUnits } from "../by-code-units.ts";
import { inEnglish, rewrite, type Sentence, type Text } from "../sentence.ts";
import type { Assessed, Assessment } from "./assessment.ts";

/** Every sentence as English text, and beside the text how those that have values were made. */
export function speakEnglish(draft: Assessed<Text>): Assessment {
  const sentences = new Map<string, Sentence>();
  const speak = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || !isSentence(value)) return value;
    const text = inEnglish(value);
    if (text !== value.message && !sentences.has(text)) sentences.set(text, value);
    return text;
  };
  const { excerpts, uses, apis, libraries, ...prose } = draft;
  const english = rewrite(prose, speak) as Omit<
    Assessment,
    "excerpts" | "uses" | "apis" | "libraries"
  >;
  const sorted = [...sentences].sort(([a], [b]) => byCodeUnits(a, b));
  return { ...english, excerpts, uses, apis, libraries, sentences: Object.fromEntries(sorted) };
}

function isSentence(value: object): value is Sentence {
  return "message" in value && "values" in value;
}
