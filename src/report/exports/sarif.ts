import type { Assessment, FunctionAssessment } from "../../assessment/assessment.ts";
import type { RenderedFile } from "../rendered-file.ts";

const SCHEMA =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/** GitHub keeps 25,000 results a run and 1,000 thread-flow locations a result. */
const RESULT_CAP = 25_000;
const FLOW_CAP = 1_000;

const RULES: Readonly<
  Record<
    FunctionAssessment["verdict"],
    { readonly text: string; readonly level: "note" | "warning" | "error" }
  >
> = {
  "asyncio-ready": {
    text: "The function reaches Eventlet and can become async def.",
    level: "note",
  },
  "awaitlet-candidate": {
    text: "The function reaches Eventlet and stays synchronous under Awaitlet.",
    level: "warning",
  },
  redesign: { text: "The function's own logic has no counterpart in asyncio.", level: "error" },
  undetermined: { text: "The function could not be judged.", level: "warning" },
};

/** SARIF 2.1.0: one result per reaching function, its evidence path as a code flow. */
export function renderSarif(assessment: Assessment): RenderedFile {
  const own = assessment.functions.filter(({ isTest }) => !isTest).slice(0, RESULT_CAP);
  const log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: driver(assessment) },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: {
          SRCROOT: { description: { text: "root of the assessed repository" } },
        },
        ...revision(assessment),
        results: own.map(result),
      },
    ],
  };
  return { name: "assessment.sarif", content: `${JSON.stringify(log, null, 1)}\n` };
}

function driver({ tool }: Assessment) {
  return {
    name: tool.name,
    semanticVersion: tool.version,
    rules: Object.entries(RULES).map(([id, { text, level }]) => ({
      id,
      shortDescription: { text },
      defaultConfiguration: { level },
    })),
  };
}

function revision({ repository: { url, commit, branch } }: Assessment) {
  if (url === undefined || commit === undefined) return {};
  const details = {
    repositoryUri: url,
    revisionId: commit,
    ...(branch === undefined ? {} : { branch }),
  };
  return { versionControlProvenance: [details] };
}

function result(fn: FunctionAssessment) {
  const steps = fn.evidence.slice(0, FLOW_CAP).map(({ path, line, calls }) => ({
    location: { ...location(path, line), message: { text: `calls ${calls}` } },
  }));
  return {
    ruleId: fn.verdict,
    level: RULES[fn.verdict].level,
    message: { text: `${fn.id}: ${fn.reason}` },
    locations: [location(fn.path, fn.line)],
    partialFingerprints: { "function/v1": `${fn.id}:${fn.verdict}` },
    ...(steps.length === 0 ? {} : { codeFlows: [{ threadFlows: [{ locations: steps }] }] }),
  };
}

function location(path: string, line: number) {
  const uri = path.split("/").map(encodeURIComponent).join("/");
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: "SRCROOT" },
      region: { startLine: Math.max(1, line) },
    },
  };
}
