import { expect, test } from "vitest";
import { planView } from "../../../src/report/sections/plan.ts";
import { contextOf, SMALL } from "../render-fixture.ts";

test("each epic spans the sprints in which its stories stand", async () => {
  const { gantt } = planView(await contextOf());
  const epic = SMALL.plan.epics.find(({ title }) => title === "The API service");
  const sprints = SMALL.plan.sprints.filter((sprint) =>
    sprint.stories.some((id) => epic?.stories.includes(id)),
  );
  const row = gantt?.rows.find(([name]) => name === "The API service");
  expect(row?.slice(1, 3)).toEqual([String(sprints[0]?.number), String(sprints.at(-1)?.number)]);
});

test("without a team the epics stand in the order of work", async () => {
  const { team: _, finish: __, ...plan } = SMALL.plan;
  const view = planView(
    await contextOf({ assessment: { ...SMALL, plan: { ...plan, sprints: [] } } }),
  );
  expect(view.gantt?.title).toBe("Epics in the order of work");
  expect(view.gantt?.svg).not.toMatch(/NaN/);
});

test("work that ends after the end of support is marked", async () => {
  const late = {
    ...SMALL.plan,
    finish: { p50: "2027-06-01", p80: "2027-07-01", p95: "2027-08-01" },
  };
  expect(planView(await contextOf()).isLate).toBe(false);
  expect(planView(await contextOf({ assessment: { ...SMALL, plan: late } })).isLate).toBe(true);
});

test("the points of the waves are those of their epics", async () => {
  const { waves } = planView(await contextOf());
  const total = SMALL.plan.epics.reduce((sum, { points }) => sum + points, 0);
  expect(waves.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(total);
});

test("paper lists the sprints of half a year, all of them where it is to be whole, the screen always", async () => {
  const [sprint] = SMALL.plan.sprints;
  if (sprint === undefined) throw new Error("The fixture has no sprint.");
  const sprints = Array.from({ length: 40 }, (_, index) => ({ ...sprint, number: index + 1 }));
  const assessment = { ...SMALL, plan: { ...SMALL.plan, sprints } };
  const shown = async (wish: { readonly isPrint?: boolean; readonly isFull?: boolean }) => {
    const { sprints: list } = planView(await contextOf({ assessment, ...wish }));
    return [list.items.length, list.shown, list.total];
  };
  expect(await shown({ isPrint: true })).toEqual([13, 13, 40]);
  expect(await shown({ isPrint: true, isFull: true })).toEqual([40, 40, 40]);
  expect(await shown({})).toEqual([40, 40, 40]);
});

test("work that follows the last wave is counted as a wave of its own", async () => {
  const last = Math.max(...SMALL.waves.map(({ number }) => number));
  const [story, ...others] = SMALL.plan.stories;
  if (story === undefined) throw new Error("The fixture has no story.");
  const stories = [...others.filter(({ wave }) => wave <= last), { ...story, wave: last + 1 }];
  const plan = { ...SMALL.plan, stories };
  const { outside } = planView(await contextOf({ assessment: { ...SMALL, plan } }));
  expect(outside).toBe(last + 1);
});

test("temporary bridges stand by the wave that makes them, the calls first, none dropped", async () => {
  const { bridges } = planView(await contextOf());
  expect(bridges.total).toBe((SMALL.temporaryBridges ?? []).length);
  expect(bridges.waves.map(({ number, places, until }) => [number, places, until])).toEqual([
    [2, (SMALL.temporaryBridges ?? []).length, ["3", "5"]],
  ]);
  const [wave] = bridges.waves;
  expect(wave?.sites.items[0]).toMatchObject({ how: "calls" });
  expect((wave?.sites.shown ?? 0) + (wave?.sites.hidden ?? 0)).toBe(bridges.total);
});

test("the first wave says what stands against the hub", async () => {
  const blockers = [{ what: "several readers", path: "a.py", line: 7 }];
  const hub = { ...SMALL.hub, switched: false, isAllowed: "yes" as const, blockers };
  const forbidden = planView(await contextOf({ assessment: { ...SMALL, hub } }));
  expect(forbidden.hub?.findings.items).toMatchObject([{ what: "several readers" }]);
  const old = { ...hub, isAllowed: "no" as const, blockers: [], eventletVersion: "<0.30" };
  const needy = planView(await contextOf({ assessment: { ...SMALL, hub: old } }));
  expect(needy.hub).toMatchObject({ version: "<0.30", findings: { total: 0 } });
  const free = planView(
    await contextOf({ assessment: { ...SMALL, hub: { ...hub, blockers: [] } } }),
  );
  expect(free.hub).toBeUndefined();
});
