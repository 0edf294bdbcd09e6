import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import { assessed, verdictsOf } from "./assessed.ts";

// The method's own ten examples: each names the pattern that it stands for.
describe("worked examples", () => {
  test("a leaf and its chain are asyncio-ready; the body that serves is a redesign", () => {
    const program = assessed("module -> serve; module ~> handler -> parse -> fetch -> recv", {
      nodes: { module: { kind: "module" } },
    });
    expect(program.of("fetch")).toMatchObject({ verdict: "asyncio-ready", direct: true, depth: 0 });
    expect(program.of("parse")).toMatchObject({
      verdict: "asyncio-ready",
      direct: false,
      depth: 1,
    });
    expect(program.of("handler")).toMatchObject({ verdict: "asyncio-ready", reach: "suspends" });
    expect(program.of("module")).toMatchObject({ verdict: "redesign" });
  });

  test("a spawn cuts the spread: the starter stays `def`", () => {
    const program = assessed(
      "job -> sleep; kick ~> job; kick -> spawn; both -> kick; both -> wait",
    );
    expect(program.of("job")).toMatchObject({ verdict: "asyncio-ready", needsAwait: true });
    expect(program.of("kick")).toMatchObject({
      verdict: "asyncio-ready",
      reach: "touches",
      needsAwait: false,
    });
    expect(program.of("both")).toMatchObject({ verdict: "asyncio-ready", reach: "suspends" });
    expect(program.of("both")?.evidence.map(({ calls }) => calls)).toEqual([
      "eventlet.greenthread.GreenThread.wait",
    ]);
  });

  const PROPERTY = "cli -> Vol.report -property-> Vol.size -> Client.call -> recv";

  test("a property stays synchronous, and what it calls with it", () => {
    const program = assessed(PROPERTY, { nodes: { "Vol.size": { decorators: ["property"] } } });
    expect(program.of("Vol.size")).toMatchObject({ verdict: "awaitlet-candidate" });
    expect(inEnglish(program.of("Vol.size")?.reason ?? "")).toBe(
      "Stays synchronous because it is a property read in 1 place.",
    );
    expect(program.of("Client.call")).toMatchObject({
      verdict: "awaitlet-candidate",
      roles: ["backend"],
    });
  });

  test("under Awaitlet first, only the entry and the backend of the property's chain change", () => {
    const { plans } = assessed(PROPERTY, {
      nodes: { "Vol.size": { decorators: ["property"] } },
    }).readiness;
    const plan = plans.find(({ strategy }) => strategy === "awaitletFirst");
    expect(plan?.boundary.map(({ kind, function: id, calls }) => `${kind} ${id} ${calls}`)).toEqual(
      ["async_def cli cli", "awaitlet Client.call socket.socket.recv"],
    );
    expect(plan).toMatchObject({ asyncFunctions: 0, awaitSites: 0, isSound: true });
  });

  test("a sort key is called back synchronously", () => {
    const program = assessed("oldest =<builtin>.sorted=> age -> query");
    expect(program.of("age")).toMatchObject({
      verdict: "awaitlet-candidate",
      roles: ["entry", "backend"],
    });
    expect(program.of("age")?.obstacles).toContainEqual(
      expect.objectContaining({ id: "sync-callback-inline" }),
    );
    expect(program.of("oldest")).toMatchObject({ verdict: "asyncio-ready" });
  });

  test("names of Eventlet that never yield leave a function `def`", () => {
    const program = assessed("on_reply -> send; bump -> helper");
    expect(program.of("on_reply")).toMatchObject({
      verdict: "asyncio-ready",
      needsAwait: false,
      reach: "touches",
    });
    expect(program.of("bump")).toBeUndefined();
  });

  test("a constructor is blocked, an override changes with its family", () => {
    const program = assessed(
      "Http.__init__ -> get; Http.load -> get; use -> Base.load; use -> File.load",
      {
        families: [["Base.load", "File.load", "Http.load"]],
      },
    );
    expect(program.of("Http.__init__")).toMatchObject({ verdict: "awaitlet-candidate" });
    for (const id of ["Base.load", "File.load", "Http.load"]) {
      expect(program.of(id)).toMatchObject({ verdict: "asyncio-ready", family: "Base.load" });
    }
    expect(program.readiness.families).toEqual([["Base.load", "File.load", "Http.load"]]);
  });

  test("a log handler is a redesign and a logging call spreads nothing", () => {
    const program = assessed("Handler.emit -> recv; work -> sleep", {
      externalOverrides: { "Handler.emit": "logging.Handler.emit" },
    });
    expect(program.of("Handler.emit")).toMatchObject({ verdict: "redesign" });
    expect(program.of("work")).toMatchObject({ verdict: "asyncio-ready" });
  });

  test("work on a native thread is cut off; a public facade stays synchronous", () => {
    const program = assessed(
      "public_digest -> digest -> toThread; digest =eventlet.tpool.execute/native-thread=> hash_file",
      { nodes: { hash_file: {} }, isLibrary: true, publicNames: ["public_digest"] },
    );
    expect(program.of("hash_file")).toBeUndefined();
    expect(program.of("public_digest")).toMatchObject({ verdict: "awaitlet-candidate" });
    expect(program.of("public_digest")?.obstacles).toContainEqual(
      expect.objectContaining({ id: "abstract-public-api" }),
    );
    expect(verdictsOf("digest -> toThread")).toEqual({ digest: "asyncio-ready" });
  });
});
