import { ArgumentKind } from "../../../python/constraints.ts";
import type { ExternalSymbol } from "../../program/external-symbols.ts";
import type { Calling } from "../../state/call-shapes.ts";
import { FUNCTION_GET } from "../../state/functions.ts";
import type { MadeObject } from "../../state/objects.ts";
import { HandOver, Rule } from "../../state/rules.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind } from "../../state/values.ts";
import { callBack } from "../calls/callbacks.ts";
import { applyModel } from "../models/apply-model.ts";
import { BUILTINS } from "../models/builtin-functions.ts";
import { ITERATORS } from "../models/builtin-iterators.ts";
import { MANAGERS } from "../models/builtin-managers.ts";
import { MODELS } from "../models/builtin-models.ts";
import { wrapperOf } from "../models/builtin-wrappers.ts";
import { CONSTANT_TEXTS } from "../models/constant-texts.ts";
import { NATIVE_INITIALISERS } from "../models/fill-native.ts";
import { callTextMethod } from "../models/folder-listings.ts";
import { LIBRARY_MODELS } from "../models/library-models.ts";
import { makeObject } from "../models/made-by-class.ts";
import { loadFromGroup } from "../models/plugins.ts";
import { RAISED } from "../models/raised.ts";
import { keepArguments } from "../protocols/exceptions.ts";
import { addTyped } from "../types/external-types.ts";
import { applyEffects, type ExternalCalling, typeContext } from "./external-effects.ts";

const SPECIAL = {
  ...BUILTINS,
  ...ITERATORS,
  ...MANAGERS,
  ...CONSTANT_TEXTS,
  ...RAISED,
  ...LIBRARY_MODELS,
  ...NATIVE_INITIALISERS,
};

/** A call that leaves the analysed code: what comes back, and what is called back. */
export function callExternal(
  s: Solving,
  calling: Calling,
  callee: number,
  receiver: number | undefined,
): void {
  const name = s.values.first(callee);
  if (s.values.kind(callee) === Kind.result) {
    handOver(s, calling, name, true);
    passDecorated(s, calling) || s.flow.add(calling.dst, callee);
    return;
  }
  const text = s.text(name);
  if (!UNNAMED.has(text)) {
    s.log.target(calling.origin, -1 - name, calling.meta, calling.record);
    s.log.external(calling.record, name);
  }
  if (isDone(s, calling, text, receiver)) return;
  const symbol = s.outside.symbol(name);
  if (givesOfProgram(s, calling, symbol, receiver)) return;
  const line = modelOf(s, name, receiver);
  if (line !== undefined) applyLine(s, line, { calling, name, receiver });
  const isModelled = line === "" || line?.includes("dst <-");
  const results = callBack(s, calling, name, receiver);
  const call = { calling, receiver, results };
  if (symbol && line === undefined) applyEffects(s, symbol, call);
  if (isModelled) return;
  if (symbol?.wraps !== undefined) passWrapped(s, calling, name, symbol.wraps);
  else if (!passDecorated(s, calling, symbol)) giveResult(s, name, call);
  // What a model describes keeps what it gets (a queue), it does not call it.
  if (!results && line === undefined && symbol?.returns === undefined) {
    handOver(s, calling, name, false);
  }
}

/** Does what is known of the function of that name alone; true where nothing else must be done. */
function isDone(s: Solving, calling: Calling, name: string, receiver: number | undefined): boolean {
  if (callTextMethod(s, calling, name, receiver)) return true;
  const special = wrapperOf(name) ?? SPECIAL[name];
  return special?.(s, calling, receiver) === true;
}

/** Plugins that it loads, an object of a class that it is given: what the program itself declares. */
function givesOfProgram(
  s: Solving,
  calling: Calling,
  symbol: ExternalSymbol | undefined,
  receiver: number | undefined,
): boolean {
  if (loadFromGroup(s, calling, symbol?.loadsGroup)) return true;
  return makeObject(s, calling, symbol?.makes, receiver);
}

/** Methods of builtin containers, by their full names: called by it, the first argument is the receiver. */
const CONTAINER_METHOD = /^<builtin>\.(?:dict|list|set)\.(?!fromkeys$)\w+$/;

interface ModelledCall {
  readonly calling: Calling;
  readonly name: number;
  readonly receiver: number | undefined;
}

