import type { SectionContext } from "../section.ts";
import { appendixCapOf, capped, locate, tally, wordFor } from "../section.ts";

const ORDER = ["error", "warning", "info"];

/** What was not understood, gravest first. */
export function diagnosticsView(context: SectionContext) {
  const { assessment, link, words } = context;
  const { diagnostics, coverage } = assessment;
  const sorted = [...diagnostics].sort(
    (a, b) =>
      ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
      compare(a.path ?? "", b.path ?? "") ||
      (a.line ?? 0) - (b.line ?? 0) ||
      compare(a.code, b.code),
  );
  return {
    codes: tally(diagnostics, (one) => one.code).map(({ key, items }) => ({
      code: key,
      count: items.length,
      severity: words.t(`severity.${items[0]?.severity ?? "info"}`),
    })),
    list: capped(
      sorted.map((one) => ({
        ...one,
        severityName: words.t(`severity.${one.severity}`),
        ...(one.path === undefined ? {} : { at: locate(link, one.path, one.line) }),
      })),
      appendixCapOf(context, 60, 1000),
    ),
    unresolved: Object.entries(coverage.unresolved)
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => ({ reason: wordFor(words, "unresolved", reason), count }))
      .sort((a, b) => b.count - a.count || compare(a.reason, b.reason)),
    edges: coverage.edges,
  };
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
