import { ArgumentKind } from "../../../python/constraints.ts";
import type {
  CallbackArgument,
  ExternalSymbol,
  OverrideCall,
} from "../../program/external-symbols.ts";
import { type Argument, type Calling, type NewCall, positional } from "../../state/call-shapes.ts";
import { madeInstead } from "../../state/made-instead.ts";
import type { Solving } from "../../state/solving.ts";
import { isSpelledOut } from "../../state/spelled-texts.ts";
import { Kind } from "../../state/values.ts";
import { attributeOf } from "../attributes/attributes.ts";
import { iterateAll } from "../protocols/elements.ts";
import { keptIn } from "../protocols/own-entries.ts";
import { addTyped } from "../types/external-types.ts";

/**
 * What an external callable calls back: arguments that its description names, and methods that a
 * library's base class calls on instances of our subclasses. Gives the results by position of the
 * argument, undefined when nothing is called back.
 */
export function callBack(
  s: Solving,
  calling: Calling,
  name: number,
  receiver: number | undefined,
): ReadonlyMap<number, number> | undefined {
  if (receiver !== undefined) callOverrides(s, calling, name, receiver);
  const described = callbacksOf(s, name);
  if (!described) return undefined;
  const results = new Map<number, number>();
  for (const callback of described.callbacks) {
    const position = positionOf(s, calling.args, callback);
    const argument = calling.args[position];
    if (!argument) continue;
    const dst = s.flow.variable();
    results.set(position, dst);
    callArgument(s, calling, { callback, argument, position, dst, through: described.name });
  }
  return results;
}

/**
 * `@app.route("/")`: what is decorated by the result of a library's call takes the place of the callback
 * that the call itself can be given (`server.on("connect", f)`).
 */
export function callBackDecorated(s: Solving, calling: Calling, factory: number): void {
  const [given] = calling.args;
  const callbacks = s.outside.symbol(factory)?.callbacks ?? [];
  if (!given || callbacks.length === 0) return;
  // What `@timer` without parentheses gives is called like the function itself, with anything.
  const argument = { ...given, variable: s.flow.variable() };
  s.each(given.variable, (value) => {
    if (s.values.kind(value) !== Kind.instance) s.flow.add(argument.variable, value);
  });
  for (const callback of callbacks) {
    const dst = s.flow.variable();
    callArgument(s, calling, { callback, argument, position: 0, dst, through: factory });
  }
}

function callbacksOf(s: Solving, name: number) {
  const own = s.outside.symbol(name)?.callbacks;
  if (own) return { callbacks: own, name };
  if (!s.text(name).endsWith(".__init__")) return undefined;
  const owner = s.outside.owner(name);
  const inherited: readonly CallbackArgument[] | undefined = s.outside.symbol(owner)?.callbacks;
  return inherited && { callbacks: inherited, name: owner };
}

/** Index of the described argument among those of the call; -1 when it is not given. */
function positionOf(s: Solving, args: readonly Argument[], callback: CallbackArgument): number {
  if (callback.keyword !== undefined) {
    const name = s.name(callback.keyword);
    const at = args.findIndex((each) => each.kind === ArgumentKind.keyword && each.name === name);
    if (at !== -1) return at;
  }
  if (callback.position === undefined) return -1;
  const argument = args[callback.position];
  return argument?.kind === ArgumentKind.positional ? callback.position : -1;
}

interface CalledArgument {
  readonly callback: CallbackArgument;
  readonly argument: Argument;
  readonly position: number;
  readonly dst: number;
  readonly through: number;
}

function callArgument(s: Solving, calling: Calling, called: CalledArgument): void {
  const { callback, argument, dst } = called;
  const meta = s.log.meta({
    how: "argument",
    through: s.text(called.through),
    ...placeOf(s, calling, callback),
  });
  const args = received(s, calling, called);
  const { origin, context } = calling;
  const shape = callback.shape ?? "callable";
  if (shape === "callable") {
    const callee = callback.method === undefined ? argument.variable : s.flow.variable();
    if (callback.method !== undefined) {
      const name = s.name(callback.method);
      s.each(argument.variable, (value) => s.flow.edge(attributeOf(s, value, name), callee));
    }
    if (isDecorator(s, calling)) callDecorated(s, { dst, callee, origin, context, meta, args });
    else s.call({ dst, callee, origin, context, meta, args });
    const then = callback.then === undefined ? -1 : s.name(callback.then);
    if (then !== -1) {
      s.each(dst, (value) => {
        if (s.values.kind(value) !== Kind.instance) return;
        s.call({ dst: -1, callee: attributeOf(s, value, then), origin, context, meta, args: [] });
      });
    }
    return;
  }
  let subjects = argument.variable;
  if (shape === "callables" || shape === "objects-methods") {
    subjects = s.flow.variable();
    iterateAll(s, argument.variable, subjects, origin);
  }
  if (shape === "callables") s.call({ dst, callee: subjects, origin, context, meta, args });
  else {
    s.each(subjects, (value) => callMethods(s, value, { origin, meta }, callback.methods));
  }
}

/** A method that is decorated gets what a function would after its `self`, of which nothing is known here. */
function callDecorated(s: Solving, call: NewCall): void {
  s.each(call.callee, (value) => {
    const scope = s.values.kind(value) === Kind.function ? s.scopeOfValue(value) : -1;
    const isMethod = scope !== -1 && s.program.classOfMethod(scope) !== -1;
    const self = isMethod && call.args.length > 0 ? [positional(s.flow.variable())] : [];
    s.call({ ...call, callee: s.holding(value), args: [...self, ...call.args] });
  });
}