function applyLine(s: Solving, line: string, { calling, name, receiver }: ModelledCall): void {
  const [first, ...rest] = calling.args;
  const isPlain = first?.kind === ArgumentKind.positional;
  if (receiver !== undefined || !isPlain || !CONTAINER_METHOD.test(s.text(name))) {
    applyModel(line, { s, calling, receiver, className: name });
    return;
  }
  s.each(first.variable, (each) => {
    applyModel(line, { s, calling: { ...calling, args: rest }, receiver: each, className: name });
  });
}

/** Calls that only Python itself makes by name. */
const UNNAMED: ReadonlySet<string> = new Set([
  "<builtin>.object.__init__",
  "<builtin>.object.__new__",
  "<builtin>.object.__init_subclass__",
  "<builtin>.type.__call__",
  FUNCTION_GET,
]);

function modelOf(s: Solving, name: number, receiver: number | undefined): string | undefined {
  const text = s.text(name);
  const object = receiver === undefined ? undefined : s.objectOf(receiver);
  const plain = text.startsWith("<builtin>.") ? text.slice("<builtin>.".length) : text;
  const method = plain.slice(plain.lastIndexOf(".") + 1);
  const known = MODELS[plain];
  if (known !== undefined || object === undefined) return known;
  return MODELS[`${classNameOf(s, object)}.${method}`] ?? MODELS[`${object.kind}.${method}`];
}

function classNameOf(s: Solving, { className }: MadeObject): string {
  return className === -1 ? "" : s.text(className);
}

/** `tenacity.retry`-like: the result behaves as the function that was handed in. */
function passWrapped(
  s: Solving,
  calling: Calling,
  className: number,
  wraps: "argument" | "result-of-call",
): void {
  const [first] = calling.args.filter(({ kind }) => kind === ArgumentKind.positional);
  if (wraps === "argument" && first) s.flow.edge(first.variable, calling.dst);
  else s.flow.add(calling.dst, s.object(calling.record, -21, "wraps", { className }));
  // `@retry` and `@retry(3)` are both in use: a function as the only argument is the decorated one.
  if (wraps === "result-of-call" && first) {
    s.each(first.variable, (value) => {
      if (isFunction(s, value)) s.flow.add(calling.dst, value);
    });
  }
}

/** An external decorator nearly always gives back what it was given, wrapped. */
function passDecorated(s: Solving, calling: Calling, symbol?: ExternalSymbol): boolean {
  if (!isDecorator(s, calling)) return false;
  if (symbol?.returns !== undefined && symbol.kind === "function") return false;
  const [first] = calling.args;
  if (!first) return false;
  s.each(first.variable, (value) => {
    if (isCallable(s, value)) s.flow.add(calling.dst, value);
  });
  return true;
}

function isFunction(s: Solving, value: number): boolean {
  return s.values.kind(value) === Kind.function;
}

function isCallable(s: Solving, value: number): boolean {
  const kind = s.values.kind(value);
  return (
    kind === Kind.function || kind === Kind.class || kind === Kind.bound || kind === Kind.object
  );
}

function giveResult(s: Solving, name: number, call: ExternalCalling): void {
  const { calling } = call;
  const symbol = s.outside.symbol(name);
  if (symbol?.returns !== undefined) {
    addTyped(s, symbol.returns, typeContext(s, call), calling.dst);
  } else if (s.outside.isClass(name)) {
    const made = s.values.of(Kind.externalInstance, name);
    s.flow.add(calling.dst, made);
    keepArguments(s, calling, made);
  } else s.flow.add(calling.dst, s.values.of(Kind.result, name));
}

/** Names of what only looks at a function: `is_coroutine`, `get_callable_name`. */
const ASKS = /\.(is|has|get|was)_\w+$|[._](name|signature|repr)$/;

/** Functions handed to something unknown may be called by it; builtins call what their models say, no more. */
function handOver(s: Solving, calling: Calling, name: number, isResult: boolean): void {
  const text = s.text(name);
  if (!isResult && (text.startsWith("<builtin>.") || ASKS.test(text))) return;
  const manner = isDecorator(s, calling)
    ? HandOver.decorator
    : isResult
      ? HandOver.result
      : HandOver.named;
  for (const { kind, variable } of calling.args) {
    if (kind !== ArgumentKind.positional && kind !== ArgumentKind.keyword) continue;
    s.flow.watch(variable, s.record(Rule.handOver, calling.origin, name, manner, variable));
  }
}

function isDecorator(s: Solving, { meta }: Calling): boolean {
  return s.log.metaOf(meta).how === "decorator";
}
