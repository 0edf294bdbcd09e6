import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import { assessed } from "./assessed.ts";

describe("reach", () => {
  test("a spawn edge stops the spread: the starter only touches", () => {
    const program = assessed("main ~> handle -> sleep");
    expect(program.of("main")).toMatchObject({ reach: "touches", needsAwait: false });
    expect(program.of("handle")).toMatchObject({ reach: "suspends", needsAwait: true });
  });

  test("evidence prefers the surer path to the shorter one, and of equals the shorter", () => {
    const program = assessed("f -?> g -> sleep; f -> a -> b -> sleep; h -> b; h -> a");
    expect(program.of("f")).toMatchObject({ confidence: "certain", depth: 2 });
    expect(program.of("h")?.evidence.map(({ calls }) => calls)).toEqual([
      "b",
      "eventlet.greenthread.sleep",
    ]);
  });

  test("a guess never decides: what only a possible edge connects is undetermined, with a code", () => {
    const program = assessed("top -> f -?> g -> sleep");
    expect(program.of("f")).toMatchObject({
      verdict: "undetermined",
      reasonCode: "unresolved-dispatch",
      confidence: "possible",
    });
    expect(program.of("top")).toMatchObject({ verdict: "undetermined" });
    expect(program.of("g")).toMatchObject({ verdict: "asyncio-ready" });
  });

  test("two guesses in a row prove nothing", () => {
    expect(assessed("f -?> g -?> h -> sleep").of("f")).toBeUndefined();
  });

  test("a solver that gave up is named as the reason", () => {
    expect(assessed("f -?> g -> sleep", { isComplete: false }).of("f")?.reasonCode).toBe("budget");
  });

  test("creating a generator does not suspend, resuming it does", () => {
    const program = assessed("make -> items; use -iteration-> items; items -> recv", {
      nodes: { items: { isGenerator: true } },
    });
    expect(program.of("make")).toMatchObject({ reach: "touches" });
    expect(program.of("use")).toMatchObject({ reach: "suspends" });
  });

  test("a patched lock is no reach", () => {
    const program = assessed("bump -> lock; store -> lock; store -> recv");
    expect(program.of("bump")).toBeUndefined();
    expect(program.of("store")).toMatchObject({ reach: "suspends" });
  });

  test("what yields today but is not awaited tomorrow suspends and stays `def`", () => {
    expect(assessed("stop -> cancel").of("stop")).toMatchObject({
      reach: "suspends",
      needsAwait: false,
      verdict: "asyncio-ready",
    });
  });

  test("`via` gathers every way down", () => {
    expect(assessed("f -> g -> recv; f -> sleep").of("f")?.via).toEqual([
      "eventlet",
      "monkey-patch",
    ]);
  });

  test("an empty sibling changes with its family, and says so", () => {
    const { of } = assessed("use -> Base.send; use -> Tcp.send; Tcp.send -> recv", {
      nodes: { "Null.send": {} },
      families: [["Base.send", "Null.send", "Tcp.send"]],
    });
    expect(of("Null.send")).toMatchObject({ changesWith: "Tcp.send", direct: false });
    expect(inEnglish(of("Null.send")?.reason ?? "")).toContain(
      "waits for nothing itself, but Tcp.send does",
    );
    expect(of("Null.send")?.evidence).toMatchObject([
      { calls: "Tcp.send", isFamily: true },
      { calls: "socket.socket.recv" },
    ]);
    expect(of("Tcp.send")).not.toHaveProperty("changesWith");
  });

  test("a member that waits further down is explained by its own path, however long", () => {
    const { of } = assessed("A.run -> a -> b -> recv; B.run -> recv", {
      families: [["A.run", "B.run"]],
    });
    expect(of("A.run")).not.toHaveProperty("changesWith");
    expect(of("A.run")?.evidence.map(({ calls }) => calls)).toEqual([
      "a",
      "b",
      "socket.socket.recv",
    ]);
  });

  test("a fake in the tests does not make the program's family wait", () => {
    const options = {
      families: [["Driver.go", "FakeDriver.go"]],
      nodes: { "FakeDriver.go": { isTest: true } },
    };
    const program = assessed(
      "run -> Driver.go; run -> FakeDriver.go; FakeDriver.go -> sleep",
      options,
    );
    expect(program.of("Driver.go")).toBeUndefined();
    expect(program.of("run")).toBeUndefined();
  });
});
