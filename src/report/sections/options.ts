import type { Chart } from "../chart.ts";
import { chartTexts } from "../chart.ts";
import { drawBars } from "../charts/bars.ts";
import type { SectionContext } from "../section.ts";
import { wordFor } from "../section.ts";

/** The ways out side by side, and the one that the evidence speaks for. */
export function optionsView(context: SectionContext) {
  const { assessment, words } = context;
  const { options, recommendation } = assessment.estimate;
  return {
    recommendation,
    answers: recommendation.answers.map((answer) => ({
      ...answer,
      questionText: wordFor(words, "question", answer.question),
    })),
    options: options.map((option) => ({
      ...option,
      name: words.t(`option.${option.option}`),
      meaning: words.t(`option.${option.option}.meaning`),
      riskIds: option.risks.every((risk) => /^R-\d+$/.test(risk)) ? option.risks : [],
      isRecommended: option.option === recommendation.option,
      plan: assessment.plans.find((plan) => plan.strategy === option.option),
    })),
    hasDays: options.some((option) => option.calendarDaysP80 !== undefined),
    hours: hoursChart(context),
  };
}

function hoursChart({ assessment, words }: SectionContext): Chart | undefined {
  const { options, recommendation } = assessment.estimate;
  if (options.length === 0) return undefined;
  const bars = options.map((option) => ({
    name: words.t(`option.${option.option}`),
    value: option.hoursP80,
    shown: words.t("unit.hours", { n: words.about(option.hoursP80) }),
    ...(option.option === recommendation.option ? { mark: "is-chosen" } : {}),
  }));
  const text = chartTexts(words, "options");
  return {
    ...text,
    svg: drawBars(bars, text),
    isLabelled: true,
    columns: [words.t("column.option"), words.t("column.hoursP80")],
    rows: bars.map(({ name, shown }) => [name, shown]),
  };
}
