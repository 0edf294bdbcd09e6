import { Args, Flags } from "@oclif/core";
import { AssessCommand } from "../cli/assess-command.ts";
import { readAssessment } from "../cli/read-assessment.ts";
import {
  type Comparison,
  compareAssessments,
  type ReachingFunction,
} from "../report/compare-assessments.ts";
import { renderComparison } from "../report/render-comparison.ts";

const GATES = ["reaching", "redesign", "undetermined"] as const;
type Gate = (typeof GATES)[number];

export default class Compare extends AssessCommand {
  static override summary = "Compare two saved assessments of a repository: what has changed.";
  static override description =
    "Shows how far a migration has come, and which functions newly reach Eventlet. Functions are known by their names: one that was renamed counts as gone and as new. Test functions are left out.";
  static override examples = [
    "<%= config.bin %> compare last-month.json assessment.json",
    "<%= config.bin %> compare main.json assessment.json --fail-on reaching",
  ];
  static override args = {
    before: Args.string({ description: "The earlier assessment.json.", required: true }),
    after: Args.string({ description: "The later assessment.json.", required: true }),
  };
  static override flags = {
    "fail-on": Flags.option({
      options: GATES,
      multiple: true,
      multipleNonGreedy: true,
      helpGroup: "GATE",
      description:
        "Exit with status 1 if a function that did not before reaches Eventlet, needs a redesign or is undetermined. Can be given more than once.",
    })(),
  };

  override async run(): Promise<Comparison> {
    const { args, flags } = await this.parse(Compare);
    const before = await readAssessment(args.before);
    const after = await readAssessment(args.after);
    const comparison = compareAssessments(before, after);
    if (!flags.quiet) this.print(`${renderComparison(before, after, comparison)}\n`);
    for (const gate of new Set(flags["fail-on"])) this.hold(gate, comparison);
    return comparison;
  }

  private hold(gate: Gate, comparison: Comparison): void {
    const [first, ...others] = failing(gate, comparison);
    if (first === undefined) return;
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    this.logToStderr(`--fail-on ${gate}: ${first.id} (${first.path}:${first.line})${more}.`);
    process.exitCode = 1;
  }
}

/** Functions of which the gate's condition holds now and did not before. */
function failing(
  gate: Gate,
  { newlyReaching, newVerdicts }: Comparison,
): readonly ReachingFunction[] {
  if (gate === "reaching") return newlyReaching;
  return [...newlyReaching, ...newVerdicts].filter(({ verdict }) => verdict === gate);
}
