import { Flags } from "@oclif/core";
import type { Comparison, ReachingFunction } from "../report/compare-assessments.ts";
import { textFlag } from "./text-flag.ts";

const GATES = ["reaching", "redesign", "undetermined"] as const;
export type Gate = (typeof GATES)[number];

const failOn = {
  options: GATES,
  multiple: true as const,
  multipleNonGreedy: true,
  helpGroup: "GATE",
  description:
    "Exit with status 1 if a function that did not before reaches Eventlet, needs a redesign or is undetermined. Can be given more than once.",
};

export const failOnFlag = Flags.option(failOn)();

/** What makes CI fail: too many functions, or new ones since a saved assessment. */
export const gateFlags = {
  baseline: textFlag({
    helpGroup: "GATE",
    helpValue: "FILE",
    description:
      "Also show what has changed since this assessment.json (or .json.gz), and write comparison.json beside the new one.",
  }),
  "fail-on": Flags.option({ ...failOn, dependsOn: ["baseline"] })(),
  "max-reaching": Flags.integer({
    min: 0,
    helpGroup: "GATE",
    helpValue: "N",
    description: "Exit with status 1 if more than N functions reach Eventlet.",
  }),
};

/** One line for each gate that fails: how many functions are caught in it, and the first. */
export function failedGates(gates: readonly Gate[], comparison: Comparison): readonly string[] {
  return [...new Set(gates)].flatMap((gate) => {
    const [first, ...others] = caught(gate, comparison);
    if (first === undefined) return [];
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    return [`--fail-on ${gate}: ${first.id} (${first.path}:${first.line})${more}.`];
  });
}

/** Functions of which the gate's condition holds now and did not before. */
function caught(
  gate: Gate,
  { newlyReaching, newVerdicts }: Comparison,
): readonly ReachingFunction[] {
  if (gate === "reaching") return newlyReaching;
  return [...newlyReaching, ...newVerdicts].filter(({ verdict }) => verdict === gate);
}
