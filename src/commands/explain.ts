import { Args } from "@oclif/core";
import { analyse } from "../assessment/analyse.ts";
import { judge } from "../assessment/assess.ts";
import type { FunctionAssessment } from "../assessment/assessment.ts";
import { AnalysisCommand } from "../cli/analysis-command.ts";
import { analysisFlags } from "../cli/analysis-flags.ts";
import { assessFlags, assessOptionsOf } from "../cli/assess-flags.ts";
import { pathArgument } from "../cli/source-flags.ts";
import { noSuchFunction } from "../failure.ts";
import { renderExplanation } from "../report/render-explanation.ts";

interface Unaffected {
  readonly id: string;
  readonly verdict: "unaffected";
}

export default class Explain extends AnalysisCommand {
  static override summary =
    "Explain one function: its verdict, the proof, the obstacles, the price.";
  static override examples = ["<%= config.bin %> explain ./repo pkg.module.Class.method"];
  static override args = {
    path: pathArgument,
    function: Args.string({ description: "Dotted name: pkg.module.function.", required: true }),
  };
  static override flags = { ...analysisFlags, ...assessFlags };

  override async run(): Promise<FunctionAssessment | Unaffected> {
    const { args, flags } = await this.parse(Explain);
    const progress = this.watch(flags);
    const { settings, options } = await this.prepare(args.path, flags);
    const full = await assessOptionsOf(flags, settings, options, (why) =>
      this.error(why, { exit: 2 }),
    );
    const analysis = await analyse(args.path, full, progress);
    const ids = analysis.graph.nodes.filter(({ kind }) => kind !== "external").map(({ id }) => id);
    if (!ids.includes(args.function))
      throw noSuchFunction(args.function, alike(args.function, ids));
    const assessment = await judge(analysis, full, progress);
    progress.done();
    const found = assessment.functions.find(({ id }) => id === args.function);
    if (found === undefined) {
      this.print(`${args.function}\nunaffected: no call path from it to Eventlet was found.\n`);
      return { id: args.function, verdict: "unaffected" };
    }
    this.print(`${renderExplanation(assessment, found)}\n`);
    return found;
  }
}

const SUGGESTIONS = 3;

/** Functions of the same last name, else those that contain what was typed. */
function alike(name: string, ids: readonly string[]): string[] {
  const last = name.split(".").at(-1) ?? name;
  const same = ids.filter((id) => id === last || id.endsWith(`.${last}`));
  return (same.length > 0 ? same : ids.filter((id) => id.includes(name))).slice(0, SUGGESTIONS);
}
