import { readFileSync } from "node:fs";
import type { CallEdge, GraphNode } from "../../src/callgraph/call-graph.ts";
import { loadEffortModel } from "../../src/effort/effort-model.ts";
import { openPricing, type Pricing } from "../../src/effort/price-functions.ts";
import type { ApiEntry, LibraryEntry, PatternEntry } from "../../src/eventlet/catalogue.ts";
import type { EventletUse, PatternFinding } from "../../src/eventlet/findings.ts";
import type { BoundarySite, TemporaryBridge, Verdict } from "../../src/readiness/readiness.ts";
import { plainGraph } from "../callgraph/plain-graph.ts";

/** A little program that was never parsed: what the effort room sees of one. */
export interface Scenario {
  readonly verdicts?: readonly Partial<Verdict>[];
  readonly uses?: readonly Partial<EventletUse>[];
  readonly apis?: readonly Partial<ApiEntry>[];
  /** `caller -> callee`; a caller whose name begins with `test` is a test. */
  readonly calls?: readonly string[];
  readonly boundary?: readonly BoundarySite[];
  readonly temporaryBridges?: readonly TemporaryBridge[];
  readonly libraries?: readonly Partial<LibraryEntry>[];
  readonly patterns?: readonly Partial<PatternFinding>[];
  readonly knownPatterns?: readonly Partial<PatternEntry>[];
  readonly families?: readonly (readonly string[])[];
  readonly overrides?: Readonly<Record<string, unknown>>;
}

const MODEL = readFileSync(
  new URL("../../assets/knowledge/effort-model.json", import.meta.url),
  "utf8",
);

export function pricingInput(scenario: Scenario): Pricing {
  const verdicts = (scenario.verdicts ?? []).map(verdict);
  const edges = (scenario.calls ?? []).map(edge);
  const names = new Set([
    ...verdicts.map((each) => each.function),
    ...edges.flatMap(({ from, to }) => [from, to]),
  ]);
  return openPricing({
    graph: plainGraph([...names].map(node), edges),
    findings: {
      uses: (scenario.uses ?? []).map(use),
      patchCalls: [],
      processes: [],
      patchedGroups: {},
      signals: [],
      libraries: (scenario.libraries ?? []).map(library),
      unknownPackages: [],
      patterns: (scenario.patterns ?? []).map(pattern),
      hub: { switched: false, where: [], isAllowed: "yes", blockers: [] },
    },
    knowledge: {
      apis: new Map((scenario.apis ?? []).map(api).map((each) => [each.name, each])),
      libraries: (scenario.libraries ?? []).map(libraryEntry),
      waitless: new Set(),
      aliases: {},
      symbols: {},
      passthrough: {},
      receivers: [],
      patterns: new Map(
        (scenario.knownPatterns ?? []).map(patternEntry).map((each) => [each.id, each]),
      ),
      signals: [],
      patching: { groups: [], acceptedKeywords: [], asks: [], ways: [], hazards: [] },
    },
    readiness: {
      verdicts,
      plans: (["awaitletFirst", "balanced", "fullAsyncio"] as const).map((strategy) => ({
        strategy,
        asyncFunctions: 0,
        awaitSites: 0,
        bridges: 0,
        awaitletFunctions: 0,
        cost: 0,
        isSound: true,
        boundary: scenario.boundary ?? [],
        violations: [],
      })),
      strategy: "balanced",
      waves: [],
      temporaryBridges: scenario.temporaryBridges ?? [],
      silentBreaks: [],
      concurrencyLosses: [],
      leverage: [],
      disablable: [],
      families: scenario.families ?? [],
    },
    model: loadEffortModel(MODEL, scenario.overrides),
  });
}

function verdict(given: Partial<Verdict>): Verdict {
  return {
    function: "app.f",
    reach: "suspends",
    via: ["eventlet"],
    direct: true,
    verdict: "asyncio-ready",
    reason: "",
    alternatives: [],
    roles: [],
    confidence: "certain",
    evidence: [],
    depth: 0,
    obstacles: [],
    needsAwait: true,
    isDisablable: false,
    labels: { awaitletFirst: "async", balanced: "async", fullAsyncio: "async" },
    wave: 1,
    leverage: 1,
    ...given,
  };
}

function use(given: Partial<EventletUse>): EventletUse {
  return {
    api: "eventlet.greenthread.sleep",
    function: "app.f",
    path: "app.py",
    line: 1,
    column: 0,
    site: -1,
    via: "eventlet",
    how: "call",
    yields: true,
    needsAwait: true,
    confidence: "certain",
    category: "sleep",
    fidelity: "direct",
    effort: 1,
    isTest: false,
    ...given,
  };
}

function api(given: Partial<ApiEntry>): ApiEntry {
  return {
    id: "EVT-sleep",
    name: "eventlet.greenthread.sleep",
    aliases: [],
    kind: "function",
    via: "eventlet",
    category: "sleep",
    yields: "always",
    needsAwait: "yes",
    asyncio: { replacement: "await asyncio.sleep(s)", fidelity: "direct" },
    awaitlet: { replacement: "awaitlet(asyncio.sleep(s))" },
    effort: 1,
    effortReason: "",
    risk: "low",
    riskReason: "",
    source: "",
    ...given,
  };
}

function libraryEntry(given: Partial<LibraryEntry>): LibraryEntry {
  const { distribution = "" } = given;
  return {
    id: distribution,
    distribution,
    importNames: [],
    coupling: "none",
    triggers: [],
    alternative: "",
    fidelity: "adapt",
    effort: 1,
    note: "",
    source: "",
    ...given,
  };
}

function library(given: Partial<LibraryEntry>) {
  return { library: libraryEntry(given), imports: 1, calls: 1, functions: 1, suspends: true };
}

function pattern(given: Partial<PatternFinding>): PatternFinding {
  return {
    pattern: "",
    function: "app.f",
    path: "app.py",
    line: 1,
    detail: "",
    evidence: [],
    points: 1,
    isTest: false,
    ...given,
  };
}

function patternEntry(given: Partial<PatternEntry>): PatternEntry {
  return {
    id: "",
    title: "",
    why: "",
    remedy: "",
    points: 1,
    severity: "info",
    source: "",
    ...given,
  };
}

function node(id: string): GraphNode {
  const isTest = id.startsWith("test");
  return { id, kind: "function", path: `${id.split(".")[0]}.py`, line: 1, endLine: 2, isTest };
}

function edge(text: string): CallEdge {
  const [from = "", to = ""] = text.split(" -> ");
  const site = { line: 1, column: 0, site: 0 };
  return { from, to, kind: "call", how: "call", confidence: "certain", sites: [site] };
}
