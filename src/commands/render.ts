import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Args, Flags } from "@oclif/core";
import type { Assessment } from "../assessment/assessment.ts";
import { AnalysisCommand } from "../cli/analysis-command.ts";
import { outputFlags, outputOf } from "../cli/output-flags.ts";
import { writeReport } from "../cli/write-report.ts";
import { noSuchPath, notAnAssessment } from "../failure.ts";

export default class Render extends AnalysisCommand {
  static override summary = "Render a saved assessment again: other formats, another language.";
  static override examples = [
    "<%= config.bin %> render assessment.json --pdf",
    "<%= config.bin %> render assessment.json --lang de --sections summary,plan",
  ];
  static override args = {
    file: Args.string({ description: "An assessment.json.", required: true }),
  };
  static override flags = {
    ...outputFlags,
    config: Flags.string({ helpValue: "FILE", description: "Settings of the report's look." }),
  };

  override async run(): Promise<readonly string[]> {
    const { args, flags } = await this.parse(Render);
    const progress = this.progressFor(flags);
    const settings = await this.settings([process.cwd()], flags.config);
    const assessment = await readAssessment(args.file);
    const written = await writeReport(
      assessment,
      outputOf(flags, settings, false, (why) => this.error(why, { exit: 2 })),
      progress,
    );
    progress.done();
    if (!flags.quiet) for (const path of written.paths) this.log(pathToFileURL(resolve(path)).href);
    if (written.failure !== undefined) throw written.failure;
    return written.paths;
  }
}

async function readAssessment(path: string): Promise<Assessment> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw noSuchPath(path, error);
  });
  const value = parse(path, text);
  const isOurs = typeof value === "object" && value !== null && "schemaVersion" in value;
  if (!isOurs) throw notAnAssessment(path, "it has no schemaVersion");
  if (value.schemaVersion !== "1.0")
    throw notAnAssessment(
      path,
      `its schema is ${String(value.schemaVersion)}, this program reads 1.0`,
    );
  return value as Assessment;
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notAnAssessment(path, "it is no JSON", error);
  }
}
