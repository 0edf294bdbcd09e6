import { byCodeUnits } from "../by-code-units.ts";
import { inEnglish, plural } from "../sentence.ts";
import type { ApiEntry, Knowledge, LibraryEntry, PatternEntry, SignalRule } from "./catalogue.ts";
import { findRule } from "./find-api.ts";

/** A line of the list of rules. */
export interface RuleSummary {
  readonly id: string;
  readonly kind: "api" | "library" | "pattern" | "signal";
  readonly title: string;
}

/** Everything that the knowledge holds, sorted by kind and id; `filter` keeps what contains it. */
export function listRules(knowledge: Knowledge, filter = ""): readonly RuleSummary[] {
  const apis = [...knowledge.apis.values()].map(
    ({ id, name, asyncio }): RuleSummary => ({
      id,
      kind: "api",
      title: `${name} → ${asyncio.replacement}`,
    }),
  );
  const libraries = knowledge.libraries.map(
    ({ id, distribution, alternative }): RuleSummary => ({
      id,
      kind: "library",
      title: `${distribution} → ${alternative}`,
    }),
  );
  const patterns = [...knowledge.patterns.values()].map(
    ({ id, title }): RuleSummary => ({ id, kind: "pattern", title }),
  );
  const signals = knowledge.signals.map(
    ({ id, meaning }): RuleSummary => ({ id, kind: "signal", title: meaning }),
  );
  const wanted = filter.toLowerCase();
  return [...apis, ...libraries, ...patterns, ...signals]
    .filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(wanted))
    .sort((left, right) => byCodeUnits(left.kind, right.kind) || byCodeUnits(left.id, right.id));
}

/** All that `describeRule` answers to: dotted names of APIs with their aliases, then ids. */
export function ruleNames(knowledge: Knowledge): readonly string[] {
  const names = [...knowledge.apis.values()].flatMap(({ name, aliases }) => [name, ...aliases]);
  return [...names.sort(byCodeUnits), ...listRules(knowledge).map(({ id }) => id)];
}

/** One rule as text for a terminal, by its id or by any name of its API; undefined when there is none. */
export function describeRule(knowledge: Knowledge, idOrName: string): string | undefined {
  const library = knowledge.libraries.find(({ id }) => id === idOrName);
  if (library !== undefined) return describeLibrary(knowledge, library);
  const pattern = knowledge.patterns.get(idOrName);
  if (pattern !== undefined) return describePattern(pattern);
  const signal = knowledge.signals.find(({ id }) => id === idOrName);
  if (signal !== undefined) return describeSignal(signal);
  const api = findRule(knowledge, idOrName);
  return api === undefined ? undefined : describeApi(api);
}

function describeApi(api: ApiEntry): string {
  return page(`${api.id}  ${api.name}`, [
    ["Also", api.aliases.join(", ")],
    ["Family", `${api.category}, by way of ${api.via}`],
    ["Suspends today", suspends(api)],
    ["Mechanism", api.mechanism],
    ["Twin is awaited", api.needsAwait],
    ["asyncio", `${api.asyncio.replacement}  (${api.asyncio.fidelity})`],
    ["", api.asyncio.note],
    ["Awaitlet", api.awaitlet.replacement],
    ["", api.awaitlet.note],
    ["Threads", api.threads],
    [
      "Effort",
      `${inPoints(api.effort)} for the first of its family, a share of that for each call: ${api.effortReason}`,
    ],
    ["Risk", `${api.risk}: ${api.riskReason}`],
    ...(api.risks ?? []).map((risk): Row => ["", `- ${risk}`]),
    ["Source", api.source],
    ...exampleRows(api),
  ]);
}

function suspends(api: ApiEntry): string {
  const uses = [
    ["with", api.enterYields],
    ["end of with", api.exitYields],
    ["iteration", api.iterationYields],
    ["[]", api.itemYields],
    ["calling the instance", api.callYields],
    ["the first import", api.importYields],
  ].flatMap(([how, yields]) => (yields === undefined ? [] : [`${how}: ${yields}`]));
  const groups = api.patchedBy === undefined ? [] : [`patched by ${api.patchedBy.join(" or ")}`];
  return [api.blocks === true ? "no: it blocks the hub" : api.yields, ...uses, ...groups].join(
    "; ",
  );
}

function exampleRows({ example }: ApiEntry): readonly Row[] {
  if (example === undefined) return [];
  const { before, asyncio, awaitlet } = example;
  const shown: readonly (readonly [string, string | undefined])[] = [
    ["Before", before],
    ["asyncio", asyncio],
    ["Awaitlet", awaitlet],
  ];
  return shown.flatMap(([title, code]): readonly Row[] =>
    code === undefined
      ? []
      : [
          ["", ""],
          [`${title}:`, ""],
          ["", indented(code)],
        ],
  );
}

function describeLibrary(knowledge: Knowledge, library: LibraryEntry): string {
  const calls = [...knowledge.apis.values()].filter((api) => api.library === library.id);
  const waiting = calls.filter(
    ({ yields, needsAwait }) => yields !== "never" || needsAwait !== "no",
  );
  return page(`${library.id}  ${library.distribution}`, [
    ["Imported as", library.importNames.join(", ")],
    [
      "Eventlet",
      { none: "not used by it", optional: "used when asked", required: "required" }[
        library.coupling
      ],
    ],
    ["Asked by", library.triggers.join("; ")],
    ["Instead", `${library.alternative}  (${library.fidelity})`],
    ["Effort", `${inPoints(library.effort)} for the package`],
    [
      "On threads",
      library.threads && `${library.threads.remedy}  (${inPoints(library.threads.effort)})`,
    ],
    ["Note", library.note],
    ["Source", library.source],
    ["Calls that wait", waiting.map(({ name }) => name).join(", ")],
  ]);
}

function describePattern(pattern: PatternEntry): string {
  return page(`${pattern.id}  ${pattern.title}`, [
    ["Why it costs", pattern.why],
    ["Remedy", pattern.remedy],
    ["Effort", inPoints(pattern.points)],
    [
      "On threads",
      pattern.pointsWithThreads === undefined ? undefined : inPoints(pattern.pointsWithThreads),
    ],
    ["Severity", pattern.severity],
    ["Source", pattern.source],
  ]);
}

function describeSignal(signal: SignalRule): string {
  return page(`${signal.id}  ${signal.meaning}`, [
    ["Files", signal.files.join(", ")],
    ["Pattern", `/${signal.pattern}/${signal.flags}`],
    ["Advice", signal.advice],
    ["Severity", signal.severity],
    ["Example", signal.example],
  ]);
}

type Row = readonly [label: string, text: string | undefined];

function page(title: string, rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  const lines = rows
    .filter(
      ([label, text]) => text !== undefined && (text !== "" || label === "" || label.endsWith(":")),
    )
    .map(([label, text = ""]) =>
      text.startsWith("    ") ? text : `${label.padEnd(width)}${text}`.trimEnd(),
    );
  return [title, "", ...lines, ""].join("\n");
}

function indented(code: string): string {
  return code.replace(/^/gm, "    ");
}

const inPoints = (points: number): string => inEnglish(plural(points, "# point", "# points"));
