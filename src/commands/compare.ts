import { Args } from "@oclif/core";
import { AssessCommand } from "../cli/assess-command.ts";
import { failOnFlag } from "../cli/gate-flags.ts";
import { readAssessment } from "../cli/read-assessment.ts";
import { type Comparison, compareAssessments } from "../report/compare-assessments.ts";
import { renderComparison } from "../report/render-comparison.ts";

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
  static override flags = { "fail-on": failOnFlag };

  override async run(): Promise<Comparison> {
    const { args, flags } = await this.parse(Compare);
    const before = await readAssessment(args.before);
    const after = await readAssessment(args.after);
    const comparison = compareAssessments(before, after);
    if (!flags.quiet) this.print(`${renderComparison(before, after, comparison)}\n`);
    this.holdGates(flags["fail-on"], comparison);
    return comparison;
  }
}
