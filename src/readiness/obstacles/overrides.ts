import { plural, say } from "../../sentence.ts";
import { isBeneath, isDeciding } from "../program.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

/** Methods that are not free to change alone: of foreign classes, of families, of a public API. */
export const overrides: Detector = {
  looksAt: "waiting",
  detect: (subject, context) => [
    ...foreign(subject, context),
    ...foreignInterface(subject, context),
    ...family(subject, context),
    ...publicApi(subject, context),
    ...unknownReceivers(subject, context),
  ],
};

const THREAD_START = /^(threading|multiprocessing|eventlet\.green\.threading)\..*\.run$/;
const NO_CALLER = /^(<builtin>|builtins|object|abc|typing|enum|collections|Exception)\./;
/** What these call of their subclasses is known: `run`, `emit`, `handle`. */
const KNOWN_CALLER = /^(threading|multiprocessing|logging|unittest|socketserver)\./;

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

/**
 * A public method that nothing of ours calls, in a class that foreign code knows: by a base class that
 * was not read, or as a plugin that packaging metadata declares. What the library calls on it, and in
 * what manner, is not to be seen.
 */
function foreignInterface(subject: Subject, context: ObstacleContext): Sighting[] {
  const { index, node, name } = subject;
  const { program, guessed, lookups } = context;
  if (program.graph.externalOverrides[node.id] !== undefined) return [];
  if (!isUncalled(index, context) || (name.startsWith("_") && name !== "__call__")) return [];
  const { unreadBases = [] } = lookups.classes.get(node.class ?? "") ?? {};
  const base = unreadBases.find((each) => !NO_CALLER.test(each) && !KNOWN_CALLER.test(each));
  const known = base ?? guessed.pluginOf(index);
  if (known === undefined || isAwaitedClass(known, context)) return [];
  const through = say`\`${known}\``;
  const detail = say`nothing in the program calls it; ${through} exposes it to external code`;
  return [{ id: "foreign-interface", line: node.line ?? 1, detail, through }];
}

/** Nothing of ours is seen to call it, also where it waits only if a guess is true. */
const isUncalled = (index: number, { program, guessed }: ObstacleContext): boolean =>
  guessed.isUnseen(index) ||
  (guessed.wouldWait.has(index) &&
    !(program.callers[index] ?? []).some(
      (link) => isDeciding(link) && !isBeneath(program, link.from, index),
    ));

const isAwaitedClass = (name: string, { catalogue }: ObstacleContext): boolean =>
  catalogue.awaitedOverrides.some((pattern) => pattern.test(`${name}.`));

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
