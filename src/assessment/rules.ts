import { describeRule, listRules, ruleNames } from "../eventlet/describe-rule.ts";
import type { ObstacleEntry } from "../readiness/obstacles/obstacle-catalogue.ts";
import { readKnowledge, readObstacles, type UserKnowledge } from "./read-knowledge.ts";

export interface Rule {
  readonly id: string;
  readonly kind: "api" | "library" | "pattern" | "signal" | "obstacle";
  readonly title: string;
}

/** Everything that the program knows: APIs, libraries, patterns, signals and obstacles. */
export interface RuleBook {
  /** Sorted by kind and id; only what contains the text. */
  list(containing: string): readonly Rule[];
  /** A page of plain text; undefined when there is no such id or name. */
  describe(idOrName: string): string | undefined;
  /** All ids and names that `describe` knows. */
  readonly names: readonly string[];
}

/** The shipped rules with the user's laid over them. */
export async function openRules(user?: UserKnowledge): Promise<RuleBook> {
  const knowledge = await readKnowledge(user);
  const { entries } = await readObstacles();
  return {
    list: (containing) => [
      ...listRules(knowledge, containing),
      ...listObstacles(entries, containing),
    ],
    describe: (idOrName) => {
      const obstacle = entries.get(idOrName);
      return describeRule(knowledge, idOrName) ?? (obstacle && describeObstacle(obstacle));
    },
    names: [...ruleNames(knowledge), ...entries.keys()],
  };
}

function listObstacles(entries: ReadonlyMap<string, ObstacleEntry>, containing: string): Rule[] {
  const wanted = containing.toLowerCase();
  return [...entries.values()]
    .map(({ id, title }): Rule => ({ id, kind: "obstacle", title }))
    .filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(wanted));
}

const FORBIDS: Readonly<Record<ObstacleEntry["blocks"], string>> = {
  "async-def": "the function cannot become async def",
  caller: "the function can, but its users change shape",
  both: "the function cannot, and its users change shape",
  none: "nothing, but it costs",
};

function describeObstacle(entry: ObstacleEntry): string {
  const { id, title, why, remedy, blocks, awaitletWorks, points, source } = entry;
  const rows = [
    ["Why", why],
    ["Forbids", FORBIDS[blocks]],
    ["Awaitlet works", awaitletWorks.replaceAll("-", " ")],
    ["Remedy", remedy],
    ["Points", String(points)],
    ["Source", source],
  ];
  return [
    `${id}  ${title}`,
    "",
    ...rows.map(([name = "", text]) => `${name.padEnd(16)}${text}`),
  ].join("\n");
}
