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
