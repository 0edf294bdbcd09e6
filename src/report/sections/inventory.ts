import type { Chart } from "../chart.ts";
import { chartTexts } from "../chart.ts";
import type { HeatTile } from "../charts/heat-map.ts";
import { drawHeatMap } from "../charts/heat-map.ts";
import type { SectionContext } from "../section.ts";
import { capOf, capped, locate, share, tally, wordFor } from "../section.ts";

type Module = SectionContext["assessment"]["modules"][number];

const TILES = 90;

/** Where Eventlet is: by family of API, by module, by patching, by library, and outside the code. */
export function inventoryView(context: SectionContext) {
  const { assessment, link, words } = context;
  const { patching, libraries, signals, hub, patterns } = assessment;
  return {
    families: familiesOf(context),
    via: assessment.summary.viaCounts,
    heatMap: heatMapOf(context),
    patchCalls: patching.calls.map((call) => ({
      ...call,
      at: locate(link, call.path, call.line),
      before: capped(call.importedBefore, 8),
    })),
    processes: capped(
      patching.processes.map((process) => ({
        ...process,
        at: locate(link, process.path, process.line),
      })),
      capOf(context, 40, 300),
    ),
    libraries: libraries.map((used) => ({
      ...used,
      fidelity: words.t(`fidelity.${used.library.fidelity}`),
    })),
    patterns: capped(
      patterns
        .filter((pattern) => !pattern.isTest)
        .map((pattern) => ({
          ...pattern,
          title: assessment.rules[pattern.pattern]?.title ?? pattern.pattern,
          at: locate(link, pattern.path, pattern.line),
        })),
      capOf(context, 40, 300),
    ),
    signals: capped(
      signals.map((signal) => ({
        ...signal,
        severityName: wordFor(words, "severity", signal.severity),
        at: locate(link, signal.path, signal.line),
      })),
      capOf(context, 40, 400),
    ),
    hub: {
      ...hub,
      answer: words.t(`hub.${hub.switched ? "switched" : hub.isAllowed}`),
      at: hub.where.map(({ path, line }) => locate(link, path, line)),
    },
  };
}

function familiesOf({ assessment, words }: SectionContext) {
  const own = assessment.uses.filter((use) => !use.isTest);
  const tests = tally(
    assessment.uses.filter((use) => use.isTest),
    (use) => use.category,
  );
  const inTests = new Map(tests.map(({ key, items }) => [key, items.length]));
  const largest = tally(own, (use) => use.category)[0]?.items.length ?? 1;
  return tally(own, (use) => use.category).map(({ key, items }) => ({
    category: key,
    name: wordFor(words, "category", key),
    uses: items.length,
    meter: share(items.length, largest),
    yielding: items.filter((use) => use.yields).length,
    functions: new Set(items.map((use) => use.function)).size,
    modules: new Set(items.map((use) => use.path)).size,
    inTests: inTests.get(key) ?? 0,
    apis: tally(items, (use) => use.api)
      .slice(0, 4)
      .map(({ key: api, items: uses }) => ({ api, uses: uses.length })),
  }));
}

function heatMapOf({ assessment, words }: SectionContext): Chart | undefined {
  const modules = assessment.modules.filter((module) => !module.isTest && module.functions > 0);
  if (modules.length === 0) return undefined;
  const large = [...modules].sort(
    (a, b) => b.reaching - a.reaching || b.functions - a.functions || (a.path < b.path ? -1 : 1),
  );
  const shown = large.slice(0, TILES).sort((a, b) => (a.path < b.path ? -1 : 1));
  const tiles = shown.map((module) => tileOf(module, words.percent));
  const rest = tileOfRest(
    large.slice(TILES),
    words.percent,
    words.t("chart.heat.rest", { n: large.length - TILES }),
  );
  const all = rest === undefined ? tiles : [...tiles, rest];
  const text = chartTexts(words, "heat", { n: modules.length });
  return {
    ...text,
    svg: drawHeatMap(all, text),
    isLabelled: false,
    columns: ["module", "functions", "reaching", "share"].map((key) => words.t(`column.${key}`)),
    rows: large
      .slice(0, 12)
      .map((module) => [
        module.path,
        words.number(module.functions),
        words.number(module.reaching),
        words.percent(share(module.reaching, module.functions)),
      ]),
  };
}

function tileOf(module: Module, percent: (value: number) => string): HeatTile {
  const folders = module.path.split("/");
  const name = folders.pop() ?? module.path;
  const part = share(module.reaching, module.functions);
  return {
    group: folders.slice(0, 2).join("/") || ".",
    name: name === "__init__.py" ? `${folders.at(-1) ?? ""}/__init__` : name.replace(/\.py$/, ""),
    size: module.functions,
    share: part,
    shown: percent(part),
  };
}

function tileOfRest(
  modules: readonly Module[],
  percent: (value: number) => string,
  name: string,
): HeatTile | undefined {
  if (modules.length === 0) return undefined;
  const functions = modules.reduce((sum, module) => sum + module.functions, 0);
  const part = share(
    modules.reduce((sum, module) => sum + module.reaching, 0),
    functions,
  );
  return { group: "…", name, size: functions, share: part, shown: percent(part) };
}
