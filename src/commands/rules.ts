import { Args } from "@oclif/core";
import { openRules, type Rule, type RuleBook } from "../assessment/rules.ts";
import { alikeNames } from "../cli/alike-names.ts";
import { AssessCommand } from "../cli/assess-command.ts";
import { textFlag } from "../cli/text-flag.ts";
import { noSuchRule } from "../failure.ts";

export default class Rules extends AssessCommand {
  static override summary = "Print the rules: APIs, libraries, patterns, signals and obstacles.";
  static override description =
    "Without an id, one line per rule. With an id or the name of an API, everything about it: what it does, what replaces it, what it costs, an example and the source.";
  static override examples = [
    "<%= config.bin %> rules --filter GreenPool",
    "<%= config.bin %> rules eventlet.spawn",
    "<%= config.bin %> rules rlock-reentrancy",
  ];
  static override args = { id: Args.string({ description: "Rule id, or dotted name of an API." }) };
  static override flags = {
    filter: textFlag({ helpValue: "TEXT", description: "List only rules that contain this text." }),
    config: textFlag({
      helpValue: "FILE",
      description: "Settings file with rules of your own.",
    }),
  };

  override async run(): Promise<readonly Rule[] | string> {
    const { args, flags } = await this.parse(Rules);
    const { values, path, locate } = await this.settings([process.cwd()], flags.config);
    const user = values.knowledge && { values: values.knowledge, path: path ?? "", locate };
    const rules = await openRules(user);
    if (args.id !== undefined) return this.describe(args.id, rules);
    const found = rules.list(flags.filter ?? "");
    if (found.length === 0) this.logToStderr(`No rule contains ${flags.filter}.`);
    const width = Math.max(0, ...found.map(({ id }) => id.length));
    this.print(
      found
        .map(({ id, kind, title }) => `${id.padEnd(width)}  ${kind.padEnd(8)}  ${title}\n`)
        .join(""),
    );
    return found;
  }

  private describe(id: string, rules: RuleBook): string {
    const text = rules.describe(id);
    if (text === undefined) throw noSuchRule(id, alikeNames(id, rules.names));
    this.print(`${text}\n`);
    return text;
  }
}
