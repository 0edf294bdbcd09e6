import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { analyse } from "../../src/assessment/analyse.ts";
import { findEventlet } from "../../src/eventlet/find-eventlet.ts";
import { assessReadiness } from "../../src/readiness/assess-readiness.ts";
import { assessed, OBSTACLES } from "./assessed.ts";
import { mixedStacks } from "./between-waves.ts";
import { type Details, programOf } from "./notation.ts";
import { numbersFrom } from "./random.ts";

const FIXTURES = fileURLToPath(new URL("../", import.meta.url));
const FOLDERS = [
  ...readdirSync(`${FIXTURES}fixtures/apps`)
    .filter((name) => !name.includes("."))
    .map((name) => `fixtures/apps/${name}`),
  "proof/waves/courier/before",
  "proof/waves/ledger/before",
];

const SILENT = {
  stage: () => undefined,
  update: () => undefined,
  computing: <Result>(compute: () => Result): Result => compute(),
};

describe("after each wave no stack mixes both worlds but at a listed bridge", () => {
  test.each(FOLDERS)("%s", async (folder) => {
    const { graph, knowledge, source } = await analyse(FIXTURES + folder, { workers: 1 }, SILENT);
    const { signalFiles, dependencies, files: sourceFiles } = source;
    const findings = findEventlet({ graph, knowledge, signalFiles, dependencies, sourceFiles });
    const readiness = assessReadiness({
      graph,
      findings,
      knowledge,
      obstacles: OBSTACLES,
      strategy: "balanced",
    });
    expect(mixedStacks(graph, findings, readiness)).toEqual([]);
  });

  test("400 random programs", () => {
    const counts = { bridges: 0, waves: 0 };
    for (let seed = 1; seed <= 400; seed += 1) {
      const { text, details } = randomProgram(seed);
      const { graph, findings } = programOf(text, details);
      const { readiness } = assessed(text, details);
      expect(mixedStacks(graph, findings, readiness), `seed ${seed}: ${text}`).toEqual([]);
      counts.bridges += readiness.temporaryBridges.filter(({ kind }) => kind !== "entry").length;
      counts.waves += readiness.waves.length;
    }
    expect(counts.bridges).toBeGreaterThan(100);
    expect(counts.waves).toBeGreaterThan(400 * 3);
  });

  test("a bridge that is forgotten, or that leads nowhere, is noticed", () => {
    const text = "web -> shared -> recv; worker -> shared; worker -> own -> sleep";
    const details = { processes: [{ entry: "web" }, { entry: "worker" }] };
    const { graph, findings } = programOf(text, details);
    const { readiness } = assessed(text, details);
    const [bridge] = readiness.temporaryBridges.filter(({ kind }) => kind === "call");
    if (bridge === undefined) throw new Error("no bridge");
    const without = { ...readiness, temporaryBridges: [] };
    expect(mixedStacks(graph, findings, without)).toHaveLength(1);
    const more = [...readiness.temporaryBridges, { ...bridge, line: 999 }];
    expect(mixedStacks(graph, findings, { ...readiness, temporaryBridges: more })).toHaveLength(1);
  });
});

/** Up to four programs over a dozen functions and classes with calls, starts, threads, properties and overrides. */
function randomProgram(seed: number): { readonly text: string; readonly details: Details } {
  const below = numbersFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  const names = [
    ...Array.from({ length: 9 }, (_, at) => `f${at}`),
    ...["A", "B", "C"].flatMap((owner) => [`${owner}.load`, `${owner}.size`]),
  ];
  const arrows = ["->", "->", "->", "~>", "-property->", "=threading.Thread/native-thread=>"];
  const chains = Array.from(
    { length: 10 + below(14) },
    () => `${pick(names)} ${pick(arrows)} ${pick(names)}`,
  );
  const leaves = Array.from(
    { length: 3 + below(4) },
    () => `${pick(names)} -> ${pick(["recv", "sleep"])}`,
  );
  const entries = [...new Set(Array.from({ length: 1 + below(4) }, () => pick(names.slice(0, 9))))];
  return {
    text: [...chains, ...leaves].join("; "),
    details: {
      processes: entries.map((entry) => ({ entry, startsGreenThreads: below(4) > 0 })),
      families: below(2) === 0 ? [] : [["A.load", "B.load", "C.load"]],
      nodes: Object.fromEntries(names.map((name) => [name, {}])),
    },
  };
}
