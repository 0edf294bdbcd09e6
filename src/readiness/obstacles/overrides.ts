import { plural, say } from "../../sentence.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

/** Methods that are not free to change alone: of foreign classes, of families, of a public API. */
export const overrides: Detector = {
  looksAt: "waiting",
  detect: (subject, context) => [
    ...foreign(subject, context),
    ...family(subject, context),
    ...publicApi(subject, context),
    ...unknownReceivers(subject, context),
  ],
};

const THREAD_START = /^(threading|multiprocessing|eventlet\.green\.threading)\..*\.run$/;
const NO_CALLER = /^(<builtin>|builtins|object|abc|typing|enum|collections|Exception)\./;

function foreign({ node, name }: Subject, { program, catalogue }: ObstacleContext): Sighting[] {
  const overridden = program.graph.externalOverrides[node.id];
  const line = node.line ?? 1;
  if (overridden === undefined || NO_CALLER.test(overridden)) return [];
  if (/^__\w+__$/.test(name) && name !== "__call__") return [];
  const detail = say`overrides \`${overridden}\``;
  const through = say`\`${overridden}\``;
  if (THREAD_START.test(overridden)) return [{ id: "thread-target", line, detail }];
  if (catalogue.awaitedOverrides.some((pattern) => pattern.test(overridden))) return [];
  if (/^logging(\.handlers)?\./.test(overridden))
    return [{ id: "logging-handler", line, detail, through }];
  return [{ id: "override-external", line, detail, through }];
}

function family({ index, node }: Subject, { families, program }: ObstacleContext): Sighting[] {
  const members = families.membersOf(index);
  if (members.length < 2) return [];
  const others = members
    .filter((member) => member !== index)
    .map((member) => program.nodes[member]?.id ?? "");
  const named = others.slice(0, 3);
  const all = others.length > 3 ? say`${named} and ${others.length - 3} more` : say`${named}`;
  return [
    {
      id: "override-repo",
      line: node.line ?? 1,
      detail: say`one of ${members.length} implementations; the others: ${all}`,
      count: members.length,
    },
  ];
}

function publicApi({ index, node }: Subject, context: ObstacleContext): Sighting[] {
  const because = context.publicApi.get(index);
  if (because === undefined) return [];
  return [{ id: "abstract-public-api", line: node.line ?? 1, detail: because, through: because }];
}

function unknownReceivers({ index, node }: Subject, { program }: ObstacleContext): Sighting[] {
  const guesses = (program.callers[index] ?? []).filter(({ rank }) => rank === 2);
  if (guesses.length === 0) return [];
  const places = guesses.reduce((sum, { edge }) => sum + edge.sites.length, 0);
  return [
    {
      id: "duck-interface",
      line: node.line ?? 1,
      detail: say`possibly called in ${plural(places, "# place", "# places")} where the receiver's type is unknown`,
      count: places,
    },
  ];
}
