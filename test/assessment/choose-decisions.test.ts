import { expect, test } from "vitest";
import type { FunctionAssessment } from "../../src/assessment/assessment.ts";
import { chooseDecisions } from "../../src/assessment/choose-decisions.ts";
import type { StageResults } from "../../src/assessment/stage-results.ts";
import { inEnglish, type Text } from "../../src/sentence.ts";

const use = (api: string, effort: number, line: number) => ({
  api,
  effort,
  path: "web.py",
  line,
  category: "wsgi-server",
  how: "call",
  isTest: false,
});

test("the server to replace is the server, not what reads a request's body before it", () => {
  const results = {
    findings: {
      uses: [use("eventlet.wsgi.Input.read", 3, 4), use("eventlet.wsgi.server", 13, 90)],
      libraries: [],
      hub: { switched: true, blockers: [] },
    },
    estimate: { packages: [], recommendation: { option: "balanced", reason: "" } },
  } as unknown as StageResults;
  const own = [{ verdict: "asyncio-ready" } as FunctionAssessment<Text>];
  const said = chooseDecisions(results, own).map(({ text }) => inEnglish(text));
  expect(said).toContainEqual(expect.stringContaining("eventlet.wsgi.server is used at web.py:90"));
});

test.each([
  [3, /^3 libraries that suspend have no drop-in replacement: a0, a1, a2\.$/],
  [6, /^6 libraries that suspend have no drop-in replacement, above all a0, a1, a2, a3\.$/],
])("of %i libraries the dearest are named", (count, words) => {
  const libraries = Array.from({ length: count }, (_, n) => ({
    library: { distribution: `a${n}`, fidelity: "redesign" },
    suspends: true,
    calls: 9 - n,
  }));
  const results = {
    findings: { uses: [], libraries, hub: { switched: true, blockers: [] } },
    estimate: { packages: [], recommendation: { option: "balanced", reason: "" } },
  } as unknown as StageResults;
  const own = [{ verdict: "asyncio-ready" } as FunctionAssessment<Text>];
  const said = chooseDecisions(results, own).map(({ text }) => inEnglish(text));
  expect(said).toContainEqual(expect.stringMatching(words));
});

test("for native threads the decisions say how each library runs on them, and ask for no hub", () => {
  const tied = (distribution: string, how?: string) => ({
    library: {
      distribution,
      coupling: "optional",
      effort: 5,
      ...(how === undefined ? {} : { threads: { effort: 1, remedy: how } }),
    },
    suspends: true,
    calls: 1,
  });
  const results = {
    findings: {
      uses: [use("eventlet.wsgi.server", 13, 90)],
      libraries: [tied("Flask-SocketIO", 'async_mode="threading"'), tied("ryu")],
      hub: { switched: false, blockers: [] },
    },
    estimate: { packages: [], recommendation: { option: "threads", reason: "" } },
  } as unknown as StageResults;
  const own = [{ verdict: "asyncio-ready" } as FunctionAssessment<Text>];
  const said = chooseDecisions(results, own).map(({ text }) => inEnglish(text));
  expect(said.slice(1)).toEqual([
    "eventlet.wsgi.server is used at web.py:90; a WSGI server with native threads takes its place.",
    'To be switched to native threads: Flask-SocketIO (async_mode="threading"). No mode for native threads is known of ryu.',
  ]);
});
