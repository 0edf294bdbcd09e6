import type { Assessment, FunctionAssessment } from "../assessment/assessment.ts";
import { byCodeUnits } from "../by-code-units.ts";
import { defined } from "../defined.ts";
import { groupBy } from "../group-by.ts";
import type { SourceLink } from "./source-link.ts";
import type { Words } from "./words.ts";

/** What a section's view model is made from. */
export interface SectionContext {
  readonly assessment: Assessment;
  readonly words: Words;
  readonly link: SourceLink;
  /** For paper: nothing can be opened, searched or paged, so lists are capped shorter. */
  readonly isPrint: boolean;
  /** No caps on the appendices on paper either. */
  readonly isFull: boolean;
  /** Printed only to learn page numbers: what cannot move them is left out. */
  readonly isDraft?: boolean;
  readonly functionById: ReadonlyMap<string, FunctionAssessment>;
}

/** A place in the assessed code, with the address of its forge where that is known. */
export interface Location {
  readonly path: string;
  readonly line?: number;
  readonly href?: string;
}

export function locate(link: SourceLink, path: string, line?: number): Location {
  const href = link(path, line ?? 1);
  return {
    path,
    ...defined({ line, href }),
  };
}

/** As much of a list as is shown, and how much is not: no list ends in silence. */
export interface Capped<Item> {
  readonly items: readonly Item[];
  readonly shown: number;
  readonly total: number;
  readonly hidden: number;
  readonly isCapped: boolean;
}

export function capped<Item>(items: readonly Item[], cap: number): Capped<Item> {
  const kept = items.length <= cap ? items : items.slice(0, cap);
  const hidden = items.length - kept.length;
  return { items: kept, shown: kept.length, total: items.length, hidden, isCapped: hidden > 0 };
}

/** Length of a list in the body of the report: on paper and on the screen. */
export function capOf({ isPrint }: SectionContext, onPaper: number, onScreen: number): number {
  return isPrint ? onPaper : onScreen;
}

/** The same for an appendix, of which paper can have all (`--pdf-full`). */
export function appendixCapOf(context: SectionContext, onPaper: number, onScreen: number): number {
  return context.isPrint && context.isFull
    ? Number.POSITIVE_INFINITY
    : capOf(context, onPaper, onScreen);
}

export const VERDICTS = [
  "asyncio-ready",
  "awaitlet-candidate",
  "redesign",
  "undetermined",
] as const;

/** How many items have each key, most frequent first, then by key. */
export function tally<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly { readonly key: string; readonly items: readonly Item[] }[] {
  return [...groupBy(items, keyOf)]
    .map(([key, group]) => ({ key, items: group }))
    .sort((a, b) => b.items.length - a.items.length || byCodeUnits(a.key, b.key));
}

/** The words of a code from the catalogue; a code that is newer than it is shown as it is. */
export function wordFor(words: Words, prefix: string, code: string): string {
  const key = `${prefix}.${code}`;
  return words.has(key) ? words.t(key) : code;
}

/** A whole divided by nothing is nothing. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
