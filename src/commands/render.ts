import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Args } from "@oclif/core";
import { AssessCommand } from "../cli/assess-command.ts";
import { outputFlags, outputOf } from "../cli/output-flags.ts";
import { readAssessment } from "../cli/read-assessment.ts";
import { madeNow } from "../cli/report-source.ts";
import { textFlag } from "../cli/text-flag.ts";
import { checkOutput, writeReport } from "../cli/write-report.ts";

export default class Render extends AssessCommand {
  static override summary =
    "Render a saved assessment again, in other formats or another language.";
  static override examples = [
    "<%= config.bin %> render assessment.json --pdf",
    "<%= config.bin %> render assessment.json --lang de --sections summary,plan",
  ];
  static override args = {
    file: Args.string({ description: "An assessment.json that `assess` wrote.", required: true }),
  };
  static override flags = {
    ...outputFlags,
    config: textFlag({
      helpValue: "FILE",
      description: "Settings file with the look of the report.",
    }),
  };

  override async run(): Promise<readonly string[]> {
    const { args, flags } = await this.parse(Render);
    const progress = this.watch(flags);
    const settings = await this.settings([process.cwd()], flags.config);
    const output = outputOf(flags, settings, false);
    const assessment = await readAssessment(args.file);
    await checkOutput(output);
    const source = madeNow(async () => assessment);
    const written = await writeReport(source, output, progress);
    progress.done();
    if (!flags.quiet) for (const path of written.paths) this.log(pathToFileURL(resolve(path)).href);
    if (written.failure !== undefined) throw written.failure;
    return written.paths;
  }
}
