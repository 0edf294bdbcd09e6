import { say } from "../../sentence.ts";
import type { FactsDiagnostic } from "../module-facts.ts";
import type { FlatTree } from "./flat-tree.ts";
import { Kind } from "./kinds.ts";
import type { PythonParser } from "./parser.ts";
import { neutraliseLine, rewriteBackticks, rewriteLine, rewriteTypeCalls } from "./python2.ts";
import { lineText, rewriteLines } from "./rewrite-lines.ts";
import { lineAt, type SourceText } from "./source-text.ts";
import { tameText } from "./tame-text.ts";
import { unclosedLines } from "./unclosed-brackets.ts";

export interface Parsed {
  readonly tree: FlatTree;
  readonly diagnostics: readonly FactsDiagnostic[];
  /** Positions where Python 2's backticks stood; the tree has parentheses there. */
  readonly backticks: ReadonlySet<number>;
}

/** Rounds of dropping unreadable lines; each costs a parse, and must remove a fifth of what is unreadable. */
const ROUNDS = 6;
const WORTHWHILE = 0.8;
/** Beyond this size a file with errors is taken as it is. */
const RECOVERY_LIMIT = 400_000;
const DIAGNOSTIC_LIMIT = 20;
/** An open bracket explains an error at most this many lines further down. */
const UNCLOSED_REACH = 10;
const EXCERPT_LENGTH = 60;

/** A stretch of lines that the parser could not fit in. Lines count from 1. */
interface ErrorRegion {
  readonly line: number;
  readonly endLine: number;
}

/**
 * Parses, and when something does not parse, parses again with known older forms bridged and then
 * with the unreadable lines dropped, so that an error costs its own line and not the function around it.
 */
export function parseTolerantly(source: SourceText, parser: PythonParser): Parsed {
  const { lost, ...first } = firstAttempt(rewriteTypeCalls(tameText(source.text)), parser);
  let { text, tree } = first;
  const strings = backtickStrings(tree, text);
  const rewritten = rewriteBackticks(text, strings);
  const other = strings.length === 0 ? undefined : parser.parse(rewritten);
  if (other !== undefined) [text, tree] = [rewritten, other];
  const backticks = new Set(other === undefined ? [] : strings.map(([start]) => start));
  if (!tree.hasError) return { tree, diagnostics: lost, backticks };
  const found = errorRegions(source, tree);
  if (found.length === 0) return { tree, diagnostics: [SOMEWHERE], backticks };
  const bridged = bridge(source, parser, text, tree, found);
  const remaining = errorRegions(source, bridged.tree);
  const unclosed = unclosedIn(source, text, tree);
  const diagnostics = found.map((region) => diagnosticOf(source, region, remaining, unclosed));
  const recovered = dropLines(source, parser, bridged.text, bridged.tree);
  return { tree: recovered, diagnostics: limited(diagnostics), backticks };
}

/** Of a text that is too tangled nothing is read. */
function firstAttempt(
  text: string,
  parser: PythonParser,
): Attempt & { readonly lost: readonly FactsDiagnostic[] } {
  const tree = parser.parse(text);
  if (tree !== undefined) return { text, tree, lost: [] };
  const nothing = parser.parse("");
  if (nothing === undefined) throw new Error("An empty text is not tangled.");
  return { text: "", tree: nothing, lost: [TANGLED] };
}

const TANGLED: FactsDiagnostic = {
  code: "syntax-error",
  severity: "error",
  line: 1,
  message: say`Not understood: this file is not Python, or has too many syntax errors.`,
};

/** The parser invented a line end between two statements: a token that has no place in the tree. */
const SOMEWHERE: FactsDiagnostic = {
  code: "syntax-error",
  severity: "warning",
  line: 1,
  message: say`Two statements somewhere in this file are not separated by a line end or a semicolon.`,
};

interface Attempt {
  readonly text: string;
  readonly tree: FlatTree;
}

function bridge(
  source: SourceText,
  parser: PythonParser,
  text: string,
  tree: FlatTree,
  regions: readonly ErrorRegion[],
): Attempt {
  if (text.length > RECOVERY_LIMIT) return { text, tree };
  const lines = regions.flatMap(({ line, endLine }) =>
    linesBetween(line - 1, Math.min(endLine, line + 5)),
  );
  const rewritten = rewriteLines(source, text, new Set(lines), rewriteLine);
  if (rewritten === text) return { text, tree };
  const better = parser.parse(rewritten);
  return better !== undefined && errorCost(better) < errorCost(tree)
    ? { text: rewritten, tree: better }
    : { text, tree };
}

/** Drops the first line of every error that stands between statements, as long as that helps. */
function dropLines(
  source: SourceText,
  parser: PythonParser,
  text: string,
  tree: FlatTree,
): FlatTree {
  if (text.length > RECOVERY_LIMIT) return tree;
  let best = tree;
  let current: Attempt = { text, tree };
  for (let round = 0; round < ROUNDS; round++) {
    const lines = blamedLines(source, current);
    if (lines.size === 0) return best;
    const rewritten = rewriteLines(source, current.text, lines, neutraliseLine);
    if (rewritten === current.text) return best;
    const next = parser.parse(rewritten);
    if (next === undefined) return best;
    current = { text: rewritten, tree: next };
    const [before, after] = [errorCost(best), errorCost(current.tree)];
    if (after < before) best = current.tree;
    if (after > before * WORTHWHILE) return best;
  }
  return best;
}

/** How much of the text is inside errors. */
function errorCost(tree: FlatTree): number {
  let cost = tree.missing.length;
  for (let node = 0; node < tree.size; ) {
    const isError = tree.kind[node] === Kind.error;
    if (isError) cost += 1 + (tree.end[node] as number) - (tree.start[node] as number);
    node = isError ? (tree.after[node] as number) : node + 1;
  }
  return cost;
}

