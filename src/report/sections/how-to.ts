import type { SectionContext } from "../section.ts";
import { capOf, capped, tally, wordFor } from "../section.ts";

/** For each API in use, most used first: what to write instead, with an example before and after. */
export function howToView(context: SectionContext) {
  const { assessment, words } = context;
  const entries = new Map(assessment.apis.map((entry) => [entry.name, entry]));
  const used = tally(
    assessment.uses.filter((use) => !use.isTest),
    (use) => use.api,
  ).flatMap(({ key, items }) => {
    const entry = entries.get(key);
    return entry === undefined ? [] : [recipeOf(entry, items.length, words)];
  });
  return { recipes: capped(used, capOf(context, 40, 250)) };
}

function recipeOf(
  entry: SectionContext["assessment"]["apis"][number],
  uses: number,
  words: SectionContext["words"],
) {
  return {
    ...entry,
    uses,
    categoryName: wordFor(words, "category", entry.category),
    fidelityName: words.t(`fidelity.${entry.asyncio.fidelity}`),
    riskName: words.t(`risk.${entry.risk}`),
    awaitletForm: entry.example?.awaitlet ?? entry.awaitlet.replacement,
  };
}
