import { byCodeUnits } from "../by-code-units.ts";
import { groupBy } from "../group-by.ts";
import type { Knowledge, SignalRule } from "./catalogue.ts";
import type { Signal } from "./findings.ts";

/** A file that may tell of Eventlet. */
export interface ScannedFile {
  readonly path: string;
  readonly text: string;
  /** A program by its first line. */
  readonly isScript?: boolean;
}

/** Longer lines (minified, generated) are not searched. */
const MAX_LINE = 2000;
const MAX_SHOWN = 160;
/** One rule in one file: more places say nothing new. */
const MAX_PER_FILE = 50;

/** What files outside the analysed code, and texts inside it, say about Eventlet. */
export function findSignals(
  knowledge: Knowledge,
  signalFiles: readonly ScannedFile[],
  sourceFiles: readonly ScannedFile[] = [],
): readonly Signal[] {
  const sets = rulesByFiles(knowledge.signals);
  const found: Signal[] = [];
  for (const { path, text } of [...signalFiles, ...sourceFiles]) {
    const file = { path, text: withoutLongLines(text) };
    for (const { fits, rules } of sets) {
      if (!fits(path)) continue;
      for (const { rule, pattern } of rules) found.push(...search(file, rule, pattern));
    }
  }
  const general = new Set(
    knowledge.signals.filter(({ isGeneral }) => isGeneral === true).map(({ id }) => id),
  );
  return withoutDoubles(withoutGeneral(found, general)).sort(bySignal);
}

/** Most rules are for the same few sets of files: a path is held against each set once. */
function rulesByFiles(signals: readonly SignalRule[]) {
  const sets = groupBy(signals, ({ files, except = [] }) => JSON.stringify([files, except]));
  return [...sets.values()].map((own) => ({
    fits: fitting(own[0] as SignalRule),
    rules: own.map((rule) => ({
      rule,
      pattern: new RegExp(bounded(rule.pattern), `g${rule.flags}`),
    })),
  }));
}

function fitting(rule: SignalRule): (path: string) => boolean {
  const named = fileTest(rule.files);
  const excepted = fileTest(rule.except ?? []);
  return (path) => named(path) && !excepted(path);
}

function withoutLongLines(text: string): string {
  const lines = text.split("\n");
  return lines.some(({ length }) => length > MAX_LINE)
    ? lines.map((line) => (line.length > MAX_LINE ? "" : line)).join("\n")
    : text;
}

const MOST_REPEATS = 500;

/**
 * The pattern, with an end to each repetition. Files may be made to be slow: where a repetition runs
 * to the end of the text and is tried from each of its places, a megabyte takes hours.
 */
function bounded(pattern: string): string {
  return pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|[*+]/g, (token) => {
    if (token === "*") return `{0,${MOST_REPEATS}}`;
    return token === "+" ? `{1,${MOST_REPEATS}}` : token;
  });
}

function search(file: ScannedFile, rule: SignalRule, pattern: RegExp): readonly Signal[] {
  const found: Signal[] = [];
  let line = 1;
  let counted = 0;
  for (const match of file.text.matchAll(pattern)) {
    // A pattern may begin with the blanks or the line end before what it means.
    const at = match.index + (/^\s*/.exec(match[0])?.[0].length ?? 0);
    for (; counted < at; counted++) if (file.text.charCodeAt(counted) === 10) line += 1;
    const text = lineAround(file.text, at);
    found.push({
      kind: rule.kind,
      rule: rule.id,
      path: file.path,
      line,
      what: shown(text, file.path),
      meaning: rule.meaning,
      severity: rule.severity,
    });
    if (found.length >= MAX_PER_FILE) break;
  }
  return found;
}

function lineAround(text: string, at: number): string {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  return text.slice(start, end < 0 ? text.length : end).trim();
}

/** Environment files hold secrets: the name is told, never the value. */
function shown(text: string, path: string): string {
  const isSecret = /(^|\/)\.env|\.env$/.test(path);
  const plain = isSecret ? text.replace(/=.*/, "=…") : text;
  return plain.length > MAX_SHOWN ? `${plain.slice(0, MAX_SHOWN - 1)}…` : plain;
}

/** Globs without a slash match the file's name anywhere; others the end of the path. */
export function fileTest(globs: readonly string[]): (path: string) => boolean {
  const names: RegExp[] = [];
  const paths: RegExp[] = [];
  for (const glob of globs) {
    if (glob.includes("/")) paths.push(new RegExp(`(^|/)${globPattern(glob)}$`));
    else names.push(new RegExp(`^${globPattern(glob)}$`));
  }
  return (path) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    return names.some((each) => each.test(name)) || paths.some((each) => each.test(path));
  };
}

function globPattern(glob: string): string {
  return glob.replace(/\*\*\/|\*\*|[*?]|[.+^${}()|[\]\\]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    return part === "?" ? "[^/]" : `\\${part}`;
  });
}

/** A line that a special rule explains needs no general one. */
function withoutGeneral(
  signals: readonly Signal[],
  general: ReadonlySet<string>,
): readonly Signal[] {
  const special = new Set(
    signals.filter(({ rule }) => !general.has(rule)).map(({ path, line }) => `${path}:${line}`),
  );
  return signals.filter(
    ({ rule, path, line }) => !general.has(rule) || !special.has(`${path}:${line}`),
  );
}

/**
 * A line is told once of all the rules that say the same of it. A file can be named twice (as a source and
 * as a signal file), a line found twice by one rule.
 */
function withoutDoubles(signals: readonly Signal[]): Signal[] {
  const found = new Map<string, Signal>();
  for (const signal of signals) {
    const key = `${signal.meaning}\n${signal.path}\n${signal.line}`;
    if (!found.has(key)) found.set(key, signal);
  }
  return [...found.values()];
}

function bySignal(left: Signal, right: Signal): number {
  return (
    byCodeUnits(left.path, right.path) ||
    left.line - right.line ||
    byCodeUnits(left.rule, right.rule)
  );
}
