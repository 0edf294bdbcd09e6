import { inEnglish, type Sentence, type Text } from "../sentence.ts";
import { byCodeUnits } from "../source/source-tree.ts";
import type { Assessed, Assessment } from "./assessment.ts";

/** Every sentence as English text, and beside the text how those that have values were made. */
export function speakEnglish(draft: Assessed<Text>): Assessment {
  const sentences = new Map<string, Sentence>();
  const spoken = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(spoken);
    if (isSentence(value)) {
      const text = inEnglish(value);
      if (text !== value.message && !sentences.has(text)) sentences.set(text, value);
      return text;
    }
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, spoken(part)]));
  };
  const { excerpts, uses, apis, libraries, ...prose } = draft;
  const english = spoken(prose) as Omit<Assessment, "excerpts" | "uses" | "apis" | "libraries">;
  const sorted = [...sentences].sort(([a], [b]) => byCodeUnits(a, b));
  return { ...english, excerpts, uses, apis, libraries, sentences: Object.fromEntries(sorted) };
}

function isSentence(value: object): value is Sentence {
  return "message" in value && "values" in value;
}
