import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/sentence.ts";
import { type AssessOptions, assessed } from "./assessed.ts";
import { assessedSource } from "./source.ts";

describe("waves", () => {
  const TWO =
    "web -> shared -> recv; worker -> shared; worker -> own -> sleep; worker ~> own2 -> sleep; lib -> sleep; module -> patch";
  const options = {
    nodes: { module: { kind: "module" as const }, test_it: { isTest: true } },
    processes: [{ entry: "web" }, { entry: "worker" }],
  };

  test("follow entry points, the smaller first, and name the waves that they build on", () => {
    const { waves } = assessed(TWO, options).readiness;
    expect(
      waves.map(({ kind, entries, functions, after }) => ({ kind, entries, functions, after })),
    ).toEqual([
      { kind: "hub", entries: [], functions: [], after: [] },
      { kind: "service", entries: ["web"], functions: ["shared", "web"], after: [1] },
      { kind: "service", entries: ["worker"], functions: ["own", "own2", "worker"], after: [1, 2] },
      { kind: "library", entries: [], functions: ["lib"], after: [1, 2, 3] },
      { kind: "unpatch", entries: [], functions: ["module"], after: [1, 2, 3, 4] },
      { kind: "cleanup", entries: [], functions: [], after: [1, 2, 3, 4, 5] },
    ]);
  });

  test("a test goes with the last function that it calls", () => {
    const program = assessed(`${TWO}; test_it -> shared; test_it -> own`, options);
    expect(program.of("test_it")?.wave).toBe(3);
  });

  test("a second way into the same code migrates with it", () => {
    const { waves } = assessed("a -> work -> recv; b -> a", {
      processes: [{ entry: "a" }, { entry: "b" }],
    }).readiness;
    const services = waves.filter(({ kind }) => kind === "service");
    expect(services).toMatchObject([{ entries: ["a", "b"], functions: ["a", "b", "work"] }]);
  });

  test("what can be switched off waits for the end, unless code that migrates before calls it", () => {
    const program = assessed("tool -> own -> recv; tool -> shared -> recv; loop -> shared", {
      entries: { tool: "console-script" },
      processes: [{ entry: "tool", startsGreenThreads: false }],
    });
    const kindOf = (id: string) => program.readiness.waves[(program.of(id)?.wave ?? 0) - 1]?.kind;
    expect(["tool", "own", "shared", "loop"].map(kindOf)).toEqual([
      "cleanup",
      "cleanup",
      "library",
      "library",
    ]);
  });

  test("many small programs share one wave", () => {
    const names = Array.from({ length: 20 }, (_, at) => `p${String(at).padStart(2, "0")}`);
    const text = names.map((name) => `${name} -> ${name}_go -> sleep`).join(";");
    const { waves } = assessed(text, { processes: names.map((entry) => ({ entry })) }).readiness;
    const services = waves.filter(({ kind }) => kind === "service");
    expect(services).toHaveLength(12);
    expect(services[0]?.entries).toHaveLength(9);
  });

  test("what several programs enter is called after the packages that hold most of it", () => {
    const titleOf = (text: string, ...entries: readonly string[]) => {
      const { waves } = assessed(text, {
        processes: entries.map((entry) => ({ entry })),
      }).readiness;
      return inEnglish(waves.find(({ kind }) => kind === "service")?.title ?? "");
    };
    expect(titleOf("x.a.go -> x.b.go -> recv; x.b.go -> x.a.go", "x.a.go", "x.b.go")).toBe(
      "x.a.go, x.b.go",
    );
    const ring = "x.a.go -> x.b.go -> x.c.go -> x.d.go -> x.d.do -> recv; x.d.do -> x.a.go";
    expect(titleOf(ring, "x.a.go", "x.b.go", "x.c.go", "x.d.go")).toBe("x.d, x.a, x.b and 1 more");
  });

  test("plugins of one package are loaded by one program", () => {
    const text = "app.steps.one.run -> sleep; app.steps.two.run -> recv; app.web.serve -> recv";
    const { waves } = assessed(text, {
      entries: {
        "app.steps.one.run": "plugin",
        "app.steps.two.run": "plugin",
        "app.web.serve": "service",
      },
    }).readiness;
    const services = waves.filter(({ kind }) => kind === "service");
    expect(services.map(({ title }) => title)).toEqual(["app.web", "app.steps"]);
  });
});

