import { STORE_FLAGS, StoreFlag } from "../../python/constraints.ts";
import { attributeOf } from "../rules/attributes/attributes.ts";
import { loadStored } from "../rules/attributes/stored-attributes.ts";
import { deleteAttribute, storeAttribute, storeThrough } from "../rules/attributes/stores.ts";
import { invoke } from "../rules/calls/invoke.ts";
import { bindMember } from "../rules/classes/bind-members.ts";
import { discard } from "../rules/classes/special-methods.ts";
import { passBases } from "../rules/models/builtin-wrappers.ts";
import { iterateValue } from "../rules/protocols/elements.ts";
import { catchInstance, raise } from "../rules/protocols/exceptions.ts";
import type { ItemUse } from "../rules/protocols/external-items.ts";
import { extend, loadItem, unpack } from "../rules/protocols/items.ts";
import type { OperatorUse } from "../rules/protocols/operator-use.ts";
import { operateLeft, operateRight } from "../rules/protocols/operators.ts";
import { awaitValue, enter, exit, yieldFrom } from "../rules/protocols/protocols.ts";
import { deleteItem, storeItem } from "../rules/protocols/stored-items.ts";
import { CallField, readCall } from "../state/calling.ts";
import { findMember } from "../state/class-members.ts";
import { HandOver, Rule } from "../state/rules.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";

/** One value reached the variable on which a record waits. */
export function applyRule(s: Solving, record: number, value: number): void {
  const operation = s.code.at(record);
  if (s.isSettlingBases && !settlesBases(s, record, value)) {
    passToBases(s, record, value);
    s.postponed.push(record);
    s.postponed.push(value);
    return;
  }
  const rule = RULES[operation];
  const site = SITE_OPERANDS[operation];
  if (!s.moments.isOn || site === undefined) rule?.(s, value, record + 2);
  else s.moments.atSite(s.code.at(record + 2 + site), () => rule?.(s, value, record + 2));
}

/** Where the operands of a rule name the site at which it reads members of classes and modules. */
const SITE_OPERANDS: Readonly<Record<number, number>> = {
  [Rule.load]: 3,
  [Rule.loadItem]: 4,
  [Rule.storeItem]: 4,
  [Rule.deleteItem]: 3,
  [Rule.iterate]: 2,
  [Rule.unpack]: 3,
  [Rule.call]: 2,
  [Rule.enter]: 2,
  [Rule.exit]: 1,
  [Rule.await]: 2,
  [Rule.operator]: 6,
  [Rule.reflect]: 6,
};

/** What can be known before the classes' bases are: names, modules, decorated classes. */
function settlesBases(s: Solving, record: number, value: number): boolean {
  const operation = s.code.at(record);
  if (operation === Rule.base || operation === Rule.run || operation === Rule.passClass)
    return true;
  const kind = s.values.kind(value);
  if (operation === Rule.load) return kind === Kind.module || kind === Kind.external;
  // `class C(*BASES)`: what a list or tuple was written with.
  if (operation === Rule.iterate) return kind === Kind.object;
  if (operation === Rule.storeItem) return kind === Kind.object && s.code.at(record + 3) !== -1;
  // `class C(Mapping[str, int])`
  if (operation === Rule.loadItem) return kind === Kind.external && isSought(s, record);
  const isMaker = kind === Kind.external && MAKES_BASES.has(s.text(s.values.first(value)));
  return operation === Rule.call && isMaker;
}

/** Whether a base of a class rests on what the rule gives. */
const isSought = (s: Solving, record: number): boolean =>
  s.hierarchy.sought.has(s.code.at(record + 2));

/** Classes on their way to a base by a rule that itself must wait until the bases are known. */
function passToBases(s: Solving, record: number, value: number): void {
  const operation = s.code.at(record);
  if (operation === Rule.call && isBaseRecipe(s, value)) {
    passBases(s, readCall(s, record + 2 - CallField.dst));
  }
  if (s.values.kind(value) !== Kind.class || !isSought(s, record)) return;
  const dst = s.code.at(record + 2);
  if (operation === Rule.loadItem) s.flow.add(dst, value);
  if (operation === Rule.load) passInnerClass(s, s.values.first(value), s.code.at(record + 4), dst);
}

