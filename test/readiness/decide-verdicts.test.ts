import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import { assessed, verdictsOf } from "./assessed.ts";

describe("verdicts", () => {
  test("below a WSGI application everything is an Awaitlet candidate", () => {
    const program = assessed("app -> load -> query", { entries: { app: "wsgi-app" } });
    expect(program.of("app")).toMatchObject({ verdict: "awaitlet-candidate", roles: ["entry"] });
    expect(program.of("load")).toMatchObject({ verdict: "awaitlet-candidate", roles: ["backend"] });
    expect(inEnglish(program.of("load")?.reason ?? "")).toContain(
      "app calls it and cannot await: a WSGI server calls it",
    );
  });

  test("a view of a framework with an async twin is a boundary", () => {
    expect(verdictsOf("view -> load -> query", { entries: { view: "web-handler" } })).toEqual({
      view: "asyncio-ready",
      load: "asyncio-ready",
    });
  });

  test("an RPC endpoint is no boundary", () => {
    expect(verdictsOf("Api.get -> query", { entries: { "Api.get": "rpc-endpoint" } })).toEqual({
      "Api.get": "awaitlet-candidate",
    });
  });

  test("a candidate holds down what it calls, a spawn does not", () => {
    expect(verdictsOf("C.__enter__ -> connect -> recv; C.__enter__ ~> loop -> sleep")).toEqual({
      "C.__enter__": "awaitlet-candidate",
      connect: "awaitlet-candidate",
      loop: "asyncio-ready",
    });
  });

  test("a guess holds nobody down", () => {
    expect(verdictsOf("C.__len__ -?> load -> recv; main -> load")["load"]).toBe("asyncio-ready");
  });

  test("one blocked member holds down its family", () => {
    const families = [["A.get", "B.get"]];
    const entries = { "A.get": "rpc-endpoint" } as const;
    expect(verdictsOf("A.get -> recv; B.get -> sleep", { families, entries })).toEqual({
      "A.get": "awaitlet-candidate",
      "B.get": "awaitlet-candidate",
    });
  });

  test("a synchronous decorator of a library forbids `async def`; the program's own wrapper only costs", () => {
    const nodes = {
      f: { decorators: ["oslo_db.api.wrap_db_retry()"] },
      g: { decorators: ["timed"] },
    };
    const program = assessed("f -> recv; g -> recv", {
      nodes: { ...nodes, g: { decorators: ["unknown"] } },
    });
    expect(program.of("f")?.obstacles.map(({ id }) => id)).toContain("decorator-retry");
    expect(program.of("f")).toMatchObject({ verdict: "awaitlet-candidate" });
    expect(program.of("g")).toMatchObject({ verdict: "asyncio-ready" });
  });

  test("finalizers and hand-made greenlets are redesigns, whatever they wait for", () => {
    expect(verdictsOf("C.__del__ -> recv")).toEqual({ "C.__del__": "redesign" });
  });

  test("patching is deleted, not redesigned", () => {
    expect(verdictsOf("module -> patch", { nodes: { module: { kind: "module" } } })).toEqual({
      module: "asyncio-ready",
    });
  });

  test("waiting at import time: the body is a redesign, what it calls stays synchronous", () => {
    const nodes = { module: { kind: "module" as const } };
    const program = assessed("module -> load -> recv", { nodes });
    expect(program.of("module")).toMatchObject({ verdict: "redesign" });
    expect(program.of("load")).toMatchObject({ verdict: "awaitlet-candidate" });
    const script = assessed("module -> load -> recv", { nodes, entries: { module: "main" } });
    expect(script.of("module")).toMatchObject({ verdict: "asyncio-ready" });
    expect(script.of("load")).toMatchObject({ verdict: "asyncio-ready" });
  });

  test("a wait at import time that only an override would make is not decided", () => {
    const program = assessed("module -> A.get; B.get -> recv", {
      nodes: { module: { kind: "module" as const } },
      families: [["A.get", "B.get"]],
    });
    expect(program.of("module")).toMatchObject({
      verdict: "undetermined",
      reasonCode: "weak-evidence",
    });
  });

  test("tests hold nothing down and are judged apart", () => {
    const program = assessed("TestIt.test_it -> load -> recv", {
      nodes: { "TestIt.test_it": { isTest: true } },
      externalOverrides: { "TestIt.test_it": "unittest.TestCase.setUp" },
    });
    expect(program.of("load")).toMatchObject({ verdict: "asyncio-ready" });
    expect(program.of("TestIt.test_it")).toMatchObject({ verdict: "asyncio-ready" });
  });

  test("a property says in how many places it is read", () => {
    const reads = Array.from({ length: 41 }, (_, at) => `reader${at} -property-> Vol.size`).join(
      ";",
    );
    const program = assessed(`${reads}; Vol.size -> recv`);
    expect(inEnglish(program.of("Vol.size")?.reason ?? "")).toBe(
      "Stays synchronous because it is a property read in 41 places.",
    );
  });

  test("verdicts do not depend on the strategy", () => {
    const text = "main -> load -> recv; Vol.__len__ -> load; main ~> worker -> load";
    const all = (["awaitletFirst", "balanced", "fullAsyncio"] as const).map((strategy) =>
      verdictsOf(text, { strategy }),
    );
    expect(all[1]).toEqual(all[0]);
    expect(all[2]).toEqual(all[0]);
  });

  test("a program without a second green thread is disablable", () => {
    const program = assessed("main -> load -> recv", {
      entries: { main: "console-script" },
      processes: [{ entry: "main", startsGreenThreads: false }],
    });
    expect(program.of("load")).toMatchObject({ isDisablable: true, verdict: "asyncio-ready" });
    expect(program.readiness.disablable).toMatchObject([{ entry: "main", functions: 2 }]);
  });

  test("what a server calls may run in green threads of the server's: nothing is switched off", () => {
    const program = assessed("main -> show -> recv", {
      entries: { main: "console-script", show: "web-handler" },
      processes: [{ entry: "main", startsGreenThreads: false }],
    });
    expect(program.readiness.disablable).toEqual([]);
    expect(program.of("show")?.isDisablable).toBe(false);
  });

  test("examples and scripts decide nothing for the product, unless the product imports them", () => {
    const text = "Sample.__len__ -> work -> recv; tool -property-> work";
    const nodes = {
      "Sample.__len__": { path: "docs/examples/sample.py" },
      tool: { path: "tools/tool.py" },
      work: { path: "pkg/work.py" },
    };
    expect(verdictsOf(text, { nodes })).toMatchObject({ work: "asyncio-ready" });
    const own = { ...nodes, "Sample.__len__": { path: "pkg/sample.py" } };
    expect(verdictsOf(text, { nodes: own })).toMatchObject({ work: "awaitlet-candidate" });
  });

  test("a function that only a guess finds stays synchronous below what cannot await", () => {
    const text = "app -?> show -> load -> recv; run -> other; app -?> other -> recv";
    const options = { entries: { app: "wsgi-app", run: "main" } } as const;
    expect(verdictsOf(text, options)).toMatchObject({
      app: "undetermined",
      show: "awaitlet-candidate",
      load: "awaitlet-candidate",
      other: "asyncio-ready",
    });
    expect(inEnglish(assessed(text, options).of("show")?.reason ?? "")).toContain(
      "app possibly calls it",
    );
  });
});