const isDecorator = (s: Solving, { meta }: Calling): boolean =>
  s.log.metaOf(meta).how === "decorator";

/** What the called argument receives. */
function received(s: Solving, calling: Calling, called: CalledArgument): readonly Argument[] {
  const { callback, position, argument } = called;
  const { receives } = callback;
  const rest = (): readonly Argument[] => {
    const before = (callback.restFrom ?? position + 1) - 1;
    return calling.args.filter((each, at) => each !== argument && isAfter(each, at, before));
  };
  if (receives === "rest") return rest();
  if (receives === "elements") {
    return calling.args
      .filter((each) => each !== argument && each.kind === ArgumentKind.positional)
      .map(({ variable }) => {
        const elements = s.flow.variable();
        iterateAll(s, variable, elements, calling.origin);
        return positional(elements);
      });
  }
  if (receives === "args-kwargs") {
    return calling.args.flatMap((each, at): Argument[] => {
      const isNext = each.kind === ArgumentKind.positional && at === position + 1;
      if (isNamed(s, each, ["args"]) || isNext)
        return [{ ...each, kind: ArgumentKind.star, name: -1 }];
      if (isNamed(s, each, ["kwargs", "kwds"]))
        return [{ ...each, kind: ArgumentKind.doubleStar, name: -1 }];
      return [];
    });
  }
  return (receives ?? []).flatMap((text) => {
    if (text === "$rest") return rest();
    const variable = s.flow.variable();
    addTyped(s, text, { origin: calling.record }, variable);
    if (/^[\w.]+$/.test(text)) s.flow.edge(madeInstead(s, text), variable);
    return [positional(variable)];
  });
}

function isAfter({ kind }: Argument, at: number, position: number): boolean {
  return kind === ArgumentKind.keyword || kind === ArgumentKind.doubleStar || at > position;
}

function isNamed(s: Solving, { kind, name }: Argument, names: readonly string[]): boolean {
  return kind === ArgumentKind.keyword && names.includes(s.text(name));
}

/**
 * Calls the methods of an endpoint object that a server calls by their names: those that it knows itself,
 * or what a message names. Where the program spells some of these names, as its own clients do, the rest
 * are there for others: started, stopped and helped out by.
 */
function callMethods(
  s: Solving,
  value: number,
  { origin, meta }: Pick<NewCall, "origin" | "meta">,
  methods: readonly string[] | undefined,
): void {
  if (s.values.kind(value) !== Kind.instance) return;
  const names = new Set<string>();
  for (const ancestor of s.hierarchy.order(s.values.first(value))) {
    if (ancestor < 0) continue;
    for (const name of s.program.methods(ancestor).keys()) names.add(s.text(name));
  }
  const called = [...names].filter((name) => methods?.includes(name) ?? !name.startsWith("_"));
  const hasClients = methods === undefined && called.some((name) => isSpelledOut(s, name));
  for (const name of called) {
    const isGuess = hasClients && !isSpelledOut(s, name);
    const how = isGuess ? s.log.meta({ ...s.log.metaOf(meta), isPossible: true }) : meta;
    s.call({ origin, meta: how, dst: -1, callee: attributeOf(s, value, s.name(name)), args: [] });
  }
}

/** `thread.start()` runs the subclass's `run`. */
function callOverrides(s: Solving, calling: Calling, name: number, receiver: number): void {
  if (s.values.kind(receiver) !== Kind.instance) return;
  const method = s.text(name).split(".").at(-1) ?? "";
  for (const ancestor of s.hierarchy.order(s.values.first(receiver))) {
    if (ancestor >= 0) continue;
    const symbol: ExternalSymbol | undefined = s.outside.symbol(-1 - ancestor);
    for (const override of symbol?.overrides ?? []) {
      if (override.when !== method) continue;
      callOverride(s, calling, receiver, override, s.text(-1 - ancestor));
    }
  }
}

function callOverride(
  s: Solving,
  calling: Calling,
  receiver: number,
  { method, mode, runsIn, when, keeps }: OverrideCall,
  owner: string,
): void {
  const place = placeOf(s, calling, { mode, runsIn });
  const meta = s.log.meta({ how: "override", through: `${owner}.${when}`, ...place });
  const { origin } = calling;
  const dst = keeps === true ? keptIn(s, receiver) : -1;
  for (const name of methodsNamed(s, receiver, method)) {
    s.call({ dst, callee: attributeOf(s, receiver, name), origin, meta, args: [] });
  }
}

/** `do_*` stands for every method of ours whose name begins so. */
function methodsNamed(s: Solving, receiver: number, method: string): readonly number[] {
  if (!method.endsWith("*")) return [s.name(method)];
  const found = new Set<number>();
  for (const ancestor of s.hierarchy.order(s.values.first(receiver))) {
    if (ancestor < 0) continue;
    for (const name of s.program.methods(ancestor).keys()) {
      if (s.text(name).startsWith(method.slice(0, -1))) found.add(name);
    }
  }
  return [...found];
}

/** What is spawned calls back where it runs, not where it was spawned. */
function placeOf(
  s: Solving,
  { meta }: Calling,
  { mode, runsIn }: Pick<CallbackArgument, "mode" | "runsIn">,
) {
  const outer = s.log.metaOf(meta);
  if (mode !== "call" || outer.kind === "call") return { kind: mode, runsIn };
  return { kind: outer.kind, runsIn: outer.runsIn ?? runsIn };
}