/** `class C(Outer.Inner)`: the classes that a class has under the name, in its own body or an ancestor's. */
function passInnerClass(s: Solving, outer: number, name: number, dst: number): void {
  const find = (): void => {
    const { variable } = findMember(s, s.hierarchy.order(outer), name);
    if (variable === -1) return;
    s.each(variable, (value) => {
      if (s.values.kind(value) === Kind.class) s.flow.add(dst, value);
    });
  };
  find();
  if (s.hierarchy.isOpen(outer)) s.hierarchy.whenChanged(outer, find);
}

/** What makes a base of classes. */
const MAKES_BASES: ReadonlySet<string> = new Set([
  "six.with_metaclass",
  "sqlalchemy.ext.declarative.declarative_base",
  "sqlalchemy.orm.declarative_base",
  "collections.namedtuple",
  "typing.NamedTuple",
]);

/**
 * The recipe `with_metaclass(Meta, Base)` that programs for Python 2 and 3 carried along instead of
 * depending on six (jinja2._compat, future.utils): the class below it has `Base` as its base, by ways
 * that no analysis of its body finds.
 */
function isBaseRecipe(s: Solving, value: number): boolean {
  if (s.values.kind(value) !== Kind.function) return false;
  return s.program.scopeFacts(s.scopeOfValue(value)).name === "with_metaclass";
}

type Apply = (s: Solving, value: number, at: number) => void;

const itemUse = (s: Solving, at: number): ItemUse => ({
  key: s.code.at(at),
  keyVariable: s.code.at(at + 1),
  site: s.code.at(at + 2),
});

const operatorUse = (s: Solving, at: number): OperatorUse => {
  const { code } = s;
  const word = (name: number) => (name === -1 ? "" : s.text(name));
  return {
    record: at - 2,
    dst: code.at(at),
    method: word(code.at(at + 1)),
    reflected: word(code.at(at + 2)),
    inPlace: word(code.at(at + 3)),
    left: code.at(at + 4),
    right: code.at(at + 5),
    site: code.at(at + 6),
  };
};

const RULES: Readonly<Record<number, Apply>> = {
  [Rule.load]: load,
  [Rule.store]: (s, value, at) => {
    const isPassing = (s.code.at(at + STORE_FLAGS) & StoreFlag.passing) !== 0;
    const src = s.code.at(at + 2);
    if (s.text(s.code.at(at + 1)) === "__class__") changeClass(s, s.code.at(at), src);
    if (s.apart.isOn) s.log.store(s.code.at(at + 3), value);
    storeAttribute(s, value, s.code.at(at + 1), src, s.code.at(at + 3), isPassing);
  },
  [Rule.delete]: (s, value, at) => deleteAttribute(s, value, s.code.at(at + 1), s.code.at(at + 2)),
  [Rule.loadItem]: (s, value, at) => {
    const use = { ...itemUse(s, at + 2), base: s.code.at(at + 1) };
    loadItem(s, value, s.code.at(at), use);
  },
  [Rule.storeItem]: (s, value, at) => {
    const use = { key: s.code.at(at + 1), keyVariable: s.code.at(at + 2), site: s.code.at(at + 4) };
    storeItem(s, value, s.code.at(at + 3), use);
  },
  [Rule.deleteItem]: (s, value, at) => deleteItem(s, value, itemUse(s, at + 1)),
  [Rule.extend]: (s, value, at) => extend(s, value, s.code.at(at), s.code.at(at + 2)),
  [Rule.iterate]: (s, value, at) => {
    if (s.given.loopSites.has(s.code.at(at + 2))) return;
    iterateValue(s, value, s.code.at(at), s.code.at(at + 2), s.code.at(at + 3) === 1);
  },
  [Rule.unpack]: (s, value, at) => {
    unpack(s, value, s.code.at(at), s.code.at(at + 2), s.code.at(at + 3));
  },
  [Rule.call]: (s, value, at) => invoke(s, readCall(s, at - CallField.dst), value),
  [Rule.enter]: (s, value, at) => {
    enter(s, value, s.code.at(at), s.code.at(at + 2), s.code.at(at + 3) === 1);
  },
  [Rule.exit]: (s, value, at) => exit(s, value, s.code.at(at + 1), s.code.at(at + 2) === 1),
  [Rule.await]: (s, value, at) => awaitValue(s, value, s.code.at(at), s.code.at(at + 2)),
  [Rule.yieldFrom]: (s, value, at) => {
    yieldFrom(s, value, s.code.at(at), s.code.at(at + 3), s.code.at(at + 2));
  },
  [Rule.operator]: (s, value, at) => operateLeft(s, value, operatorUse(s, at)),
  [Rule.reflect]: (s, value, at) => operateRight(s, value, operatorUse(s, at)),
  [Rule.raise]: (s, value, at) => {
    raise(s, value, s.code.at(at + 1), { cause: s.code.at(at + 2), context: s.code.at(at + 3) });
  },
  [Rule.catch]: (s, value, at) => catchInstance(s, value, s.code.at(at)),
  [Rule.base]: addBase,
  [Rule.bind]: (s, value, at) => {
    const use = { receiver: s.code.at(at + 1), attribute: s.code.at(at), owner: s.code.at(at + 2) };
    bindMember(s, value, use);
  },
  [Rule.run]: (s, value, at) => s.actions[s.code.at(at)]?.(value),
  [Rule.bindStore]: (s, value, at) => {
    storeThrough(s, value, s.code.at(at + 1), { src: s.code.at(at), site: s.code.at(at + 3) });
  },
  [Rule.handOver]: handOver,
  [Rule.discard]: (s, value, at) => discard(s, value, s.code.at(at)),
  [Rule.passClass]: (s, value, at) => {
    if (!s.isSettlingBases || s.values.kind(value) !== Kind.class) return;
    s.decorated.push({ dst: s.code.at(at), callee: s.code.at(at + 1), class: value });
  },
};

