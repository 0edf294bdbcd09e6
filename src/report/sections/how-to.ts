import { byCodeUnits } from "../../by-code-units.ts";
import type { SectionContext } from "../section.ts";
import { appendixCapOf, capped, tally, wordFor } from "../section.ts";

type Entry = SectionContext["assessment"]["apis"][number];

const TWINS = 12;
/** Letters of code that fit into half the width. */
const HALF = 46;

/** For each API in use, most used first: what to write instead. APIs with the same answer share it. */
export function howToView(context: SectionContext) {
  const { assessment, words } = context;
  const entries = new Map(assessment.apis.map((entry) => [entry.name, entry]));
  const used = tally(
    assessment.uses.filter((use) => !use.isTest),
    (use) => use.api,
  ).flatMap(({ key, items }) => {
    const entry = entries.get(key);
    return entry === undefined ? [] : [{ entry, uses: items.length }];
  });
  const recipes = tally(used, ({ entry }) => answerOf(entry))
    .map(({ items }) => recipeOf(items, words))
    .sort((a, b) => b.uses - a.uses || byCodeUnits(a.name, b.name));
  return { recipes: capped(recipes, appendixCapOf(context, 24, 250)) };
}

/** What makes two entries the same to a reader. */
function answerOf({ category, asyncio, awaitlet, threads, example }: Entry): string {
  return JSON.stringify([category, asyncio, awaitlet, threads ?? "", example ?? ""]);
}

function recipeOf(
  members: readonly { readonly entry: Entry; readonly uses: number }[],
  words: SectionContext["words"],
) {
  const [first, ...others] = members;
  if (first === undefined) throw new Error("A recipe without an API.");
  const { entry } = first;
  return {
    ...entry,
    uses: members.reduce((sum, { uses }) => sum + uses, 0),
    twins: capped(
      others.map((other) => ({ name: other.entry.name, uses: other.uses })),
      TWINS,
    ),
    categoryName: wordFor(words, "category", entry.category),
    fidelityName: words.t(`fidelity.${entry.asyncio.fidelity}`),
    riskName: words.t(`risk.${entry.risk}`),
    ...(entry.example === undefined ? {} : { example: exampleOf(entry.example) }),
    isWide: widestLine(entry.example) > HALF,
  };
}

function widestLine(example: Entry["example"]): number {
  const lines = `${example?.before ?? ""}\n${example?.asyncio ?? ""}`.split("\n");
  return Math.max(...lines.map((line) => line.length));
}

type Example = NonNullable<Entry["example"]>;

/** Remarks that the catalogue aligns far to the right come closer: two columns on paper are narrow. */
function exampleOf(example: Example): Example {
  const narrow = (code: string) => code.replaceAll(/ {3,}#/g, "  #");
  const { before, asyncio, awaitlet } = example;
  return {
    before: narrow(before),
    asyncio: narrow(asyncio),
    ...(awaitlet === undefined ? {} : { awaitlet: narrow(awaitlet) }),
  };
}
