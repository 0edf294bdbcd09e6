import type { Language } from "./words.ts";

/** The sections in the order of the report; `--sections` picks among these names. */
export const SECTION_NAMES = [
  "summary",
  "scope",
  "inventory",
  "spread",
  "readiness",
  "boundary",
  "options",
  "plan",
  "effort",
  "risks",
  "how-to",
  "functions",
  "diagnostics",
  "glossary",
  "method",
] as const;

export type SectionName = (typeof SECTION_NAMES)[number];

export interface ReportOptions {
  readonly lang: Language;
  /** Absent: all. Cover and contents are always there. */
  readonly sections?: readonly SectionName[];
  /** Template of links to code, with `{commit}`, `{path}` and `{line}`; absent: known from the repository's address. */
  readonly sourceUrl?: string;
  /** Default A4. */
  readonly paper?: "A4" | "Letter";
  /** Lifts the caps of the printed appendices (`--pdf-full`). */
  readonly isFull?: boolean;
}
