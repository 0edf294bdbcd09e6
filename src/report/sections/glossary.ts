import type { SectionContext } from "../section.ts";

const TERMS = [
  "asyncio",
  "awaitlet",
  "boundary",
  "certain",
  "entry",
  "eventlet",
  "evidence",
  "greenThread",
  "hub",
  "leverage",
  "monkeyPatch",
  "obstacle",
  "percentile",
  "points",
  "reach",
  "roles",
  "suspends",
  "touches",
  "via",
  "wave",
  "yieldPoint",
] as const;

/** The words of the report, in the order of the reader's alphabet. */
export function glossaryView({ words }: SectionContext) {
  const order = new Intl.Collator(words.lang);
  return {
    terms: TERMS.map((key) => ({
      term: words.t(`glossary.${key}`),
      meaning: words.t(`glossary.${key}.meaning`),
    })).sort((a, b) => order.compare(a.term, b.term)),
  };
}
