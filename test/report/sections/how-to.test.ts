import { expect, test } from "vitest";
import { howToView } from "../../../src/report/sections/how-to.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

test("every API in use has a recipe, the most used first", async () => {
  const { recipes } = howToView(await contextOf());
  const used = new Set(SMALL.uses.filter((use) => !use.isTest).map((use) => use.api));
  const names = recipes.items.flatMap((recipe) => [
    recipe.name,
    ...recipe.twins.items.map(({ name }) => name),
  ]);
  expect(new Set(names)).toEqual(used);
  const uses = recipes.items.map((recipe) => recipe.uses);
  expect(uses).toEqual([...uses].sort((a, b) => b - a));
});

test("APIs with the same answer share one recipe", async () => {
  const [first] = SMALL.apis;
  if (first === undefined) throw new Error("The golden assessment has no APIs.");
  const apis = SMALL.apis.map((entry) => ({ ...first, id: entry.id, name: entry.name }));
  const { recipes } = howToView(await contextOf({ assessment: { ...SMALL, apis } }));
  expect(recipes.total).toBe(1);
});
