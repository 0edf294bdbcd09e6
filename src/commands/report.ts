import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { AnalysisCommand } from "../cli/analysis-command.ts";
import { analysisFlags } from "../cli/analysis-flags.ts";
import { assessFlags, assessOptionsOf } from "../cli/assess-flags.ts";
import { gateFlags } from "../cli/gate-flags.ts";
import { outputFlags, outputOf } from "../cli/output-flags.ts";
import {
  type Headline,
  headlineOf,
  jsonOf,
  type Origin,
  openReport,
} from "../cli/report-source.ts";
import { pathArgument } from "../cli/source-flags.ts";
import { checkOutput, writeReport } from "../cli/write-report.ts";

export default class Report extends AnalysisCommand {
  static override summary = "Assess how ready a Python repository is to leave Eventlet.";
  static override description =
    "Reads the repository without running it, finds every function that reaches Eventlet, decides what becomes of each and why, estimates the work and writes a report. No data leaves this machine.";
  static override examples = [
    "<%= config.bin %> ./repo --pdf",
    "<%= config.bin %> ./repo --json > assessment.json",
    "<%= config.bin %> ./repo --baseline main.json --fail-on reaching",
    "<%= config.bin %> ./repo --out report --team 3 --velocity 24 --start 2027-01-11 --csv jira",
  ];
  static override args = { path: pathArgument };
  static override flags = {
    ...outputFlags,
    ...assessFlags,
    ...gateFlags,
    ...analysisFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Report);
    const progress = this.watch(flags);
    const { settings, options } = await this.prepare(args.path, flags);
    const output = outputOf(flags, settings, this.jsonEnabled());
    const full = await assessOptionsOf(flags, settings, options);
    const baseline = await baselineOf(flags.baseline);
    await checkOutput(output, baseline !== undefined);
    const source = await openReport(args.path, full, progress);
    const changes = baseline?.(await source.assessment());
    const written = await writeReport(source, output, progress, changes?.comparison);
    const headline = await headlineOf(source, output.report.lang);
    const origin = await source.settled();
    progress.done();
    if (!flags.quiet && !this.jsonEnabled()) this.tell(headline, written.paths, origin);
    if (!flags.quiet && changes !== undefined) this.print(`\n${changes.text}\n`);
    if (written.failure !== undefined) throw written.failure;
    if (this.jsonEnabled()) process.stdout.write(await jsonOf(source));
    this.holdAgainst(flags["max-reaching"], headline);
    if (changes !== undefined) this.holdGates(flags["fail-on"], changes.comparison);
  }

  private tell({ text }: Headline, paths: readonly string[], origin: Origin): void {
    this.log(text);
    for (const path of paths) this.log(pathToFileURL(resolve(path)).href);
    if (origin === "kept")
      this.logToStderr("Nothing has changed since the last run: taken from the cache.");
  }

  private holdAgainst(limit: number | undefined, { reaching }: Headline): void {
    if (limit === undefined || reaching <= limit) return;
    const reach = reaching === 1 ? "function reaches" : "functions reach";
    this.failGate(`${reaching} ${reach} Eventlet; --max-reaching allows ${limit}.`);
  }
}

/** Loaded only where asked for: what checks the file takes longer to load than a kept report to write. */
async function baselineOf(path: string | undefined) {
  if (path === undefined) return undefined;
  const { openBaseline } = await import("../cli/open-baseline.ts");
  return openBaseline(path);
}
