import type { CallGraph } from "../callgraph/call-graph.ts";
import type { Estimate, Plan } from "../effort/estimate.ts";
import type { Knowledge } from "../eventlet/catalogue.ts";
import type { EventletFindings } from "../eventlet/findings.ts";
import type { Readiness } from "../readiness/readiness.ts";
import type { Text } from "../sentence.ts";
import type { SourceTree } from "../source/source-tree.ts";
import type { Assessment, AssessmentDiagnostic, Branding } from "./assessment.ts";

/** What the stages found, before it is put together. */
export interface StageResults {
  readonly tool: Assessment["tool"];
  readonly source: SourceTree;
  readonly graph: CallGraph;
  readonly knowledge: Knowledge;
  readonly findings: EventletFindings;
  readonly readiness: Readiness;
  readonly estimate: Estimate;
  readonly plan: Plan;
  readonly rules: Assessment["rules"];
  readonly options: Assessment["options"];
  readonly branding?: Branding;
  /** ISO date from SOURCE_DATE_EPOCH; the commit's date serves without it. */
  readonly date?: string;
  readonly diagnostics: readonly AssessmentDiagnostic<Text>[];
}
