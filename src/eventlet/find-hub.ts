import { say, type Text } from "../sentence.ts";
import { comparable, type DeclaredDependency } from "./find-libraries.ts";
import type { EventletUse, HubState, Signal } from "./findings.ts";
import { byPlace, type GraphView } from "./graph-view.ts";

/** The first release with the asyncio hub (NEWS 0.35.0). */
const FIRST_WITH_ASYNCIO_HUB = [0, 35, 0] as const;
/**
 * What the program runs with before what only fixes versions around it: constraints and test
 * environments often pin the oldest release that still works.
 */
const SCOPES: readonly (readonly string[])[] = [
  ["lock"],
  ["runtime"],
  ["optional"],
  ["constraint"],
  ["test", "build"],
];
const USE_HUB = "eventlet.hubs.use_hub";
/** What cannot run on the asyncio hub, and why (eventlet/hubs/asyncio.py). */
const BLOCKERS: Readonly<Record<string, Text>> = {
  "eventlet.debug.hub_prevent_multiple_readers": say`several readers of one file descriptor`,
  "eventlet.greenthread.exc_after": say`exc_after() counts on a classic hub`,
  "eventlet.hubs.hub.BaseHub.switch": say`switching to the hub by hand`,
  "eventlet.hubs.hub.BaseHub.run": say`running the hub by hand`,
};

/** Whether the asyncio hub, step 1 of the official migration, is in use, allowed, and what hinders. */
export function findHub(
  view: GraphView,
  uses: readonly EventletUse[],
  signals: readonly Signal[],
  dependencies: readonly DeclaredDependency[],
): HubState {
  const chosen = [...hubCalls(view), ...hubSignals(signals)];
  const isAsyncio = ({ hub }: { readonly hub: string }) => hub === "asyncio";
  const eventlet = specifierOf(dependencies, "eventlet");
  const python = signals.find(({ rule }) => rule === "dep-python-requires");
  const pythonVersions = /(?:python_requires|requires-python)\s*=\s*['"]?([^'"]+)/.exec(
    python?.what ?? "",
  )?.[1];
  const blockers = [
    ...uses
      .filter(({ isTest, api, how }) => !isTest && BLOCKERS[api] !== undefined && how !== "import")
      .map(({ path, line, api }) => ({ path, line, what: BLOCKERS[api] ?? api })),
    ...chosen
      .filter((each) => !isAsyncio(each) && each.hub !== "")
      .map(({ path, line, hub }) => ({ path, line, what: say`the hub ${hub} is chosen` })),
  ].sort(byPlace);
  return {
    switched: chosen.some(isAsyncio),
    where: chosen.map(({ path, line, what }) => ({ path, line, what })).sort(byPlace),
    ...(eventlet === undefined ? {} : { eventletVersion: eventlet }),
    ...(pythonVersions === undefined ? {} : { pythonVersions: pythonVersions.trim() }),
    isAllowed: allowed(eventlet),
    blockers,
  };
}

interface Chosen {
  readonly path: string;
  readonly line: number;
  readonly what: string;
  readonly hub: string;
}

function hubCalls(view: GraphView): readonly Chosen[] {
  return view.graph.externalCalls
    .filter(({ callee, caller }) => callee === USE_HUB && !view.isTest(caller))
    .map(({ caller, site, arguments: values }) => {
      const constant = values[0]?.constants?.[0];
      const hub = typeof constant === "string" ? constant : "";
      return { path: view.pathOf(caller), line: site.line, what: `use_hub(${hub})`, hub };
    });
}

function hubSignals(signals: readonly Signal[]): readonly Chosen[] {
  return signals
    .filter(({ rule }) => rule === "env-hub")
    .map(({ path, line, what }) => ({
      path,
      line,
      what,
      hub: /EVENTLET_HUB\W*[:=,]\s*['"]?([\w.:]+)/.exec(what)?.[1] ?? "",
    }));
}

function specifierOf(
  dependencies: readonly DeclaredDependency[],
  name: string,
): string | undefined {
  const found = dependencies.filter(
    (each) => comparable(each.name) === name && each.specifier !== "",
  );
  const isPin = ({ specifier }: DeclaredDependency): boolean => specifier.startsWith("==");
  for (const scopes of SCOPES) {
    const own = found.filter(({ scope = "runtime" }) => scopes.includes(scope));
    const chosen = own.find(isPin) ?? own[0];
    if (chosen !== undefined) return chosen.specifier;
  }
  return undefined;
}

/** A pin or an upper bound below 0.35 forbids it; any other range holds a release that has the hub. */
function allowed(specifier: string | undefined): HubState["isAllowed"] {
  if (specifier === undefined) return "unknown";
  const clauses = [...specifier.matchAll(/(===?|~=|[<>]=?|!=|\^)\s*(\d+(?:\.\d+)*)/g)].map(
    ([, operator = "", version = ""]) => ({ operator, version, isNew: isNew(version) }),
  );
  const pin = clauses.find(({ operator }) => /^(===?|~=|\^)$/.test(operator));
  if (pin !== undefined) return pin.isNew ? "yes" : "no";
  const upper = clauses.find(({ operator }) => operator.startsWith("<"));
  const isExcluded = upper?.operator === "<" && /^0\.35(\.0)*$/.test(upper.version);
  if (upper !== undefined && (!upper.isNew || isExcluded)) return "no";
  return clauses.length === 0 ? "unknown" : "yes";
}

function isNew(version: string): boolean {
  const parts = version.split(".").map(Number);
  for (const [at, wanted] of FIRST_WITH_ASYNCIO_HUB.entries()) {
    const part = parts[at] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
