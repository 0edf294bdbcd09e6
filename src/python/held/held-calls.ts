import { ArgumentKind } from "../constraints.ts";
import { type Arguments, emitCall, readArguments } from "../expressions/calls.ts";
import type { Variable } from "../module-facts.ts";
import type { HeldDisplay } from "../reader/held-displays.ts";
import type { Reader } from "../reader/reader.ts";
import { readClassCall } from "../statements/class-calls.ts";
import { childByField } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { type KnownArgument, methodEffect } from "./display-methods.ts";
import { heldUnder, withinDisplay } from "./held-names.ts";

/** A call; methods of a held display do what is known of them. */
export function readCall(reader: Reader, node: number): Variable {
  const { tree } = reader;
  const made = readClassCall(reader, node);
  if (made >= 0) return made;
  const callee = childByField(tree, node, Field.function);
  const list = childByField(tree, node, Field.arguments);
  const isMethod = reader.kind(callee) === Kind.attribute;
  const object = isMethod ? childByField(tree, callee, Field.object) : -1;
  const display = heldUnder(reader, object);
  if (display === undefined) {
    const value = reader.expression(callee);
    return emitCall(reader, value, readArguments(reader, list), reader.site(node));
  }
  const args = readArguments(reader, list);
  return callMethod(reader, { node, callee, object }, display, args);
}

interface MethodCall {
  readonly node: number;
  readonly callee: number;
  readonly object: number;
}

function callMethod(
  reader: Reader,
  { node, callee, object }: MethodCall,
  display: HeldDisplay,
  args: Arguments,
): Variable {
  const { state, tree } = reader;
  const method = reader.identifier(childByField(tree, callee, Field.attribute));
  const known = knownArguments(reader, args);
  const isHeld = state.held.get(display.variable) === display;
  const effect = isHeld && known ? methodEffect(display.content, method, known) : undefined;
  const site = reader.site(node);
  const call = (base: Variable): Variable =>
    emitCall(reader, reader.loadAttribute(base, method, reader.site(callee)), args, site);
  if (effect === undefined) return call(reader.expression(object));
  const result = withinDisplay(reader, () => call(display.variable));
  if (effect.content !== display.content) {
    state.held.set(display.variable, { ...display, content: effect.content, changedAt: site });
  }
  return effect.result ?? result;
}

/** The arguments with what is known of them; undefined where some are spread. */
function knownArguments(reader: Reader, args: Arguments): readonly KnownArgument[] | undefined {
  const { facts } = reader;
  const known: KnownArgument[] = [];
  for (let at = 0; at < args.length; at += 3) {
    const kind = args[at];
    if (kind !== ArgumentKind.positional && kind !== ArgumentKind.keyword) return undefined;
    const value = args[at + 2] as Variable;
    const name = kind === ArgumentKind.keyword ? facts.strings[args[at + 1] as number] : undefined;
    known.push({
      name,
      value,
      key: facts.constantKey(value),
      content: reader.contentOf(value),
    });
  }
  return known;
}
