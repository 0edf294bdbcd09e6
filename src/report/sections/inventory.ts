import { byCodeUnits } from "../../by-code-units.ts";
import { groupBy } from "../../group-by.ts";
import type { Chart } from "../chart.ts";
import { chartTexts } from "../chart.ts";
import type { HeatTile } from "../charts/heat-map.ts";
import { drawHeatMap } from "../charts/heat-map.ts";
import { groupFindings } from "../finding-groups.ts";
import type { SectionContext } from "../section.ts";
import { capOf, capped, locate, share, tally, wordFor } from "../section.ts";

type Module = SectionContext["assessment"]["modules"][number];
type Via = SectionContext["assessment"]["uses"][number]["via"];

const TILES = 90;
const HEAT_ROWS = 12;

/** Where Eventlet is: by family of API, by module, by patching, by library, and outside the code. */
export function inventoryView(context: SectionContext) {
  const { assessment, link, words } = context;
  const { patching, libraries, hub, patterns } = assessment;
  return {
    families: familiesOf(context),
    via: usesByVia(context),
    heatMap: heatMapOf(context),
    patchCalls: patching.calls.map((call) => ({
      ...call,
      at: locate(link, call.path, call.line),
      before: capped(call.importedBefore, 8),
    })),
    processes: capped(
      byWeight(patching.processes).map((process) => ({
        ...process,
        at: locate(link, process.path, process.line),
      })),
      capOf(context, 40, 300),
    ),
    libraries: libraries.map((used) => ({
      ...used,
      fidelity: words.t(`fidelity.${used.library.fidelity}`),
      // A version may wrap where one of its conditions ends.
      ...(used.version === undefined ? {} : { version: used.version.replaceAll(",", ", ") }),
    })),
    unknown: unknownPackagesOf(context),
    patterns: groupFindings(
      context,
      patterns
        .filter((pattern) => !pattern.isTest)
        .map((pattern) => ({ ...pattern, rule: pattern.pattern })),
      capOf(context, 4, 60),
    ),
    signals: signalsOf(context, capOf(context, 4, 60)),
    hub: {
      ...hub,
      answer: words.t(`hub.${hubState(hub)}`),
      at: hub.where.map(({ path, line }) => locate(link, path, line)),
    },
  };
}

/** How many functions call packages of which nothing is known. */
export function callersOfUnknown({ unknownPackages = [] }: SectionContext["assessment"]): number {
  return new Set(unknownPackages.flatMap(({ functions }) => functions)).size;
}

/** Packages whose calls may wait or not, and how many functions that concerns. */
function unknownPackagesOf(context: SectionContext) {
  const { unknownPackages = [] } = context.assessment;
  return {
    functions: callersOfUnknown(context.assessment),
    packages: capped(
      unknownPackages.map(({ functions, called, ...unknown }) => ({
        ...unknown,
        functions: functions.length,
        called: called.map((name) => name.slice(unknown.name.length + 1) || name),
        at: locate(context.link, unknown.path, unknown.line),
      })),
      capOf(context, 40, 300),
    ),
  };
}

/** What runs green comes first, then what is patched for nothing, then what is not; tests come last. */
function byWeight(processes: SectionContext["assessment"]["patching"]["processes"]) {
  const weight = ({ kind, patchedGroups, startsGreenThreads }: (typeof processes)[number]) => {
    if (kind === "test") return 3;
    if (patchedGroups.length === 0) return 2;
    return startsGreenThreads ? 0 : 1;
  };
  return [...processes].sort((a, b) => weight(a) - weight(b));
}

/** Is the hub switched, may it be, or what stands against it: findings, or the Eventlet that is asked for? */
function hubState({ switched, isAllowed, blockers }: SectionContext["assessment"]["hub"]) {
  if (switched) return "switched";
  if (blockers.length > 0) return "no";
  return isAllowed === "no" ? "old" : isAllowed;
}

const GRAVITY = ["blocker", "high", "warning", "positive", "info"];

