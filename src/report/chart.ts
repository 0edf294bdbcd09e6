import type { Words } from "./words.ts";

/** A drawing with its name, its sentence and its numbers: a reader may use any one of the three. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What the drawing says, in a sentence; its text alternative. */
  readonly description: string;
  readonly svg: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** All its numbers stand in the drawing: on paper it needs no table beside it. */
  readonly isLabelled: boolean;
}

/** Identity and words of a chart: the texts stand under `chart.<key>` in the message catalogue. */
export function chartTexts(
  words: Words,
  key: string,
  params: Readonly<Record<string, string | number>> = {},
) {
  return {
    id: `chart-${key}`,
    title: words.t(`chart.${key}.title`, params),
    description: words.t(`chart.${key}.description`, params),
  };
}

export const CHART_WIDTH = 640;
