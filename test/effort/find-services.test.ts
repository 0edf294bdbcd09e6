import { expect, test } from "vitest";
import { findServices } from "../../src/effort/find-services.ts";
import { pricingInput } from "./scenario.ts";

test("a WSGI callable below another is no service of its own", () => {
  const input = pricingInput({
    verdicts: [{ function: "app.site" }, { function: "app.handle" }, { function: "app.other" }],
    calls: ["app.site -> app.handle", "test_app.test_other -> app.other"],
  });
  const processes = ["app.site", "app.handle", "app.other"].map((entry) => ({
    entry,
    kind: "wsgi-app" as const,
    path: "app.py",
    line: 1,
    patchedGroups: [],
    patchedBy: [],
    startsGreenThreads: true,
  }));
  const services = findServices({ ...input, findings: { ...input.findings, processes } });
  expect(services.map(({ entry }) => entry)).toEqual(["app.site", "app.other"]);
});
