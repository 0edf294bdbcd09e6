import type { FunctionAssessment } from "../assessment/assessment.ts";
import type { SectionContext } from "./section.ts";
import { VERDICTS, wordFor } from "./section.ts";
import { groupObstacles } from "./sections/functions.ts";
import { StringTable } from "./string-table.ts";

/**
 * The functions as the page's script reads them (assets/report/page/store.js), made small: strings
 * stand once in a table and name functions by number, ids share the beginning of the one before, callers are left out because
 * they are the callees read backwards, and an evidence path that goes on like its second function's
 * own path is only named. 30,000 functions stay below 6 MB.
 */
export interface PageData {
  readonly words: Readonly<Record<string, string>>;
  readonly lang: string;
  readonly strings: readonly string[];
  /** Flat: shared length with the id before, then the rest. */
  readonly ids: readonly (string | number)[];
  /** Numbers with commas between them, one for each function; nothing means: the same as before. */
  readonly columns: Readonly<Record<string, string>>;
  /** Per function: line of the first call, then `[next]` to go on with its path, or all further steps. */
  readonly evidence: readonly (readonly number[])[];
  readonly callees: readonly (readonly number[])[];
  readonly obstacles: Readonly<Record<string, readonly (readonly number[])[]>>;
  /** Path, then line and text by turns, for as many lines as the budget allows. */
  readonly excerpts: Readonly<Record<string, readonly (string | number)[]>>;
  readonly linkTemplate: readonly string[];
}

/** Letters of all data together, and of the source lines among them: these give way first. */
const BUDGET = 4_300_000;
const MOST_EXCERPTS = 900_000;
const ROLES = ["entry", "intermediary", "backend"] as const;
const VIAS = ["eventlet", "monkey-patch", "library"] as const;
const CONFIDENCES = ["certain", "likely", "possible"] as const;
const KINDS = ["function", "method", "lambda", "module", "class-body"] as const;

export function pageData(context: SectionContext): PageData {
  const { functions } = context.assessment;
  const indexById = new Map(functions.map((fn, index) => [fn.id, index]));
  const strings = new StringTable(indexById);
  const evidence = functions.map((fn) => packEvidence(fn, functions, indexById, strings));
  const obstacles = packObstacles(context, strings);
  const packed = {
    words: wordsOfPage(context),
    lang: context.words.lang,
    ids: packIds(functions),
    columns: packColumns(context, strings),
    evidence,
    callees: packCallees(functions, indexById),
    obstacles,
    linkTemplate: linkTemplate(context),
    strings: strings.list,
  };
  const room = BUDGET - JSON.stringify(packed).length;
  return { ...packed, excerpts: packExcerpts(context, Math.min(room, MOST_EXCERPTS)) };
}

/** What each function has one of, as columns; lists of known names as bits. */
function packColumns({ assessment, words }: SectionContext, strings: StringTable) {
  const { functions } = assessment;
  const column = (read: (fn: FunctionAssessment) => number) => packColumn(functions.map(read));
  const bits = (names: readonly string[], held: readonly string[]) =>
    names.reduce((sum, name, bit) => sum + (held.includes(name) ? 1 << bit : 0), 0);
  return {
    path: column((fn) => strings.add(fn.path)),
    line: column((fn) => fn.line),
    length: column((fn) => fn.endLine - fn.line),
    verdict: column((fn) => VERDICTS.indexOf(fn.verdict)),
    confidence: column((fn) => CONFIDENCES.indexOf(fn.confidence)),
    kind: column((fn) => KINDS.indexOf(fn.kind)),
    via: column((fn) => bits(VIAS, fn.via)),
    roles: column((fn) => bits(ROLES, fn.roles)),
    flags: column(
      (fn) => Number(fn.isTest) + 2 * Number(fn.reach === "touches") + 4 * Number(fn.direct),
    ),
    points: column((fn) => Math.round(fn.points * 100) / 100),
    low: column((fn) => Math.round(fn.hours.low * 10) / 10),
    high: column((fn) => Math.round(fn.hours.high * 10) / 10),
    wave: column((fn) => fn.wave),
    depth: column((fn) => fn.depth),
    leverage: column((fn) => fn.leverage),
    reason: column((fn) => strings.add(fn.reason)),
    patching: column((fn) => strings.add(fn.patching ?? "")),
    code: column(({ reasonCode: code }) =>
      strings.add(code === undefined ? "" : wordFor(words, "reasonCode", code)),
    ),
    alternatives: column((fn) => strings.add(fn.alternatives.join("; "))),
  };
}

function packColumn(values: readonly number[]): string {
  return values.map((value, at) => (at > 0 && value === values[at - 1] ? "" : value)).join(",");
}

function packIds(functions: readonly FunctionAssessment[]): (string | number)[] {
  let before = "";
  return functions.flatMap(({ id }) => {
    let shared = 0;
    while (shared < id.length && id[shared] === before[shared]) shared += 1;
    before = id;
    return [shared, id.slice(shared)];
  });
}

