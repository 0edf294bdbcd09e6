import { Args } from "@oclif/core";
import type { Assessment, FunctionAssessment } from "../assessment/assessment.ts";
import { alikeNames } from "../cli/alike-names.ts";
import { AnalysisCommand } from "../cli/analysis-command.ts";
import { analysisFlags } from "../cli/analysis-flags.ts";
import { assessFlags, assessOptionsOf } from "../cli/assess-flags.ts";
import { openReport, type Place } from "../cli/report-source.ts";
import { pathArgument } from "../cli/source-flags.ts";
import { noSuchFunction, noSuchPlace } from "../failure.ts";
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
    "Explain one function: verdict, evidence, what to write instead, callers, price.";
  static override description =
    "Name the function as the report does, or give a file and a line inside it; a file alone is its module. A second definition of the same name ends in #2, a lambda is <lambda1>; quote such names. For a class or a module, its functions that reach Eventlet are listed.";
  static override examples = [
    "<%= config.bin %> explain ./repo pkg.module.Class.method",
    "<%= config.bin %> explain ./repo pkg/module.py:120",
    "<%= config.bin %> explain ./repo 'pkg.module.function#2'",
  ];
  static override args = {
    path: pathArgument,
    function: Args.string({
      description: "Dotted name (pkg.module.function) or place (pkg/module.py:120).",
      required: true,
    }),
  };
  static override flags = { ...analysisFlags, ...assessFlags };

  override async run(): Promise<FunctionAssessment | Unaffected> {
    const { args, flags } = await this.parse(Explain);
    const progress = this.watch(flags);
    const { settings, options } = await this.prepare(args.path, flags);
    const full = await assessOptionsOf(flags, settings, options);
    const source = await openReport(args.path, full, progress);
    const assessment = await source.assessment();
    const isNamed = assessment.functions.some(({ id }) => id === args.function);
    const name = isNamed ? args.function : meant(args.function, await source.places());
    await source.settled();
    progress.done();
    const found = assessment.functions.find(({ id }) => id === name);
    if (found === undefined) return this.tellUnaffected(assessment, name);
    this.print(`${renderExplanation(assessment, found)}\n`);
    return found;
  }

  private tellUnaffected(assessment: Assessment, id: string): Unaffected {
    const members = assessment.functions
      .map((one) => one.id)
      .filter((one) => one.startsWith(`${id}.`));
    const unknownPackages = unknownTo(assessment, id);
    const lines = [id, unaffected(members), ...notKnown(unknownPackages)];
    this.print(`${lines.join("\n")}\n`);
    return { id, verdict: "unaffected", members, unknownPackages };
  }
}

/** The id that a name or a place (`path/to/file.py:120`, or a file alone: its module) stands for. */
function meant(asked: string, places: readonly Place[]): string {
  const ids = places.map(({ id }) => id);
  if (ids.includes(asked)) return asked;
  const [, path, line] = PLACE.exec(asked.replaceAll("\\", "/")) ?? [];
  if (path === undefined) throw noSuchFunction(asked, alikeNames(asked, ids));
  const inFile = places.filter((place) => place.path === path || path.endsWith(`/${place.path}`));
  const around = line === undefined ? inFile : inFile.filter((place) => isAround(place, +line));
  const bySize = around.sort((a, b) => a.endLine - a.line - (b.endLine - b.line));
  const found = line === undefined ? bySize.at(-1) : bySize[0];
  if (found === undefined) throw noSuchPlace(asked, path, inFile.length > 0);
  return found.id;
}

const PLACE = /^(.+\.pyw?)(?::(\d+))?(?::\d+)?$/;

function isAround(place: Place, line: number): boolean {
  return place.line <= line && line <= place.endLine;
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
