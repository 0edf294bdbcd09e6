import type { SectionContext } from "../section.ts";
import { wordFor } from "../section.ts";

/** What was read, with which options, by which method, and what was taken for granted. */
export function scopeView({ assessment, words }: SectionContext) {
  const { summary, coverage, options, repository, estimate } = assessment;
  return {
    repository,
    date: repository.date === undefined ? undefined : words.date(repository.date),
    summary,
    coverage,
    options: Object.entries(options)
      .filter(([, value]) => value !== null && value !== "")
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({
        name: wordFor(words, "setting", name),
        value: settingOf(name, value, words),
      })),
    assumptions: estimate.assumptions,
    hasValues: estimate.assumptions.some((assumption) => assumption.value !== undefined),
  };
}

type Setting = SectionContext["assessment"]["options"][string];

/** A setting in the reader's words; a seed is a name, not a quantity. */
function settingOf(name: string, value: Setting, words: SectionContext["words"]): string {
  const text = String(value);
  switch (name) {
    case "strategy":
      return wordFor(words, "option", text);
    case "profile":
      return wordFor(words, "profile", text);
    case "seed":
      return text;
    case "teamStart":
      return words.date(text);
    case "maxFileBytes":
      return words.t("unit.kib", { n: Number(value) / 1024 });
    default:
      return typeof value === "number" ? words.number(value) : text;
  }
}
