import { Flags } from "@oclif/core";
import { analyse } from "../assessment/analyse.ts";
import {
  type PublishedGraph,
  publishAdjacency,
  publishDot,
  publishGraph,
} from "../assessment/published-graph.ts";
import { AnalysisCommand } from "../cli/analysis-command.ts";
import { analysisFlags } from "../cli/analysis-flags.ts";
import { pathArgument } from "../cli/source-flags.ts";

export default class Graph extends AnalysisCommand {
  static override summary = "Print the call graph of a Python repository.";
  static override description =
    "Which function calls, starts or passes on which other. The repository is never run.";
  static override examples = [
    "<%= config.bin %> graph ./repo > graph.json",
    "<%= config.bin %> graph ./repo --format adjacency",
    "<%= config.bin %> graph ./repo --format dot | dot -Tsvg > graph.svg",
  ];
  static override args = { path: pathArgument };
  static override flags = {
    ...analysisFlags,
    format: Flags.option({
      options: ["json", "adjacency", "dot"] as const,
      default: "json" as const,
      description: "json: nodes and edges; adjacency: callees of each function; dot: Graphviz.",
    })(),
  };

  override async run(): Promise<PublishedGraph> {
    const { args, flags } = await this.parse(Graph);
    const progress = this.watch(flags);
    const { options } = await this.prepare(args.path, flags);
    const { graph } = await analyse(args.path, options, progress);
    progress.done();
    const published = publishGraph(graph);
    if (flags.format === "dot") this.print(publishDot(graph));
    else
      this.print(
        `${JSON.stringify(flags.format === "json" ? published : publishAdjacency(graph), null, 1)}\n`,
      );
    return published;
  }
}
