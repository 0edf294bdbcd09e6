import { ArgumentKind } from "../../../python/constraints.ts";
import { positional } from "../../state/call-shapes.ts";
import { keepKeywords } from "../../state/calling.ts";
import type { MadeObject, ObjectKind } from "../../state/objects.ts";
import { Kind } from "../../state/values.ts";
import { callSpecialOf } from "../classes/special-methods.ts";
import { iterateAll } from "../protocols/elements.ts";
import { copyContainer } from "./copy-container.ts";
import { mergeAttributes } from "./merge-attributes.ts";
import { mergeItems } from "./merge-items.ts";
import { statementsOf } from "./model-lines.ts";
import {
  type Application,
  allItems,
  argument,
  itemUnderKey,
  keys,
  meet,
  positionals,
  storeUnderKey,
  withContainer,
} from "./receiver-items.ts";

/** Carries out a line of the models' language (builtin-models.ts) at a call. */
export function applyModel(model: string, application: Application): void {
  for (const { text, left, right } of statementsOf(model)) {
    if (right === undefined) source(application, left, text);
    else assign(application, left, right);
  }
}

/** What expressions say, read once: there are few, and they are carried out at every call. */
const expressions = new Map<string, Source>();

function assign(a: Application, target: string, text: string): void {
  const { s, calling } = a;
  for (const variable of sources(a, text)) {
    if (target === "dst") s.flow.edge(variable, calling.dst);
    else if (target === "self[]") withContainer(a, (object) => s.flow.edge(variable, object.rest));
    else if (target === "self[0]") storeUnderKey(a, variable);
    else if (target === "items 0") {
      s.each(argument(a, 0), (value) => {
        const object = s.objectOf(value);
        if (object) s.flow.edge(variable, object.rest);
      });
    }
  }
}

/** `0..` is every positional argument; anything else is one source. */
function sources(a: Application, text: string): readonly number[] {
  if (text === "0..") {
    return positionals(a).map(({ variable }) => variable);
  }
  const variable = source(a, text, text);
  return variable === -1 ? [] : [variable];
}

/** The variable that a source expression stands for; -1 where the call lacks it. */
function source(a: Application, text: string, role: string): number {
  let known = expressions.get(text);
  if (known === undefined) {
    known = readSource(text);
    expressions.set(text, known);
  }
  return known(a, role);
}

type Source = (a: Application, role: string) => number;

function readSource(text: string): Source {
  const [, , word, inner = ""] =
    /^(defaulting )?(list|tuple|set|dict|iterator|queue|pair|mapping|counter) of ?(.*)$/.exec(
      text,
    ) ?? [];
  if (word !== undefined) return (a, role) => container(a, word, inner, role);
  const [, copied, original = ""] = /^(list|tuple|dict) like (.+)$/.exec(text) ?? [];
  if (copied !== undefined) return (a) => copyOf(a, copied as ObjectKind, original);
  if (text === "bound 0 to 1") return bound;
  const [, verb, sought] = /^(hash|compare) (\S+)/.exec(text) ?? [];
  if (sought !== undefined)
    return (a, role) => meet(a, source(a, sought, role), verb === "hash", text.endsWith("self"));
  if (text.startsWith("call ")) return (a) => callArgument(a, text.slice(5));
  const [, on, method = "", other] = /^(.+?)\.(__\w+__|write)(?: (.+))?$/.exec(text) ?? [];
  if (on !== undefined) return (a) => callMethod(a, on, method, other);
  if (text.startsWith("ranked ")) return (a) => ranked(a, text.slice("ranked ".length));
  if (text.startsWith("*")) return (a, role) => elements(a, source(a, text.slice(1), role));
  if (ACTS.has(text)) return (a) => act(a, text);
  const [, instance] = /^an? (\S+)/.exec(text) ?? [];
  if (instance !== undefined) return ({ s }) => s.holding(s.builtinInstance(instance));
  return (a) => plain(a, text);
}

const ACTS: ReadonlySet<string> = new Set(["send 0", "merge 0", "merge keywords"]);

function bound(a: Application): number {
  const { s } = a;
  const dst = s.flow.variable();
  s.each(argument(a, 0), (callable) => {
    s.each(argument(a, 1), (receiver) => {
      s.flow.add(dst, s.values.of(Kind.bound, callable, receiver));
    });
  });
  return dst;
}

function plain(a: Application, text: string): number {
  const { s, calling, receiver } = a;
  if (text === "dst") return calling.dst;
  if (text === "self") return receiver === undefined ? -1 : s.holding(receiver);
  if (text === "self[]") return allItems(a);
  if (text === "self[0]") return itemUnderKey(a);
  if (text === "self.keys") return keys(a);
  if (text === "0..") return everyArgument(a);
  if (text === "stdout") return s.field(s.external(s.name("sys")), s.name("stdout"));
  if (text.startsWith("@")) {
    const name = s.name(text.slice(1));
    return calling.args.find((each) => each.name === name)?.variable ?? -1;
  }
  return /^\d$/.test(text) ? argument(a, Number(text)) : -1;
}

