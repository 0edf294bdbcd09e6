import { plural, say } from "../../sentence.ts";
import { isDeciding } from "../program.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

/** From how many calls on the way to the API a chain counts as deep, and from how many call sites a function as much called. */
const DEEP = 6;
const MUCH_CALLED = 10;

/** What the function's place in the call graph costs. */
export const graphShape: Detector = {
  looksAt: "waiting",
  detect: (subject, context) => [
    ...depth(subject, context),
    ...callers(subject, context),
    ...bound(subject, context),
    ...annotated(subject),
  ],
};

function depth({ index, node }: Subject, { reach }: ObstacleContext): Sighting[] {
  const levels = reach.needsAwait.depthOf(index);
  if (levels < DEEP) return [];
  return [
    { id: "deep-chain", line: node.line ?? 1, detail: say`the wait is ${levels} calls below` },
  ];
}

function callers({ index, node }: Subject, { program }: ObstacleContext): Sighting[] {
  const links = (program.callers[index] ?? []).filter((link) => link.isInline && isDeciding(link));
  const isTest = (from: number) => program.nodes[from]?.isTest === true;
  const places = links
    .filter(({ from }) => !isTest(from))
    .reduce((sum, { edge }) => sum + edge.sites.length, 0);
  const tests = new Set(links.filter(({ from }) => isTest(from)).map(({ from }) => from)).size;
  const line = node.line ?? 1;
  const found: Sighting[] = [];
  if (places >= MUCH_CALLED)
    found.push({
      id: "fan-in",
      line,
      detail: say`called in ${plural(places, "# place", "# places")}`,
      count: places,
    });
  if (tests > 0 && node.isTest !== true) {
    found.push({
      id: "tests",
      line,
      detail: plural(tests, "# test function calls it", "# test functions call it"),
      count: tests,
    });
  }
  return found;
}

function bound({ index }: Subject, { program }: ObstacleContext): Sighting[] {
  const link = (program.callers[index] ?? []).find(({ edge }) =>
    /^functools\.partial|operator\.methodcaller/.test(edge.through ?? ""),
  );
  if (link === undefined) return [];
  const path = program.nodes[link.from]?.path;
  return [
    {
      id: "staticmethod-partial",
      line: link.edge.sites[0]?.line ?? 1,
      ...(path === undefined ? {} : { path }),
      detail: say`bound in advance in ${link.edge.from}`,
    },
  ];
}

function annotated({ scope, node }: Subject): Sighting[] {
  if (scope?.callable?.returnType === undefined || !scope.callable.isGenerator) return [];
  return [
    {
      id: "type-annotations",
      line: node.line ?? 1,
      detail: say`its annotated return type changes with it`,
    },
  ];
}
