import type { CallEdge } from "../../callgraph/call-graph.ts";
import type { EventletUse } from "../../eventlet/findings.ts";
import type { Program } from "../program.ts";
import { ANY, type Contexts } from "./contexts.ts";

type Uses = readonly EventletUse[];

/**
 * The uses of each instance of a function. What calls its argument waits only where it is given something that
 * waits: `retry(session.get)` says nothing of `retry(len)`. It may of an instance of which is not known what it
 * calls there.
 */
export function usesByInstance(
  program: Program,
  uses: ReadonlyMap<number, Uses>,
  { instancesOf, meant }: Contexts,
): ReadonlyMap<number, Uses> {
  const found = new Map<number, Uses>();
  for (const [index, own] of uses) {
    const instances = instancesOf(index);
    const edges = instances.length > 1 ? edgesOf(program, index) : [];
    const others = own.map(
      (use) =>
        new Set([...callersOfOthers(use, edges)].flatMap((context) => meant(index, context))),
    );
    for (const instance of instances) {
      const kept = own.filter((_, at) => others[at]?.has(instance) !== true);
      if (kept.length > 0) found.set(instance, kept);
    }
  }
  return found;
}

interface NamedEdge {
  /** Dotted, of what lies outside. */
  readonly name: string | undefined;
  readonly edge: CallEdge;
}

const edgesOf = ({ callees, outward }: Program, index: number): readonly NamedEdge[] => [
  ...(callees[index] ?? []).map(({ edge }) => ({ name: undefined, edge })),
  ...(outward[index] ?? []),
];

/** The clones that call something else at the place of a use. */
function callersOfOthers(use: EventletUse, edges: readonly NamedEdge[]): ReadonlySet<number> {
  const [own, others] = [new Set<number>(), new Set<number>()];
  for (const { name, edge } of edges) {
    if (!edge.sites.some(({ site }) => site === use.site)) continue;
    const isOwn = name !== undefined && isOf(use.api, name);
    // An edge of several places does not say which clone calls it at which of them.
    if (!isOwn && edge.sites.length > 1) continue;
    for (const [caller] of edge.contexts ?? [[ANY]]) (isOwn ? own : others).add(caller);
  }
  const isTold = own.size > 0 && !own.has(ANY);
  return isTold ? new Set([...others].filter((each) => each !== ANY && !own.has(each))) : new Set();
}

/** Whether the name of what is called is the described one, a method of it, or one that stands for all of its kind. */
function isOf(api: string, name: string): boolean {
  if (api.endsWith(".*")) return name.startsWith(api.slice(0, -1));
  return name === api || name.startsWith(`${api}.`);
}