/** What `key` makes of things that are put in order; themselves where it is missing or `None`. */
function ranked(a: Application, text: string): number {
  const { s } = a;
  const things = source(a, text, text);
  const key = source(a, "@key", "@key");
  if (things === -1 || key === -1) return things;
  const compared = s.flow.variable();
  s.each(key, (value) => {
    if (s.values.isNone(value)) s.flow.edge(things, compared);
  });
  s.flow.edge(callArgument(a, `@key: ${text}`), compared);
  return compared;
}

/** What all positional arguments are, and what `*args` brings. */
function everyArgument({ s, calling }: Application): number {
  const variable = s.flow.variable();
  for (const { kind, variable: given } of calling.args) {
    if (kind === ArgumentKind.positional) s.flow.edge(given, variable);
    else if (kind === ArgumentKind.star) iterateAll(s, given, variable, calling.origin);
  }
  return variable;
}

function elements({ s, calling }: Application, of: number): number {
  if (of === -1) return -1;
  const variable = s.flow.variable();
  iterateAll(s, of, variable, calling.origin);
  return variable;
}

function callArgument(a: Application, text: string): number {
  const { s, calling } = a;
  const [callee, args] = text.split(":");
  const variable = source(a, (callee ?? "").trim(), text);
  if (variable === -1) return -1;
  const dst = s.flow.variable();
  s.call({
    dst,
    callee: variable,
    context: calling.context,
    origin: calling.origin,
    meta: s.log.meta({
      how: "argument",
      kind: "call",
      through: s.text(a.className),
      runsIn: "caller",
    }),
    args: (args ?? "")
      .split(",")
      .map((each) => source(a, each.trim(), text))
      .filter((each) => each !== -1)
      .map(positional),
  });
  return dst;
}

function callMethod(a: Application, on: string, method: string, argumentText?: string): number {
  const { s, calling } = a;
  const variable = source(a, on, on);
  if (variable === -1) return -1;
  const other = operand(a, argumentText, variable);
  const dst = s.flow.variable();
  const args = other === -1 ? [] : [other];
  s.each(variable, (value) => {
    callSpecialOf(s, value, { method, args, origin: calling.origin, how: "operator", dst });
  });
  return dst;
}

/** What stands beside the receiver: -1 for nothing, or once more what the receiver is. */
function operand(a: Application, text: string | undefined, receiver: number): number {
  if (text === undefined) return -1;
  return text === "itself" ? receiver : source(a, text, text);
}

/** A new container, one per call and role. */
function container(a: Application, word: string, inner: string, role: string): number {
  const { s, calling, className } = a;
  const kind = (KINDS[word] ?? word) as ObjectKind;
  const isNamed = word !== "pair" && word !== "iterator" && s.outside.isClass(className);
  const parts = isNamed ? { className } : {};
  const value = s.object(calling.record, -100 - s.name(`${word} of ${inner}`), kind, parts);
  const object = s.objectOf(value);
  if (object && word === "pair") {
    for (const [at, each] of inner.split(",").entries()) {
      s.flow.edge(source(a, each.trim(), role), s.slot(object, s.name(`i:${at}`)));
    }
  } else if (object && word === "mapping") fillMapping(a, object);
  else if (object && word === "counter") {
    s.flow.edge(source(a, inner, role), object.keys);
    s.flow.add(object.rest, s.builtinInstance("int"));
  } else if (object) s.flow.edge(source(a, inner, role), object.rest);
  return s.holding(value);
}

/** The kinds of containers that have a word of their own in the models. */
const KINDS: Readonly<Record<string, ObjectKind>> = {
  pair: "tuple",
  mapping: "dict",
  counter: "dict",
};

function copyOf(a: Application, kind: ObjectKind, original: string): number {
  const { s, calling, className } = a;
  const from = source(a, original, original);
  return copyContainer(s, calling, { kind, className, from, isReceiver: original === "self" });
}

function fillMapping(a: Application, object: MadeObject): void {
  const { s, calling } = a;
  for (const { kind, name, variable } of calling.args) {
    if (kind === ArgumentKind.keyword) {
      s.flow.edge(variable, s.slot(object, s.textKey(name)));
    } else mergeItems(s, variable, object, calling.origin);
  }
}

function act(a: Application, text: string): number {
  const { s, calling, receiver } = a;
  if (text === "send 0" && receiver !== undefined) {
    const { sends } = s.functions.get(s.values.first(receiver));
    s.flow.edge(argument(a, 0), sends);
  } else {
    if (receiver !== undefined) {
      const from = text === "merge keywords" ? undefined : argument(a, 0);
      mergeAttributes(s, calling, receiver, from);
    }
    withContainer(a, (object) => {
      if (text === "merge keywords") mergeKeywords(a, object);
      else mergeFirst(a, object);
    });
  }
  return -1;
}

function mergeKeywords({ s, calling }: Application, object: MadeObject): void {
  keepKeywords(s, calling.args, object);
  for (const { kind, variable } of calling.args) {
    if (kind === ArgumentKind.doubleStar) mergeItems(s, variable, object, calling.origin);
  }
}

/** The first argument, which `*args` may bring. */
function mergeFirst(a: Application, object: MadeObject): void {
  const { s, calling } = a;
  const [first] = calling.args;
  const given = first?.kind === ArgumentKind.star ? elements(a, first.variable) : argument(a, 0);
  if (given !== -1) mergeItems(s, given, object, calling.origin);
}