/** Where brackets stay open, else where errors begin: those lines are to be dropped. */
function blamedLines(source: SourceText, { text, tree }: Attempt): Set<number> {
  const structural = structuralErrorLines(source, tree);
  if (structural.size === 0) return structural;
  const unclosed = unclosedIn(source, text, tree);
  return unclosed.length > 0 ? new Set(unclosed) : structural;
}

/** Lines from the first error on whose brackets stay open. */
function unclosedIn(source: SourceText, text: string, tree: FlatTree): number[] {
  if (text.length > RECOVERY_LIMIT) return [];
  const first = lineAt(source, outermostErrorStart(tree));
  const start = source.lineStarts[first - 1] ?? 0;
  return unclosedLines(text.slice(start)).map((line) => line + first);
}

/** Where the first statement that holds an error begins. */
function outermostErrorStart(tree: FlatTree): number {
  let first = tree.missing[0] ?? Number.POSITIVE_INFINITY;
  for (let node = 0; node < tree.size; node++) {
    if (tree.kind[node] !== Kind.error) continue;
    first = Math.min(first, tree.start[node] as number);
    break;
  }
  return first;
}

/** Lines on which errors begin that are not inside one simple statement. */
function structuralErrorLines(source: SourceText, tree: FlatTree): Set<number> {
  const lines = new Set<number>();
  for (let node = 0; node < tree.size; node++) {
    const kind = tree.kind[node] as number;
    if (SIMPLE_STATEMENTS.has(kind) && !spansLines(source, tree, node)) {
      node = (tree.after[node] as number) - 1;
    } else if (kind === Kind.error && !hasInnerError(tree, node)) {
      lines.add(lineAt(source, tree.start[node] as number));
    }
  }
  for (const position of tree.missing) lines.add(lineAt(source, position));
  return lines;
}

/** The parser wraps an error that it cannot place in larger ones: the innermost tells where it is. */
function hasInnerError(tree: FlatTree, node: number): boolean {
  for (let inner = node + 1; inner < (tree.after[node] as number); inner++) {
    if (tree.kind[inner] === Kind.error) return true;
  }
  return false;
}

const SIMPLE_STATEMENTS: ReadonlySet<number> = new Set<number>([
  Kind.expressionStatement,
  Kind.returnStatement,
  Kind.raiseStatement,
  Kind.deleteStatement,
  Kind.assertStatement,
  Kind.printStatement,
]);

function spansLines(source: SourceText, tree: FlatTree, node: number): boolean {
  const start = lineAt(source, tree.start[node] as number);
  return start !== lineAt(source, tree.end[node] as number);
}

/** Errors, adjoining ones as one. */
function errorRegions(source: SourceText, tree: FlatTree): ErrorRegion[] {
  const regions: ErrorRegion[] = [];
  for (let node = 0; node < tree.size; node++) {
    if (tree.kind[node] !== Kind.error || hasInnerError(tree, node)) continue;
    const line = lineAt(source, tree.start[node] as number);
    regions.push({ line, endLine: lineAt(source, tree.end[node] as number) });
  }
  for (const position of tree.missing) {
    const line = lineAt(source, position);
    regions.push({ line, endLine: line });
  }
  regions.sort((a, b) => a.line - b.line || a.endLine - b.endLine);
  const merged: ErrorRegion[] = [];
  for (const region of regions) {
    const last = merged.at(-1);
    if (last === undefined || region.line > last.endLine + 1) merged.push(region);
    else
      merged[merged.length - 1] = {
        line: last.line,
        endLine: Math.max(last.endLine, region.endLine),
      };
  }
  return merged;
}

function diagnosticOf(
  source: SourceText,
  { line: noticed, endLine }: ErrorRegion,
  remaining: readonly ErrorRegion[],
  unclosed: readonly number[],
): FactsDiagnostic {
  const line =
    unclosed.findLast((each) => each <= noticed && each > noticed - UNCLOSED_REACH) ?? noticed;
  const isOld = !remaining.some((other) => other.line <= endLine && other.endLine >= line);
  const excerpt = lineText(source, source.text, line).trim().slice(0, EXCERPT_LENGTH);
  return isOld
    ? {
        code: "python2-syntax",
        severity: "info",
        line,
        message: say`Older Python syntax: ${excerpt}`,
      }
    : {
        code: "syntax-error",
        severity: "warning",
        line,
        message: say`Cannot be parsed: ${excerpt}`,
      };
}

function limited(diagnostics: readonly FactsDiagnostic[]): readonly FactsDiagnostic[] {
  const last = diagnostics[DIAGNOSTIC_LIMIT - 1];
  if (diagnostics.length <= DIAGNOSTIC_LIMIT || last === undefined) return diagnostics;
  const more = diagnostics.length - DIAGNOSTIC_LIMIT + 1;
  const message = say`${more} more places that cannot be parsed.`;
  return [...diagnostics.slice(0, DIAGNOSTIC_LIMIT - 1), { ...last, message }];
}

function backtickStrings(tree: FlatTree, text: string): [number, number][] {
  const ranges: [number, number][] = [];
  if (!text.includes("`")) return ranges;
  for (let node = 0; node < tree.size; node++) {
    if (tree.kind[node] !== Kind.string) continue;
    const start = tree.start[node] as number;
    const end = tree.end[node] as number;
    if (text[start] === "`" && text[end - 1] === "`" && end - start > 2) ranges.push([start, end]);
  }
  return ranges;
}

function linesBetween(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
