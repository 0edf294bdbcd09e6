import { byCodeUnits } from "../../by-code-units.ts";
import type { Chart } from "../chart.ts";
import { chartTexts } from "../chart.ts";
import { drawBars } from "../charts/bars.ts";
import { drawDistribution } from "../charts/distribution.ts";
import { drawTornado } from "../charts/tornado.ts";
import { sayInstead } from "../recommended-instead.ts";
import type { SectionContext } from "../section.ts";
import { capOf, capped, share, tally, wordFor } from "../section.ts";
import { expectedHours } from "./risks.ts";

const FACTORS = 10;

/** What it costs, of what that is made, and how sure it is. */
export function effortView(context: SectionContext) {
  const { assessment } = context;
  const { estimate } = assessment;
  const packages = [...estimate.packages].sort(
    (a, b) => b.hours.likely - a.hours.likely || byCodeUnits(a.id, b.id),
  );
  const shown = capped(packages, capOf(context, 25, 300));
  return {
    instead: sayInstead(context),
    estimate,
    breakdown: breakdownChart(context),
    distribution: distributionChart(context),
    tornado: tornadoChart(context),
    packages: shown,
    riskHours: assessment.risks.reduce((sum, risk) => sum + expectedHours(risk), 0),
    rest: totalOf(packages.slice(shown.shown)),
  };
}

/** What the rows that are not shown come to: the table still adds up. */
function totalOf(packages: SectionContext["assessment"]["estimate"]["packages"]) {
  const sum = (read: (one: (typeof packages)[number]) => number) =>
    packages.reduce((total, one) => total + read(one), 0);
  return {
    points: sum(({ points }) => points.likely),
    low: sum(({ hours }) => hours.low),
    likely: sum(({ hours }) => hours.likely),
    high: sum(({ hours }) => hours.high),
  };
}

function breakdownChart({ assessment, words }: SectionContext): Chart | undefined {
  const { packages } = assessment.estimate;
  if (packages.length === 0) return undefined;
  const total = packages.reduce((sum, one) => sum + one.hours.likely, 0);
  const kinds = tally(packages, (one) => one.kind)
    .map(({ key, items }) => ({
      key,
      count: items.length,
      hours: items.reduce((sum, one) => sum + one.hours.likely, 0),
    }))
    .sort((a, b) => b.hours - a.hours || byCodeUnits(a.key, b.key));
  const text = chartTexts(words, "breakdown");
  const bars = kinds.map(({ key, hours }) => ({
    name: words.t(`package.${key}`),
    value: hours,
    shown: `${words.number(hours, 0)} (${words.percent(share(hours, total))})`,
  }));
  return {
    ...text,
    svg: drawBars(bars, text),
    isLabelled: true,
    columns: [
      words.t("column.kind"),
      words.t("column.packages"),
      words.t("column.hours"),
      words.t("column.share"),
    ],
    rows: kinds.map(({ key, count, hours }) => [
      words.t(`package.${key}`),
      words.number(count),
      words.number(hours, 0),
      words.percent(share(hours, total)),
    ]),
  };
}

function distributionChart({ assessment, words }: SectionContext): Chart | undefined {
  const { quantiles, hours } = assessment.estimate;
  if (quantiles.length < 2) return undefined;
  const marks = (["p50", "p80", "p95"] as const).map((key) => ({
    value: hours[key],
    share: Number(key.slice(1)) / 100,
    name: `${key.toUpperCase()}: ${words.number(hours[key], 0)}`,
  }));
  const text = chartTexts(words, "distribution", {
    p50: words.number(hours.p50, 0),
    p80: words.number(hours.p80, 0),
    p95: words.number(hours.p95, 0),
  });
  const axis = {
    number: (value: number) => words.number(value, 0),
    percent: words.percent,
    unit: words.t("column.hours"),
  };
  return {
    ...text,
    svg: drawDistribution(quantiles, marks, axis, text),
    isLabelled: false,
    columns: [words.t("column.chance"), words.t("column.hours")],
    rows: quantiles.map(({ q, hours: value }) => [words.percent(q), words.number(value, 0)]),
  };
}

function tornadoChart({ assessment, words }: SectionContext): Chart | undefined {
  const factors = assessment.estimate.tornado.slice(0, FACTORS);
  if (factors.length === 0) return undefined;
  const signed = (value: number) =>
    `${value > 0 ? "+" : value < 0 ? "−" : ""}${words.number(Math.abs(value), 0)}`;
  const titles = new Map(assessment.risks.map(({ id, title }) => [id, `${id} ${title}`]));
  const nameOf = (factor: string) => titles.get(factor) ?? wordFor(words, "factor", factor);
  const rows = factors.map(({ factor, low, high }) => ({
    name: nameOf(factor),
    low,
    high,
    shownLow: signed(low),
    shownHigh: signed(high),
  }));
  const text = chartTexts(words, "tornado", { factor: nameOf(factors[0]?.factor ?? "") });
  return {
    ...text,
    svg: drawTornado(rows, text),
    isLabelled: true,
    columns: [words.t("column.factor"), words.t("column.low"), words.t("column.high")],
    rows: rows.map((row) => [row.name, row.shownLow, row.shownHigh]),
  };
}
