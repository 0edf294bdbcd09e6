import type { FunctionAssessment } from "../assessment/assessment.ts";

/** How a terminal names the verdicts; a report has them in its own language (`verdict.*` of the messages). */
export const VERDICT_LABELS: Readonly<Record<FunctionAssessment["verdict"], string>> = {
  "asyncio-ready": "asyncio-ready",
  "awaitlet-candidate": "Awaitlet candidate",
  redesign: "redesign",
  undetermined: "undetermined",
};
