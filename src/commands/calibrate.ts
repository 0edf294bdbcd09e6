import { Args, Flags } from "@oclif/core";
import { calibrateEffort } from "../assessment/calibrate-effort.ts";
import { AssessCommand } from "../cli/assess-command.ts";
import { readActuals } from "../cli/read-actuals.ts";
import { readAssessment } from "../cli/read-assessment.ts";
import { textFlag } from "../cli/text-flag.ts";
import { noTicketKnown } from "../failure.ts";
import { writeFiles } from "../report/write-files.ts";

interface Result {
  readonly path: string;
  readonly matched: number;
  readonly unmatched: readonly string[];
}

export default class Calibrate extends AssessCommand {
  static override summary = "Fit the effort model to finished tickets.";
  static override description =
    "The CSV has a column `id` (package, story or function, as in the exports), or a tracker's title that begins with `[S-001]`, and a column `hours` (or `completed work`). Put the result under `effort` in a settings file.";
  static override examples = [
    "<%= config.bin %> calibrate assessment.json --actuals done.csv",
    "<%= config.bin %> calibrate assessment.json --actuals done.csv --out settings",
  ];
  static override args = {
    file: Args.string({
      description: "The assessment.json that the plan came from.",
      required: true,
    }),
  };
  static override flags = {
    actuals: textFlag({
      required: true,
      helpValue: "FILE.csv",
      description: "CSV of finished tickets: id, hours.",
    }),
    out: textFlag({
      char: "o",
      default: ".",
      helpValue: "DIR",
      description: "Output folder for effort-profile.json.",
    }),
    overwrite: Flags.boolean({ description: "Replace the file if it exists." }),
    config: textFlag({
      helpValue: "FILE",
      description: "Settings whose effort model is the starting point.",
    }),
  };

  override async run(): Promise<Result> {
    const { args, flags } = await this.parse(Calibrate);
    const assessment = await readAssessment(args.file);
    const actuals = await readActuals(flags.actuals);
    const settings = await this.settings([process.cwd()], flags.config);
    const { profile, matched, unmatched } = await calibrateEffort(
      assessment,
      actuals,
      settings.values.effort,
    );
    if (matched === 0) throw noTicketKnown(flags.actuals, args.file, unmatched);
    const content = `${JSON.stringify({ effort: profile }, null, 2)}\n`;
    const [path = ""] = await writeFiles(flags.out, [{ name: "effort-profile.json", content }], {
      overwrite: flags.overwrite,
    });
    if (!flags.quiet) {
      this.log(
        `${matched} ${matched === 1 ? "ticket" : "tickets"} matched, ${unmatched.length} did not${unmatched.length === 0 ? "" : `: ${unmatched.slice(0, 5).join(", ")}`}.`,
      );
      this.log(
        `${profile.hoursPerPoint.likely} hours per point. Written to ${path}; use it with --config.`,
      );
    }
    return { path, matched, unmatched };
  }
}
