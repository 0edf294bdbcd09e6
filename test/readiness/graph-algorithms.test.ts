import { describe, expect, test } from "vitest";
import { findComponents } from "../../src/readiness/plans/components.ts";
import {
  countDominated,
  findDominators,
  reversePostOrder,
} from "../../src/readiness/plans/dominators.ts";
import { numbersFrom } from "./random.ts";

function randomGraph(seed: number, size: number): readonly (readonly number[])[] {
  const next = numbersFrom(seed);
  return Array.from({ length: size }, () => Array.from({ length: next(4) }, () => next(size)));
}

function reachableWithout(
  graph: readonly (readonly number[])[],
  from: number,
  without: number,
): Set<number> {
  const reached = new Set(from === without ? [] : [from]);
  for (const node of reached)
    for (const to of graph[node] ?? []) if (to !== without) reached.add(to);
  return reached;
}

describe("components", () => {
  test("are exactly the classes of mutual reachability, callees first", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const graph = randomGraph(seed, 9);
      const components = findComponents(9, (node) => graph[node] ?? []);
      const number = new Map(
        components.flatMap((members, at) => members.map((node) => [node, at] as const)),
      );
      for (let a = 0; a < 9; a += 1) {
        const fromA = reachableWithout(graph, a, -1);
        for (const b of fromA) {
          const isMutual = reachableWithout(graph, b, -1).has(a);
          expect(number.get(a) === number.get(b)).toBe(isMutual);
          expect(number.get(b)).toBeLessThanOrEqual(number.get(a) ?? -1);
        }
      }
    }
  });

  test("do not overflow the stack on a chain of 200,000 calls", () => {
    const components = findComponents(200_000, (node) => (node < 199_999 ? [node + 1] : []));
    expect(components).toHaveLength(200_000);
  });
});

describe("dominators", () => {
  test("a node dominates exactly what its removal cuts off from the root", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const graph = randomGraph(seed, 10);
      const successors = (node: number) => graph[node] ?? [];
      const counts = countDominated(
        findDominators(10, successors),
        reversePostOrder(10, successors),
      );
      const all = reachableWithout(graph, 0, -1);
      for (const node of all) {
        const cutOff = all.size - reachableWithout(graph, 0, node).size;
        expect({ seed, node, count: counts[node] }).toEqual({ seed, node, count: cutOff });
      }
    }
  });
});
