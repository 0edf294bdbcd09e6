import { expect, test } from "vitest";
import type { ThreePoint, WorkPackage } from "../../src/effort/estimate.ts";
import { gatherPieces } from "../../src/effort/gather-pieces.ts";
import { nameStory } from "../../src/effort/name-story.ts";
import { type NumberedPiece, prerequisites } from "../../src/effort/order-stories.ts";
import type { Piece } from "../../src/effort/piece.ts";
import { splitPackage } from "../../src/effort/split-package.ts";
import type { Wave } from "../../src/readiness/readiness.ts";
import { inEnglish, say } from "../../src/sentence.ts";
import { pricingInput } from "./scenario.ts";

const { model } = pricingInput({});
const range = (likely: number): ThreePoint => ({ low: likely / 2, likely, high: likely * 2 });

function work(given: Partial<WorkPackage>): WorkPackage {
  return {
    id: "code:a.py@2",
    title: "Migrate a.py",
    kind: "function",
    epic: "Wave 2",
    wave: 2,
    functions: [],
    paths: ["a.py"],
    points: range(1),
    hours: range(3),
    terms: [],
    after: [],
    ...given,
  };
}

const facts = {
  pointsOf: (id: string) => (id.endsWith("large") ? 12 : 2),
  leverageOf: () => 1,
  classOf: (id: string) => (id.includes("Pool") ? "a.Pool" : undefined),
};
const pointsOf = (pieces: readonly { points: number }[]) => pieces.map(({ points }) => points);
const total = (values: readonly number[]) =>
  Math.round(values.reduce((sum, value) => sum + value, 0) * 100) / 100;

test("a large package is split along its classes and functions, by what each costs", () => {
  const functions = ["a.Pool.get", "a.Pool.put", "a.close", "a.open", "a.read", "a.write"];
  const pieces = splitPackage(work({ functions, points: range(12) }), model, facts);
  expect(pieces.map(({ titles }) => inEnglish(titles[0] ?? ""))).toEqual([
    "Migrate a.py: Pool, close",
    "Migrate a.py: open, read, write",
  ]);
  expect(pointsOf(pieces)).toEqual([6, 6]);
});

test("one function above eight points is shared out, and the parts add up", () => {
  const functions = ["a.f", "a.large"];
  const pieces = splitPackage(work({ functions, points: range(14.01) }), model, facts);
  expect(pointsOf(pieces).every((points) => points <= 8)).toBe(true);
  expect(total(pointsOf(pieces))).toBe(14.01);
  expect(total(pieces.map(({ hours }) => hours.high))).toBe(6);
});

test("a fixed package is split into its steps, a pattern into its places", () => {
  const fixed = work({ id: "fixed:rollout", kind: "fixed", paths: [], points: range(15) });
  expect(splitPackage(fixed, model, facts).map(({ titles }) => inEnglish(titles[0] ?? ""))).toEqual(
    ["Prepare a staged rollout with a way back", "Roll out in stages"],
  );
  const pattern = work({ id: "pattern:p", title: "P", paths: ["a.py", "b.py"], points: range(10) });
  expect(splitPackage(pattern, model, facts).map(({ paths }) => paths)).toEqual([
    ["a.py"],
    ["b.py"],
  ]);
});

function piece(given: Partial<Piece>): Piece {
  const [made] = splitPackage(work({}), model, facts) as [Piece];
  return { ...made, ...given };
}

test("small pieces of a folder are put together; what stays too small joins a neighbour", () => {
  const near = ["p/a.py", "p/b.py", "p/c.py"].map((path) =>
    piece({ titles: [say`Migrate ${path}`], paths: [path], points: 0.4, packages: [path] }),
  );
  const far = piece({ titles: [say`Migrate ${"q/d.py"}`], paths: ["q/d.py"], points: 0.3 });
  const service = piece({ titles: [say`Service ${"s"}`], kind: "service", step: 7, points: 5 });
  const gathered = gatherPieces([...near, far, service]);
  expect(total(pointsOf(gathered))).toBe(6.5);
  expect(gathered.map(({ titles }) => inEnglish(nameStory(titles))).sort()).toEqual([
    "Migrate p/a.py, p/b.py, p/c.py and 1 more",
    "Service s",
  ]);
});

test("what several titles share is said once", () => {
  expect(inEnglish(nameStory([say`Migrate ${"a/b.py"}`, say`Migrate ${"a/c.py"}`]))).toBe(
    "Migrate a/: b.py, c.py",
  );
  expect(
    inEnglish(
      nameStory([
        say`Migrate ${"a.py"}`,
        say`Migrate ${"b.py"}`,
        say`Migrate ${"c.py"}`,
        say`Migrate ${"d.py"}`,
      ]),
    ),
  ).toBe("Migrate a.py, b.py, c.py and 1 more");
  expect(inEnglish(nameStory(["Roll out", "Tune pools"]))).toBe("Roll out; Tune pools");
  expect(inEnglish(nameStory(["Same", "Same"]))).toBe("Same");
});

const numbered = (id: string, given: Partial<Piece>): NumberedPiece => ({ ...piece(given), id });
const wave = (number: number, ...after: number[]): Wave => ({
  number,
  title: "",
  kind: "service",
  entries: [],
  functions: [],
  after,
});

test("code waits for its first tests, a service for its wave, a wave for the services before it", () => {
  const stories = [
    numbered("S-1", { wave: 0, packages: ["fixed:guard"] }),
    numbered("S-2", { wave: 2, packages: ["tests:new:a.py@2"], paths: ["a.py"], kind: "tests" }),
    numbered("S-3", { wave: 2, packages: ["code:a.py@2"], paths: ["a.py"] }),
    numbered("S-4", { wave: 2, packages: ["code:b.py@2"], paths: ["b.py"] }),
    numbered("S-5", { wave: 2, packages: ["service:a"], kind: "service" }),
    numbered("S-6", { wave: 3, packages: ["code:c.py@3"], paths: ["c.py"] }),
    numbered("S-7", { wave: 4, packages: ["code:d.py@4"], paths: ["d.py"] }),
  ];
  const after = prerequisites(stories, [wave(1), wave(2, 1), wave(3, 1), wave(4, 1, 2, 3)]);
  expect(Object.fromEntries(after)).toEqual({
    "S-1": [],
    "S-2": ["S-1"],
    "S-3": ["S-2"],
    "S-4": ["S-1"],
    "S-5": ["S-3", "S-4"],
    "S-6": ["S-1"],
    "S-7": ["S-5", "S-6"],
  });
});

/** Code and first tests of so many files, and how often anything of them was read while they were ordered. */
function orderedFiles(count: number) {
  let reads = 0;
  const watched = (story: NumberedPiece) =>
    new Proxy(story, {
      get(target, key) {
        reads += 1;
        return Reflect.get(target, key);
      },
    });
  const files = Array.from({ length: count }, (_, index) => `${index}.py`);
  const stories = files.flatMap((path) => [
    numbered(`T-${path}`, { wave: 1, packages: [`tests:new:${path}@1`], paths: [path] }),
    numbered(`C-${path}`, { wave: 1, packages: [`code:${path}@1`], paths: [path] }),
  ]);
  const after = prerequisites(stories.map(watched), [wave(1)]);
  return { isRight: files.every((path) => after.get(`C-${path}`)?.join() === `T-${path}`), reads };
}

test("the steps that ordering takes grow with the stories, not with their square", () => {
  const [few, many] = [orderedFiles(500), orderedFiles(5000)];
  expect([few.isRight, many.isRight]).toEqual([true, true]);
  expect(many.reads).toBeLessThanOrEqual(10 * few.reads);
});
