import type { SectionContext } from "../section.ts";

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
      .map(([name, value]) => ({ name, value: String(value) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    assumptions: estimate.assumptions,
    hasValues: estimate.assumptions.some((assumption) => assumption.value !== undefined),
  };
}
