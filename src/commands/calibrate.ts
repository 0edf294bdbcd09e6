import { readFile } from "node:fs/promises";
import { Args, Flags } from "@oclif/core";
import { parse } from "csv-parse/sync";
import { calibrateEffort } from "../assessment/calibrate-effort.ts";
import { AnalysisCommand } from "../cli/analysis-command.ts";
import { readAssessment } from "../cli/read-assessment.ts";
import { Failure, notReadable } from "../failure.ts";
import { writeFiles } from "../report/write-files.ts";

interface Result {
  readonly path: string;
  readonly matched: number;
  readonly unmatched: readonly string[];
}

export default class Calibrate extends AnalysisCommand {
  static override summary = "Fit the effort model to finished tickets.";
  static override description =
    "The CSV has a column `id` (package, story or function, as in the exports), or a tracker's title that begins with `[S-001]`, and a column `hours` (or `completed work`). The result goes under `effort` into a settings file.";
  static override examples = [
    "<%= config.bin %> calibrate assessment.json --actuals done.csv",
    "<%= config.bin %> calibrate assessment.json --actuals done.csv --out settings",
  ];
  static override args = {
    file: Args.string({
      description: "The assessment.json that planned the work.",
      required: true,
    }),
  };
  static override flags = {
    actuals: Flags.string({
      required: true,
      helpValue: "FILE.csv",
      description: "Finished tickets: id, hours.",
    }),
    out: Flags.string({
      char: "o",
      default: ".",
      helpValue: "DIR",
      description: "Folder for effort-profile.json.",
    }),
    overwrite: Flags.boolean({ description: "Replace the file if it exists." }),
    config: Flags.string({
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
        `${matched} tickets matched, ${unmatched.length} did not${unmatched.length === 0 ? "" : `: ${unmatched.slice(0, 5).join(", ")}`}.`,
      );
      this.log(
        `${profile.hoursPerPoint.likely} hours per point. Written to ${path}; use it with --config.`,
      );
    }
    return { path, matched, unmatched };
  }
}

async function readActuals(path: string): Promise<{ id: string; hours: number }[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw notReadable(path, error);
  });
  const rows = parseRows(path, text);
  return rows.map(({ record, info }) => {
    const id = idOf(record);
    const spent = record["hours"] ?? record["completed work"];
    const hours = Number(spent);
    if (id === undefined || id === "") throw badTicket(path, info.lines, "the row has no id.");
    if (!(hours >= 0) || spent === "")
      throw badTicket(path, info.lines, `"${spent ?? ""}" is no number of hours.`);
    return { id, hours };
  });
}

/** By its own column, or as the exports put it into a ticket's title: `[S-001] Migrate …`. */
function idOf(record: Readonly<Record<string, string>>): string | undefined {
  const own = record["id"] ?? record["package"] ?? record["function"] ?? record["story"];
  const titles = ["summary", "title", "title 1", "title 2"].map((name) => record[name] ?? "");
  const titled = titles.flatMap((title) => /^\[(S-\d+)\]/.exec(title)?.[1] ?? [])[0];
  return titled ?? own;
}

const badTicket = (path: string, line: number | undefined, why: string): Failure =>
  new Failure(
    "BAD_ACTUALS",
    `${path}${line === undefined ? "" : `:${line}`}: ${why}`,
    "The first line is `id,hours`; each further line names a package, a story or a function of the assessment, and the hours it took.",
  );

const noTicketKnown = (path: string, file: string, ids: readonly string[]): Failure =>
  new Failure(
    "NO_TICKET_KNOWN",
    `${path}: none of its ${ids.length} ids (${ids.slice(0, 3).join(", ")}) is in ${file}.`,
    "Take the ids from the exports: a story (S-001), a package (first:http) or a function (pkg.module.f).",
  );

interface Row {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

function parseRows(path: string, text: string): Row[] {
  try {
    const columns = (header: string[]) => header.map((name) => name.trim().toLowerCase());
    return parse(text, {
      columns,
      bom: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Row[];
  } catch (error) {
    const lines = (error as { lines?: number }).lines;
    throw badTicket(path, lines, error instanceof Error ? error.message : String(error));
  }
}