/** What means the same stands together, the gravest first; what only mentions Eventlet comes last. */
function signalsOf({ assessment, link, words }: SectionContext, cap: number) {
  const sorted = assessment.signals
    .map((signal, index) => ({ signal, index }))
    .sort(
      (a, b) =>
        GRAVITY.indexOf(a.signal.severity) - GRAVITY.indexOf(b.signal.severity) ||
        Number(a.signal.kind === "doc") - Number(b.signal.kind === "doc") ||
        a.index - b.index,
    )
    .map(({ signal }) => signal);
  return [...groupBy(sorted, ({ severity, meaning }) => `${severity}\n${meaning}`).values()].map(
    (group) => ({
      meaning: group[0]?.meaning ?? "",
      severityName: wordFor(words, "severity", group[0]?.severity ?? ""),
      count: group.length,
      places: capped(
        group.map(({ path, line, what }) => ({ what, at: locate(link, path, line) })),
        cap,
      ),
    }),
  );
}

/** The uses of the table of families, by how they get to Eventlet. */
function usesByVia({ assessment }: SectionContext): Readonly<Record<Via, number>> {
  const own = assessment.uses.filter((use) => !use.isTest);
  const count = (wanted: Via) => own.filter(({ via }) => via === wanted).length;
  return {
    eventlet: count("eventlet"),
    "monkey-patch": count("monkey-patch"),
    library: count("library"),
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
    (a, b) => b.reaching - a.reaching || b.functions - a.functions || byCodeUnits(a.path, b.path),
  );
  const shown = large.slice(0, TILES).sort((a, b) => byCodeUnits(a.path, b.path));
  const rest = tally(large.slice(TILES), groupOf).map(({ key, items }) =>
    tileOfRest(key, items, words.percent, words.t("chart.heat.rest", { n: items.length })),
  );
  const all = [...shown.map((module) => tileOf(module, words.percent)), ...rest];
  const text = chartTexts(words, "heat", { n: modules.length });
  return {
    ...text,
    svg: drawHeatMap(all, text),
    isLabelled: false,
    columns: ["module", "functions", "reaching", "share"].map((key) => words.t(`column.${key}`)),
    rows: heatRows(large, words),
  };
}

/** The modules with most of it, and all others in one line. */
function heatRows(modules: readonly Module[], words: SectionContext["words"]): string[][] {
  const row = (name: string, functions: number, reaching: number) => [
    name,
    words.number(functions),
    words.number(reaching),
    words.percent(share(reaching, functions)),
  ];
  const rest = modules.slice(HEAT_ROWS);
  const total = (read: (module: Module) => number) =>
    rest.reduce((sum, module) => sum + read(module), 0);
  const others = row(
    words.t("page.andMore", { n: rest.length }),
    total(({ functions }) => functions),
    total(({ reaching }) => reaching),
  );
  return [
    ...modules
      .slice(0, HEAT_ROWS)
      .map(({ path, functions, reaching }) => row(path, functions, reaching)),
    ...(rest.length === 0 ? [] : [others]),
  ];
}

function groupOf({ path }: Module): string {
  return path.split("/").slice(0, -1).slice(0, 2).join("/") || ".";
}

function tileOf(module: Module, percent: (value: number) => string): HeatTile {
  const folders = module.path.split("/");
  const file = (folders.pop() ?? module.path).replace(/\.py$/, "");
  const name = file === "__init__" ? `${folders.at(-1) ?? ""}/__init__` : file;
  const part = share(module.reaching, module.functions);
  return {
    group: groupOf(module),
    name,
    size: module.functions,
    share: part,
    shown: percent(part),
  };
}

/** The modules of a group that are too small to be drawn, as one tile. */
function tileOfRest(
  group: string,
  modules: readonly Module[],
  percent: (value: number) => string,
  name: string,
): HeatTile {
  const size = modules.reduce((sum, module) => sum + module.functions, 0);
  const part = share(
    modules.reduce((sum, module) => sum + module.reaching, 0),
    size,
  );
  return { group, name, size, share: part, shown: percent(part), isRest: true };
}
