import type { SectionContext } from "./section.ts";
import { wordFor } from "./section.ts";

/** The option that is recommended where the report's chapters follow another plan, and that plan; else undefined. */
export function recommendedInstead({ assessment }: Pick<SectionContext, "assessment">) {
  const { recommendation, options } = assessment.estimate;
  const plan = String(assessment.options["strategy"] ?? "balanced");
  const option = options.find((each) => each.option === recommendation.option);
  if (option === undefined || option.option === plan || assessment.summary.reaching === 0)
    return undefined;
  return { plan, option };
}

/** What a chapter that follows one plan says first where another option is recommended. */
export function sayInstead(context: SectionContext): string | undefined {
  const { words } = context;
  const found = recommendedInstead(context);
  if (found === undefined) return undefined;
  const { plan, option } = found;
  const isThreads = option.option === "threads";
  return words.t(isThreads ? "options.instead.threads" : "options.instead", {
    plan: wordFor(words, "option", plan),
    option: words.t(`option.${option.option}`),
    hours: words.about(option.hoursP80),
  });
}
