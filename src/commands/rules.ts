import { Args } from "@oclif/core";
import { openRules, type Rule } from "../assessment/rules.ts";
import { AssessCommand } from "../cli/assess-command.ts";
import { textFlag } from "../cli/text-flag.ts";
import { noSuchRule } from "../failure.ts";

const SUGGESTIONS = 3;

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
    if (args.id !== undefined)
      return this.describe(args.id, rules.describe(args.id), rules.list(args.id));
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

  private describe(id: string, text: string | undefined, alike: readonly Rule[]): string {
    if (text === undefined)
      throw noSuchRule(
        id,
        alike.slice(0, SUGGESTIONS).map((rule) => rule.id),
      );
    this.print(`${text}\n`);
    return text;
  }
}
