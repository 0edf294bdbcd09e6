import { describe, expect, test } from "vitest";
import type { BoundarySite, PlanSummary, Strategy } from "../../src/readiness/readiness.ts";
import { type AssessOptions, assessed, violationsWith } from "./assessed.ts";
import { numbersFrom } from "./random.ts";
import { assessedSource } from "./source.ts";

function planOf(text: string, strategy: Strategy, options: AssessOptions = {}): PlanSummary {
  const plan = assessed(text, options).readiness.plans.find((each) => each.strategy === strategy);
  if (plan === undefined) throw new Error(`no plan ${strategy}`);
  return plan;
}

const bridgesOf = ({ boundary }: PlanSummary) =>
  boundary.map(({ kind, function: id, calls }) => `${kind} ${id} ${calls}`);

describe("plans", () => {
  test("full asyncio makes everything async that may be, and bridges down to what may not", () => {
    const plan = planOf("main -> Vol.__len__ -> load -> recv; main -> sleep", "fullAsyncio", {
      entries: { main: "main" },
    });
    expect(plan).toMatchObject({ asyncFunctions: 1, awaitletFunctions: 2, isSound: true });
    expect(bridgesOf(plan)).toEqual([
      "async_def main Vol.__len__",
      "awaitlet load socket.socket.recv",
    ]);
  });

  test("Awaitlet first keeps everything and enters once", () => {
    const plan = planOf("main -> f -> g -> recv", "awaitletFirst", { entries: { main: "main" } });
    expect(plan).toMatchObject({
      asyncFunctions: 0,
      awaitSites: 0,
      awaitletFunctions: 3,
      isSound: true,
    });
  });

  test("the plans are ordered: less debt, more async functions", () => {
    const text = Array.from({ length: 20 }, (_, at) => `f${at} -> hub`).join(";");
    const plans = (["awaitletFirst", "balanced", "fullAsyncio"] as const).map((strategy) =>
      planOf(`${text}; hub -> recv; main -> f0`, strategy),
    );
    const counts = plans.map(({ asyncFunctions }) => asyncFunctions);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts[2]).toBe(22);
  });

  test("a call that may reach several functions gains one `await`", () => {
    const text = `import eventlet
def ask():
    eventlet.sleep(1)
def tell():
    eventlet.sleep(2)
def main(name):
    {"ask": ask, "tell": tell}[name]()
    ask()
main(input())
`;
    const { plans } = assessedSource(text).readiness;
    // Two waits of their own, two calls in `main`, one of `main`.
    expect(plans.find(({ strategy }) => strategy === "fullAsyncio")?.awaitSites).toBe(5);
  });

  test("a cycle of calls shares one label", () => {
    const { of } = assessed("even -> odd; odd -> even; odd -> recv; main -> even");
    expect(of("even")?.labels).toEqual(of("odd")?.labels);
    expect(of("even")?.family).toBe("even");
  });

  test("native threads change only what names Eventlet", () => {
    const threads = assessed("f -> recv; g -> sleep").readiness.plans.at(-1);
    expect(threads).toMatchObject({ strategy: "threads", asyncFunctions: 0, cost: 10 });
  });
});

