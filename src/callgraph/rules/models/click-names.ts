/** What Click makes of a function. */
export const COMMAND = "click.core.Command";

/** Members of such an object that matter to what is called. */
export const COMMAND_MEMBERS: ReadonlySet<string> = new Set([
  "main",
  "add_command",
  "command",
  "group",
]);

/** `@click.command()`, `@cli.group("db")`. */
export const MAKES_COMMAND = /(^|\.)(command|group)\s*(\(|$)/;
