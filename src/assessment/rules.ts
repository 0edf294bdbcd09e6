import { describeRule, listRules } from "../eventlet/describe-rule.ts";
import { readKnowledge, readObstacles, type UserKnowledge } from "./read-knowledge.ts";

/** One line of the list of all that is known. */
export interface Rule {
  readonly id: string;
  readonly kind: "api" | "library" | "pattern" | "signal" | "obstacle";
  readonly title: string;
}

/** Everything known, sorted by kind and id; `filter` keeps what contains it. */
export async function readRules(
  user: UserKnowledge | undefined,
  filter = "",
): Promise<readonly Rule[]> {
  const wanted = filter.toLowerCase();
  const obstacles = [...(await readObstacles()).entries.values()]
    .map(({ id, title }): Rule => ({ id, kind: "obstacle", title }))
    .filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(wanted))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  return [...listRules(await readKnowledge(user), filter), ...obstacles];
}

/** What is known of an API, a library, a pattern, a signal or an obstacle, in words. */
export async function readRule(
  user: UserKnowledge | undefined,
  idOrName: string,
): Promise<string | undefined> {
  const obstacle = (await readObstacles()).entries.get(idOrName);
  if (obstacle === undefined) return describeRule(await readKnowledge(user), idOrName);
  const { id, title, why, remedy, blocks, awaitletWorks, points, source } = obstacle;
  return [
    `${id}  ${title}`,
    "",
    why,
    "",
    `Remedy        ${remedy}`,
    `Blocks        ${blocks}`,
    `Awaitlet      works: ${awaitletWorks}`,
    `Points        ${points}`,
    `Source        ${source}`,
    "",
  ].join("\n");
}
