import { Args } from "@oclif/core";
import type { Assessment, FunctionAssessment } from "../assessment/assessment.ts";
import { alikeNames } from "../cli/alike-names.ts";
import { AnalysisCommand } from "../cli/analysis-command.ts";
import { analysisFlags } from "../cli/analysis-flags.ts";
import { assessFlags, assessOptionsOf } from "../cli/assess-flags.ts";
import { openReport } from "../cli/report-source.ts";
import { pathArgument } from "../cli/source-flags.ts";
import { noSuchFunction } from "../failure.ts";
import { renderExplanation } from "../report/render-explanation.ts";

interface Unaffected {
  readonly id: string;
  readonly verdict: "unaffected";
  /** What a class or a module defines and reaches Eventlet, where the name is one's. */
  readonly members: readonly string[];
  /** What it calls of packages of which nothing is known. */
  readonly unknownPackages: readonly string[];
}

export default class Explain extends AnalysisCommand {
  static override summary =
    "Explain one function: its verdict, the proof, the obstacles, the price.";
  static override description =
    "Names are those of `assess graph`: a second definition of a name ends in #2, a lambda is <lambda1>; quote them. Of a class or a module, what it defines is listed.";
  static override examples = [
    "<%= config.bin %> explain ./repo pkg.module.Class.method",
    "<%= config.bin %> explain ./repo 'pkg.module.function#2'",
  ];
  static override args = {
    path: pathArgument,
    function: Args.string({ description: "Dotted name: pkg.module.function.", required: true }),
  };
  static override flags = { ...analysisFlags, ...assessFlags };

  override async run(): Promise<FunctionAssessment | Unaffected> {
    const { args, flags } = await this.parse(Explain);
    const progress = this.watch(flags);
    const { settings, options } = await this.prepare(args.path, flags);
    const full = await assessOptionsOf(flags, settings, options);
    const source = await openReport(args.path, full, progress);
    const assessment = await source.assessment();
    const found = assessment.functions.find(({ id }) => id === args.function);
    const names = found === undefined ? await source.names() : [args.function];
    await source.settled();
    progress.done();
    if (!names.includes(args.function))
      throw noSuchFunction(args.function, alikeNames(args.function, names));
    const members = assessment.functions
      .map(({ id }) => id)
      .filter((id) => id.startsWith(`${args.function}.`));
    if (found === undefined) {
      const unknownPackages = unknownTo(assessment, args.function);
      const lines = [args.function, unaffected(members), ...notKnown(unknownPackages)];
      this.print(`${lines.join("\n")}\n`);
      return { id: args.function, verdict: "unaffected", members, unknownPackages };
    }
    this.print(`${renderExplanation(assessment, found)}\n`);
    return found;
  }
}

function unknownTo({ unknownPackages = [] }: Assessment, id: string): readonly string[] {
  return unknownPackages.filter(({ functions }) => functions.includes(id)).map(({ name }) => name);
}

function notKnown(packages: readonly string[]): readonly string[] {
  if (packages.length === 0) return [];
  return [
    `It calls ${packages.join(", ")}, of which nothing is known: if that waits, it waits too. Read it along with --venv or --library, or describe it in the settings (knowledge).`,
  ];
}

const MEMBERS = 20;

/** A class body or a module may reach nothing while much of what it defines does. */
function unaffected(members: readonly string[]): string {
  if (members.length === 0) return "unaffected: no call path from it to Eventlet was found.";
  const more = members.length - MEMBERS;
  return [
    "Its own body is unaffected: no call path from it to Eventlet was found. What it defines reaches:",
    ...members.slice(0, MEMBERS).map((id) => `  ${id}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join("\n");
}
