import { expect, test } from "vitest";
import type { CallGraph, GraphNode } from "../../src/callgraph/call-graph.ts";
import { wantedNames } from "../../src/callgraph/symbols/wanted-names.ts";

const external = (id: string): GraphNode => ({ id, kind: "external" });

test("callees and base classes are wanted, builtins and known packages are not", () => {
  const graph = {
    nodes: [external("kombu.Connection"), external("<builtin>.len"), external("time.sleep")],
    externalReferences: [
      { name: "tooz.locked", how: "decorator" },
      { name: "unused.name", how: "read" },
    ],
    classes: [
      { id: "app.Manager", ancestors: ["app.Base", "cotyledon.Service"] },
      { id: "app.Base", ancestors: [] },
    ],
  } as unknown as CallGraph;
  expect(wantedNames(graph, (name) => name.startsWith("time."))).toEqual([
    "cotyledon.Service",
    "kombu.Connection",
    "tooz.locked",
  ]);
});
