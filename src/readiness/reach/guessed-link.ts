import type { CallEdge, SiteRef } from "../../callgraph/call-graph.ts";
import type { Link, Program } from "../program.ts";

/** A call that is in no graph: one of several that a place may make. */
export function guess(
  program: Program,
  from: number,
  to: number,
  { how, site }: { readonly how: CallEdge["how"]; readonly site: SiteRef },
): Link {
  const [caller, callee] = [program.nodes[from]?.id ?? "", program.nodes[to]?.id ?? ""];
  const kind = { kind: "call", how, confidence: "possible" } as const;
  return {
    from,
    to,
    edge: { from: caller, to: callee, ...kind, sites: [site] },
    rank: 2,
    isInline: true,
  };
}
