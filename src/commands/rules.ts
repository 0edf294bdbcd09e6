import { Args, Flags } from "@oclif/core";
import { type Rule, readRule, readRules } from "../assessment/rules.ts";
import { AnalysisCommand } from "../cli/analysis-command.ts";
import { Failure } from "../failure.ts";

interface Described {
  readonly rule: string;
  readonly text: string;
}

export default class Rules extends AnalysisCommand {
  static override summary = "What is known of an API, a library, a pattern, an obstacle.";
  static override description =
    "Without a rule, lists all of them. A rule is named by its id or by the API's dotted name; any other word lists the rules that contain it. Rules of your own settings are among them.";
  static override examples = [
    "<%= config.bin %> rules",
    "<%= config.bin %> rules eventlet.GreenPool.spawn_n",
    "<%= config.bin %> rules timeout",
  ];
  static override args = {
    rule: Args.string({ description: "Id, dotted name of an API, or a word to look for." }),
  };
  static override flags = {
    config: Flags.string({
      helpValue: "FILE",
      description: "Settings with knowledge of your own.",
    }),
  };

  override async run(): Promise<readonly Rule[] | Described> {
    const { args, flags } = await this.parse(Rules);
    const { values, path = "", locate } = await this.settings([process.cwd()], flags.config);
    const user = values.knowledge && { values: values.knowledge, path, locate };
    const text = args.rule === undefined ? undefined : await readRule(user, args.rule);
    if (args.rule !== undefined && text !== undefined) {
      this.print(text.endsWith("\n") ? text : `${text}\n`);
      return { rule: args.rule, text };
    }
    const rules = await readRules(user, args.rule);
    if (rules.length === 0) throw noSuchRule(args.rule ?? "");
    this.print(rules.map(({ kind, id, title }) => `${kind.padEnd(9)} ${id}  ${title}\n`).join(""));
    return rules;
  }
}

const noSuchRule = (word: string): Failure =>
  new Failure("NO_SUCH_RULE", `No rule contains "${word}".`, "`assess rules` lists all of them.");
