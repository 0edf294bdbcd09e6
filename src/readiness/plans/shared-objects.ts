import type { EventletUse } from "../../eventlet/findings.ts";
import { addToGroup, groupBy } from "../../group-by.ts";
import type { Program } from "../program.ts";
import type { Reach } from "../reach/find-reach.ts";
import { isReaching } from "../reach/find-regions.ts";

/** Methods that have an object of Eventlet's in common, by function; the groups are what hangs together. */
export type SharedObjects = ReadonlyMap<number, readonly number[]>;

/** Uses that leave nothing behind in the object: the rest make, wait for or change something that it may keep. */
const KEEPS_NOTHING: ReadonlySet<string> = new Set([
  "sleep",
  "timeout",
  "identity",
  "config",
  "debug",
  "exception",
  "support",
  "monkey-patch",
  "import-green",
  "green-module",
  "thread-offload",
  "tracing",
]);

const HANDLES: ReadonlySet<EventletUse["how"]> = new Set([
  "call",
  "with",
  "iterate",
  "item",
  "subclass",
]);

/**
 * An object cannot be half Eventlet's: the socket, queue, event or pool that one method keeps in it is
 * what another uses, and after the change it is asyncio's for both. So the methods of a class and of
 * its ancestors that handle such things themselves belong together, and with them what a library's
 * base class calls back by itself.
 */
export function readSharedObjects(program: Program, reach: Reach): SharedObjects {
  const handlers = groupBy(
    program.nodes.flatMap((_, index) => (isHandler(program, reach, index) ? [index] : [])),
    (index) => program.nodes[index]?.class ?? "",
  );
  const neighbours = new Map<number, number[]>();
  for (const { id, ancestors } of program.graph.classes) {
    const [first, ...others] = [id, ...ancestors].flatMap((name) => handlers.get(name) ?? []);
    // Whoever shares one of the class's own methods shares all that the object has.
    if (first === undefined || !handlers.has(id)) continue;
    for (const other of others) {
      addToGroup(neighbours, first, other);
      addToGroup(neighbours, other, first);
    }
  }
  return neighbours;
}

function isHandler({ nodes, graph }: Program, reach: Reach, index: number): boolean {
  const node = nodes[index];
  if (node?.class === undefined || node.isTest === true || node.isLibrary === true) return false;
  if (!isReaching(reach, index)) return false;
  return graph.externalOverrides[node.id] !== undefined || reach.usesOf(index).some(isKept);
}

function isKept({ via, category, how }: EventletUse): boolean {
  return via !== "library" && HANDLES.has(how) && !KEEPS_NOTHING.has(category);
}
