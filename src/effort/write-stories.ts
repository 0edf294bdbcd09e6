import { inEnglish, type Sentence, say, type Text } from "../sentence.ts";
import type { Estimate, Story, WorkPackage } from "./estimate.ts";
import { gatherPieces } from "./gather-pieces.ts";
import { nameStory } from "./name-story.ts";
import { byOrderOfWork, type NumberedPiece, prerequisites } from "./order-stories.ts";
import type { Piece } from "./piece.ts";
import type { PricingInput } from "./price-functions.ts";
import { FIRST_TESTS } from "./price-tests.ts";
import { type FunctionFacts, splitPackage } from "./split-package.ts";

/**
 * Work packages as stories of one to eight points, in the order of work: by wave, within a wave by
 * step and leverage per point. Larger packages are split along what they consist of, smaller ones
 * gathered. The stories' points and hours add up to the packages'.
 */
export function writeStories(
  input: PricingInput,
  { packages, functions }: Pick<Estimate, "packages" | "functions">,
): Story[] {
  const facts = factsOf(input, functions);
  const pieces = packages.flatMap((part) => splitPackage(part, input.model, facts));
  const ordered = gatherPieces(pieces).sort(byOrderOfWork);
  const titles = distinct(ordered.map(({ titles }) => nameStory(titles)));
  const numbered = ordered.map((piece, index): NumberedPiece & { title: Text } => ({
    ...piece,
    id: `S-${String(index + 1).padStart(3, "0")}`,
    title: titles[index] ?? "",
  }));
  const after = prerequisites(numbered, input.readiness.waves);
  return numbered.map((piece) => story(piece, piece.title, after.get(piece.id) ?? []));
}

function factsOf(
  { graph, readiness }: PricingInput,
  functions: Estimate["functions"],
): FunctionFacts {
  const leverage = new Map(
    readiness.verdicts.map((verdict) => [verdict.function, verdict.leverage]),
  );
  const points = new Map(functions.map((effort) => [effort.function, effort.points]));
  return {
    pointsOf: (id) => points.get(id) ?? 0,
    leverageOf: (id) => leverage.get(id) ?? 0,
    classOf: (id) =>
      graph.node(id)?.kind === "method" ? id.slice(0, id.lastIndexOf(".")) : undefined,
  };
}

/** Titles that several stories share are numbered: a package that has no finer meaning to split by. */
function distinct(titles: readonly Sentence[]): Sentence[] {
  const keys = titles.map(inEnglish);
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const seen = new Map<string, number>();
  return titles.map((title, index) => {
    const key = keys[index] ?? "";
    const count = counts.get(key) ?? 1;
    if (count === 1) return title;
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    return say`${title} (${number} of ${count})`;
  });
}

function story(piece: Piece & { id: string }, title: Text, after: readonly string[]): Story {
  const { id, epic, points, hours, packages, functions, paths, wave, kind } = piece;
  const isFirstTests = packages.every((each) => each.startsWith(FIRST_TESTS));
  return {
    id,
    title,
    epic,
    points,
    hours,
    packages,
    functions,
    paths,
    after,
    wave,
    acceptance: isFirstTests ? FIRST_TESTS_DONE : DONE[kind],
  };
}

const FIRST_TESTS_DONE = [
  say`each function listed has a test that passes today, under Eventlet`,
  say`the test fails when the function's result or its waiting changes`,
];

/** When a story of a kind is done. */
const DONE: Readonly<Record<WorkPackage["kind"], readonly Text[]>> = {
  fixed: [say`the result is documented where the team works`, say`CI is green`],
  "api-first": [
    say`one use is replaced as an example, with a test`,
    say`the replacement is part of the team's conventions`,
  ],
  library: [say`no call into the old library is left`, say`timeouts and retries behave as before`],
  pattern: [say`no place listed shows the pattern any more`, say`a test covers what it protected`],
  function: [
    say`the functions listed follow the plan's labels`,
    say`their tests pass`,
    say`assess finds no soundness violation in them`,
  ],
  api: [say`done and reviewed`],
  boundary: [say`each bridge listed has a test`, say`each says in which wave it goes away`],
  module: [
    say`Eventlet is no longer named in the files listed`,
    say`the program starts and its tests pass`,
  ],
  service: [say`starts, stops and reloads under asyncio`, say`signals are handled`],
  tests: [say`the tests run without Eventlet`, say`none is skipped`],
};