describe("soundness", () => {
  test("a thread's target below nothing is made async, so that its callee has an async_def above it", () => {
    const text = "main =threading.Thread/native-thread=> worker -> Vol.__len__ -> recv";
    for (const strategy of ["awaitletFirst", "balanced", "fullAsyncio"] as const) {
      const plan = planOf(text, strategy);
      expect(plan.isSound).toBe(true);
      expect(bridgesOf(plan)).toContain("async_def worker Vol.__len__");
    }
  });

  test("a finalizer that waits cannot be made sound, and the way is shown", () => {
    const plan = planOf("C.__del__ -> close -> recv", "balanced");
    expect(plan.isSound).toBe(false);
    expect(plan.violations).toContainEqual(
      expect.objectContaining({
        code: "finalizer",
        function: "close",
        pathFromEntry: ["C.__del__", "close"],
      }),
    );
  });

  test("waiting at import time is found", () => {
    const plan = planOf("module -> load -> recv", "balanced", {
      nodes: { module: { kind: "module" } },
    });
    expect(plan.violations).toContainEqual(
      expect.objectContaining({
        code: "import-time",
        function: "load",
        pathFromEntry: ["module", "load"],
      }),
    );
  });

  test("a signal handler that waits is found", () => {
    const plan = planOf("main =signal.signal/signal=> on_term -> recv", "balanced");
    expect(plan.violations).toContainEqual(
      expect.objectContaining({ code: "signal-handler", function: "on_term" }),
    );
  });

  test("an Eventlet wait inside `async def` is a mixed stack", () => {
    const plan = planOf("handler -> sleep", "balanced", { nodes: { handler: { isAsync: true } } });
    expect(plan.violations).toContainEqual(
      expect.objectContaining({ code: "mixed-stack", function: "handler" }),
    );
  });

  const handed = "main -> C.__len__ =eventlet.timeout.with_timeout=> fetch -> recv";

  test("what a synchronous function hands to an awaited API is entered anew", () => {
    for (const strategy of ["awaitletFirst", "balanced", "fullAsyncio"] as const) {
      const plan = planOf(handed, strategy, { entries: { main: "main" } });
      expect(plan.isSound).toBe(true);
      expect(bridgesOf(plan)).toContain("async_def C.__len__ fetch");
      expect(bridgesOf(plan)).toContain("awaitlet C.__len__ eventlet.timeout.with_timeout");
      expect(bridgesOf(plan)).not.toContain("awaitlet C.__len__ fetch");
    }
  });

  test("without that async_def() the plan is unsound, and the way is shown", () => {
    const options = { entries: { main: "main" } } as const;
    const violations = violationsWith(handed, "balanced", options, (boundary) =>
      boundary.filter(({ calls }) => calls !== "fetch"),
    );
    expect(violations).toEqual([
      expect.objectContaining({ function: "fetch", pathFromEntry: ["fetch"] }),
    ]);
  });

  test("an async function handed to an awaited API needs no bridge", () => {
    const plan = planOf("main =eventlet.timeout.with_timeout=> fetch -> recv", "fullAsyncio");
    expect(plan).toMatchObject({ asyncFunctions: 2, boundary: [], isSound: true });
  });

  test("each async_def() inside a program is needed: without it the check finds a violation", () => {
    let tried = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const { text, entries } = randomProgram(seed);
      for (const plan of assessed(text, { entries }).readiness.plans) {
        if (plan.strategy === "threads") continue;
        for (const site of plan.boundary.filter(isInside)) {
          tried += 1;
          const without = violationsWith(text, plan.strategy, { entries }, (boundary) =>
            boundary.filter((other) => other !== site && !isSame(other, site)),
          );
          expect({ seed, site, found: without.length > 0 }).toEqual({ seed, site, found: true });
        }
      }
    }
    expect(tried).toBeGreaterThan(300);
  });

  test("every plan of 500 random programs without traps is sound", () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const { text, entries } = randomProgram(seed);
      for (const plan of assessed(text, { entries }).readiness.plans) {
        expect({ seed, text, violations: plan.violations }).toEqual({ seed, text, violations: [] });
      }
    }
  });
});

const isInside = (site: BoundarySite): boolean =>
  site.kind === "async_def" && site.function !== site.calls;

const isSame = (a: BoundarySite, b: BoundarySite): boolean =>
  a.kind === b.kind && a.function === b.function && a.calls === b.calls && a.line === b.line;

const ARROWS = ["->", "->", "->", "->", "->", "~>", "~>", "=eventlet.timeout.with_timeout=>"];

/** Calls, spawns and time limits among functions, some of which are operators; all waits are at the bottom. */
function randomProgram(seed: number): {
  readonly text: string;
  readonly entries: Record<string, "main" | "wsgi-app">;
} {
  const next = numbersFrom(seed);
  const names = Array.from({ length: 8 }, (_, at) => (next(4) === 0 ? `C${at}.__len__` : `f${at}`));
  const name = () => names[next(names.length)] ?? "f";
  const links = Array.from(
    { length: 14 },
    () => `${name()} ${ARROWS[next(ARROWS.length)]} ${name()}`,
  );
  const waits = Array.from({ length: 3 }, () => `${name()} -> recv`);
  return {
    text: [...links, ...waits].join(";"),
    entries: { [name()]: "main", [name()]: "wsgi-app" },
  };
}