/** A callee that is a function of the list has its index; another name stands as −1 − its string. */
function packEvidence(
  fn: FunctionAssessment,
  all: readonly FunctionAssessment[],
  indexById: ReadonlyMap<string, number>,
  strings: StringTable,
): number[] {
  const place = (name: string) => indexById.get(name) ?? -1 - strings.add(name);
  const [first, ...rest] = fn.evidence;
  if (first === undefined) return [];
  const next = place(first.calls);
  const head = [first.line, next, surenessOf(first)];
  const nextSteps = next >= 0 ? all[next]?.evidence : undefined;
  if (nextSteps !== undefined && isSamePath(rest, nextSteps)) return head;
  return [
    ...head,
    ...rest.flatMap((step) => [
      place(step.function),
      step.line,
      place(step.calls),
      surenessOf(step),
    ]),
  ];
}

type Steps = FunctionAssessment["evidence"];

/** The confidence of a call by its number; behind them stands the step from a method to its family. */
const surenessOf = ({ confidence, isFamily }: Steps[number]): number =>
  isFamily === true ? CONFIDENCES.length : CONFIDENCES.indexOf(confidence);

function isSamePath(one: Steps, other: Steps): boolean {
  return (
    one.length === other.length &&
    one.every((step, index) => {
      const twin = other[index];
      return (
        twin !== undefined &&
        step.function === twin.function &&
        step.line === twin.line &&
        step.calls === twin.calls &&
        step.confidence === twin.confidence
      );
    })
  );
}

/** Callers and callees are capped in the Assessment; read from both ends, more of them are known. */
function packCallees(
  functions: readonly FunctionAssessment[],
  indexById: ReadonlyMap<string, number>,
): number[][] {
  const callees = functions.map(() => new Set<number>());
  functions.forEach((fn, index) => {
    for (const id of fn.callees) {
      const to = indexById.get(id);
      if (to !== undefined) callees[index]?.add(to);
    }
    for (const id of fn.callers) {
      const from = indexById.get(id);
      if (from !== undefined) callees[from]?.add(index);
    }
  });
  return callees.map((set) => [...set].sort((a, b) => a - b));
}

/** Per function and obstacle: title, how many places, then path, line and detail of the first ones. */
function packObstacles(context: SectionContext, strings: StringTable): Record<string, number[][]> {
  const packed: Record<string, number[][]> = {};
  context.assessment.functions.forEach((fn, index) => {
    if (fn.obstacles.length === 0) return;
    packed[String(index)] = groupObstacles(context, fn).map(({ title, places }) => [
      strings.add(title),
      places.total,
      ...places.items.flatMap(({ path, line, detail }) => [
        strings.add(path),
        line,
        strings.add(detail),
      ]),
    ]);
  });
  return packed;
}

/** Source lines around the first step of each path, in the order of the functions, while there is room. */
function packExcerpts(
  { assessment }: SectionContext,
  budget: number,
): Record<string, (string | number)[]> {
  const packed = new Map<string, (string | number)[]>();
  let spent = 0;
  for (const [path, lines] of Object.entries(assessment.excerpts)) {
    const size = Object.values(lines).reduce((sum, text) => sum + text.length + 12, path.length);
    if (spent + size > budget) continue;
    spent += size;
    packed.set(
      path,
      Object.entries(lines).flatMap(([line, text]) => [Number(line), text]),
    );
  }
  return Object.fromEntries(packed);
}

/** The address around path and line, found by asking for marks that no path holds. */
function linkTemplate({ link }: SectionContext): string[] {
  const address = link("PATHMARK", 987654321);
  if (address === undefined) return [];
  return [address.replaceAll("PATHMARK", "{path}").replaceAll("987654321", "{line}")];
}

const PAGE_WORDS = [
  "page.table",
  "page.search",
  "page.searchHint",
  "page.filter",
  "page.all",
  "page.rows",
  "page.previous",
  "page.next",
  "page.pageOf",
  "page.found",
  "page.dark",
  "page.light",
  "page.copy",
  "page.copied",
  "page.sortBy",
  "page.close",
  "page.open",
  "page.tests",
  "page.reset",
  "page.callers",
  "page.callees",
  "page.moreCallers",
  "page.noCallers",
  "page.noCallees",
  "page.diagram",
  "page.showDiagram",
  "page.back",
  "page.evidence",
  "page.source",
  "page.keys",
  "column.function",
  "column.verdict",
  "column.via",
  "column.role",
  "column.confidence",
  "column.points",
  "column.wave",
  "column.depth",
  "column.unlocks",
  "unit.hours",
  "functions.calls",
  "functions.changesWith",
  "functions.alternatives",
  "functions.wave",
  "readiness.obstacles",
  "path.waits",
  ...VERDICTS.map((verdict) => `verdict.${verdict}`),
  ...ROLES.map((role) => `role.${role}`),
  ...VIAS.map((via) => `via.${via}`),
  ...CONFIDENCES.map((confidence) => `confidence.${confidence}`),
  ...KINDS.map((kind) => `kind.${kind}`),
] as const;

function wordsOfPage({ words }: SectionContext): Record<string, string> {
  return Object.fromEntries(PAGE_WORDS.map((key) => [key, words.t(key)]));
}