describe("what migrates together", () => {
  const processes = [{ entry: "web" }, { entry: "worker" }];
  const waveOf = (text: string, options: AssessOptions = { processes }) => {
    const program = assessed(text, options);
    return (id: string) => program.of(id)?.wave;
  };

  test("a family, and what its members call: a call that awaits one may reach any of them", () => {
    const wave = waveOf(
      "web -> Base.load -> recv; Sub.load -> other -> sleep; worker -> Sub.load; worker -> own -> sleep",
      {
        processes,
        families: [["Base.load", "Sub.load"]],
      },
    );
    expect(["Base.load", "Sub.load", "other", "worker"].map(wave)).toEqual([2, 2, 2, 3]);
  });

  test("callers that no program starts and that need nothing else, where that saves bridges", () => {
    const wave = waveOf("web -> shared -> recv; call -> shared; call -> shared; own -> sleep");
    expect(["shared", "call", "own"].map(wave)).toEqual([2, 2, 3]);
  });

  test("but not what a program starts: that goes with its program", () => {
    const wave = waveOf(
      "web -> shared -> recv; worker -> call; call -> shared; worker -> own -> sleep",
    );
    expect(["shared", "call", "worker"].map(wave)).toEqual([2, 3, 3]);
  });

  test("nor so many callers that the wave swells for a single bridge", () => {
    const chain = "f9 -> f8 -> f7 -> f6 -> f5 -> shared";
    const wave = waveOf(`web -> shared -> recv; ${chain}; f6 -> f5; f7 -> f6; f8 -> f7`);
    expect(["shared", "f5", "f9"].map(wave)).toEqual([2, 3, 3]);
  });

  test("the methods that handle one object of Eventlet's", () => {
    const { of } = assessedSource(`import eventlet
from eventlet.queue import Queue
class Desk:
    def __init__(self):
        self.parcels = Queue(1)
    def leave(self, parcel):
        self.parcels.put(parcel)
    def take(self):
        return self.parcels.get()
    def nap(self):
        eventlet.sleep(1)
def main():
    Desk().leave(1)
if __name__ == "__main__":
    main()
`);
    const waves = ["leave", "take", "nap"].map((name) => of(`Desk.${name}`)?.wave);
    expect(waves).toEqual([2, 2, 3]);
  });

  test("no callers that wait for what migrates later", () => {
    const wave = waveOf(
      "web -> shared -> recv; call -> shared; call -> late; worker -> late -> sleep; worker -> call; worker ~> x -> sleep",
    );
    expect(wave("late")).toBe(3);
    expect(wave("call")).toBe(3);
  });
});

describe("temporary bridges", () => {
  const bridgesOf = (text: string, options: AssessOptions) =>
    assessed(text, options).readiness.temporaryBridges.map(
      ({ kind, function: from, calls, label, wave, until }) =>
        `${wave}-${until} ${kind} ${from} > ${calls.join("|")} ${label}`,
    );
  const processes = [{ entry: "web" }, { entry: "worker" }];

  test("stand where a later wave calls or starts what an earlier one has changed", () => {
    const text =
      "web -> shared -> recv; worker -> shared; worker ~> shared; worker ~> own -> sleep; module -> patch";
    expect(bridgesOf(text, { processes, nodes: { module: { kind: "module" } } })).toEqual([
      "2-4 entry web > web async",
      "2-3 call worker > shared async",
      "2-3 start worker > shared async",
      "3-4 entry worker > worker async",
    ]);
  });

  test("say that what stays synchronous has to be entered", () => {
    const text =
      "web -> Vol.size -> recv; web -property-> Vol.size; worker -property-> Vol.size; worker -> own -> sleep";
    expect(bridgesOf(text, { processes })).toContain("2-3 call worker > Vol.size sync");
  });

  test("none within a wave, none downwards, none in tests", () => {
    const text = "web -> shared -> recv; web -> shared; test_it -> shared; test_it -> lib -> sleep";
    const options = { processes: [{ entry: "web" }], nodes: { test_it: { isTest: true } } };
    expect(bridgesOf(text, options)).toEqual(["2-4 entry web > web async"]);
  });
});

describe("leverage", () => {
  test("counts what reaches Eventlet only through a function", () => {
    const program = assessed("a -> gate; b -> gate; c -> gate; gate -> recv; c -> sleep");
    expect(program.of("gate")?.leverage).toBe(3);
    expect(program.readiness.leverage).toEqual([
      { function: "gate", unlocks: 3, fanIn: 3, depth: 0 },
    ]);
  });
});

describe("late obstacles", () => {
  test("a cycle of calls, and callers of both kinds", () => {
    const program = assessed("loop -> loop; loop -> recv; C.__len__ -> load -> recv; main -> load");
    expect(program.of("loop")?.obstacles.map(({ id }) => id)).toContain("recursion");
    expect(program.of("load")?.obstacles.map(({ id }) => id)).toContain("sync-and-async-callers");
  });

  test("what calls the method that it overrides is not recursive", () => {
    const program = assessedSource(`import eventlet
class Watch:
    def start(self):
        eventlet.sleep(1)
class Disk(Watch):
    def start(self):
        super().start()
`);
    expect(program.of("Disk.start")?.obstacles.map(({ id }) => id)).toEqual(["override-repo"]);
  });
});