/** `x.__class__ = C`: from then on x is an instance of C; before it was another. */
function changeClass(s: Solving, variable: number, src: number): void {
  s.each(src, (value) => {
    if (s.values.kind(value) === Kind.class)
      s.flow.add(variable, s.instance(s.values.first(value)));
  });
}

function load(s: Solving, value: number, at: number): void {
  const stored = s.code.at(at - 1) > 6 ? s.code.at(at + 4) : -1;
  if (stored === -1) loadAttribute(s, value, at);
  else {
    const use = { name: s.code.at(at + 2), stored, dst: s.code.at(at) };
    loadStored(s, value, use, () => loadAttribute(s, value, at));
  }
}

function loadAttribute(s: Solving, value: number, at: number): void {
  const dst = s.code.at(at);
  const attribute = attributeOf(s, value, s.code.at(at + 2));
  s.flow.copy(attribute, dst);
  const isBroad = s.values.kind(value) === Kind.instance && !s.values.isExact(value);
  if (isBroad) s.soft.add(dst);
  const site = s.code.at(at + 3);
  if (site !== -1) s.log.read(site, attribute, isBroad);
}

function addBase(s: Solving, value: number, at: number): void {
  const index = s.code.at(at);
  const position = s.code.at(at + 1);
  s.hierarchy.settleBase(index, position);
  const kind = s.values.kind(value);
  if (kind === Kind.class) s.hierarchy.addBase(index, position, s.values.first(value));
  else if (kind === Kind.external || kind === Kind.result) {
    s.hierarchy.addBase(index, position, -1 - s.values.first(value));
  } else if (s.objectOf(value)?.kind === "named-tuple") s.hierarchy.tupleBases.set(index, value);
}

/** Whoever makes it, a logger writes down what it gets and calls nothing of it. */
const LOGGERS = /\.get_?logger$/i;

/** A function in the hands of something unknown: called back, nobody knows when. */
function handOver(s: Solving, value: number, at: number): void {
  const kind = s.values.kind(value);
  const inner = kind === Kind.bound ? s.values.kind(s.values.first(value)) : kind;
  const isWrapper = inner === Kind.object && s.objectOf(value)?.kind === "partial";
  if (inner !== Kind.function && !isWrapper) return;
  const through = s.text(s.code.at(at + 1));
  const manner = s.code.at(at + 2);
  // A decorator gives back what it got, so its callers call it; a mock calls nothing by itself.
  const isPossible = manner === HandOver.decorator || /^(unittest\.)?mock\./.test(through);
  if (manner === HandOver.result && LOGGERS.test(through)) return;
  const isStray = manner === HandOver.result || s.outside.symbol(s.code.at(at + 1)) === undefined;
  const meta = s.log.meta({
    how: "argument",
    kind: "callback",
    through,
    runsIn: "unknown",
    isLikely: true,
    ...(isPossible && { isPossible }),
    ...(isStray && { isStray }),
  });
  const callee = s.holding(value);
  s.log.handOvers.set(callee, s.code.at(at + 3));
  s.call({ dst: -1, callee, origin: s.code.at(at), meta, args: [] });
}
