import type { Calling } from "../../state/call-shapes.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { at, type Builtin } from "./builtin-functions.ts";
import { COMMAND } from "./click-names.ts";

/**
 * Click makes an object of a function that `@click.command()` or `@click.group()` stands above: its
 * `main()` runs the function, and of a group the command that the words ask for as well.
 */
export const CLICK_COMMANDS: Readonly<Record<string, Builtin>> = {
  [`${COMMAND}.main`]: runCommand,
  [`${COMMAND}.add_command`]: addCommand,
  [`${COMMAND}.command`]: giveDecorator,
  [`${COMMAND}.group`]: giveDecorator,
};

/** The field of a group's function that holds the functions of its commands; no name that Python has. */
const COMMANDS = "<commands>";

function runCommand(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  if (receiver === undefined) return true;
  const meta = s.log.meta({ kind: "call", how: "argument", through: `${COMMAND}.main` });
  const run = (callee: number) => s.call({ ...calling, dst: -1, callee, args: [], meta });
  run(s.holding(receiver));
  run(s.field(receiver, s.name(COMMANDS)));
  return true;
}

function addCommand(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  if (receiver === undefined) return true;
  s.flow.edge(at(calling, 0), s.field(receiver, s.name(COMMANDS)));
  s.flow.edge(at(calling, 0), calling.dst);
  return true;
}

/** `@group.command()`: what decorates adds a command to the group. */
function giveDecorator(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  if (receiver === undefined) return true;
  const adder = s.external(s.name(`${COMMAND}.add_command`));
  s.flow.add(calling.dst, s.values.of(Kind.bound, adder, receiver));
  return true;
}
