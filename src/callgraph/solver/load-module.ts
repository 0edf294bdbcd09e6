import { ContainerKind, NarrowFlag, Op, STORE_FLAGS, StoreFlag } from "../../python/constraints.ts";
import type { ModuleFacts } from "../../python/module-facts.ts";
import { noteInitial } from "../rules/attributes/stored-attributes.ts";
import { applyNarrowing } from "../rules/types/narrow.ts";
import type { Renumber } from "../state/functions.ts";
import {
  bringsSurely,
  hasHook,
  importedName,
  loadFreeName,
  moduleValue,
} from "../state/module-names.ts";
import type { ObjectKind } from "../state/objects.ts";
import { Rule } from "../state/rules.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";
import { environItem, isEnviron, isTelling } from "./environ-items.ts";
import { copyUnderTests, settle, settleMade } from "./settled-values.ts";

/** A module (or one function of it, for a clone) whose constraints become the solver's records. */
export interface Loading {
  readonly s: Solving;
  readonly module: number;
  readonly facts: ModuleFacts;
  /** 0, or the clone's number. */
  readonly context: number;
  readonly variable: Renumber;
}

/** What is stored under such a name is no method. */
const PLAIN_SPECIALS: ReadonlySet<string> = new Set(
  ["name", "doc", "class", "dict", "module", "qualname", "wrapped"].map((word) => `__${word}__`),
);

const CONTAINER_KINDS: Readonly<Record<number, ObjectKind>> = {
  [ContainerKind.list]: "list",
  [ContainerKind.tuple]: "tuple",
  [ContainerKind.set]: "set",
  [ContainerKind.dict]: "dict",
};

/** Turns one constraint of a module, whose operands start at `at`, into records and values. */
export function loadConstraint(loading: Loading, operation: number, at: number): void {
  const load = LOADERS[operation];
  const { moments } = loading.s;
  if (!moments.isOn) load?.(loading, at);
  else moments.atRecord(loading.module, at - 2, () => load?.(loading, at));
}

type Loader = (loading: Loading, at: number) => void;

const int = ({ facts }: Loading, at: number): number => facts.code[at] as number;
const name = (l: Loading, at: number): number => {
  const local = int(l, at);
  return local === -1 ? -1 : l.s.program.name(l.module, local);
};
const variable = (l: Loading, at: number): number => {
  const local = int(l, at);
  return local === -1 ? -1 : l.s.moments.seen(l.variable(local));
};
const site = (l: Loading, at: number): number => l.s.program.site(l.module, int(l, at));

function watched(l: Loading, on: number, rule: number, ...operands: readonly number[]): void {
  if (on !== -1) l.s.flow.watch(on, l.s.record(rule, ...operands));
}

/** Where a base of a class is read from something, this is sought too. */
function seekThrough({ s, variable, facts }: Loading, at: number): void {
  const [dst, base] = [facts.code[at] as number, facts.code[at + 1] as number];
  if (base !== -1 && s.hierarchy.sought.has(variable(dst))) s.hierarchy.sought.add(variable(base));
}

const LOADERS: Readonly<Record<number, Loader>> = {
  [Op.Function]: loadFunction,
  [Op.Class]: (l, at) => {
    const index = l.s.program.classOf(l.s.program.scope(l.module, int(l, at + 1)));
    if (index === -1) return;
    l.s.classSites[index] = site(l, at + 2);
    settle(l, at);
    l.s.flow.add(variable(l, at), l.s.classValue(index));
  },
  [Op.Literal]: (l, at) => {
    settle(l, at);
    const text = int(l, at + 2) === -1 ? l.s.name("") : name(l, at + 2);
    l.s.flow.add(variable(l, at), l.s.values.of(Kind.literal, int(l, at + 1), text));
  },
  [Op.Container]: (l, at) => {
    const kind = CONTAINER_KINDS[int(l, at + 1)] ?? "list";
    const made = l.s.object(site(l, at + 2), l.context * 4 + int(l, at + 1), kind, {
      isDisplay: true,
    });
    l.s.flow.add(variable(l, at), made);
  },
  [Op.Copy]: (l, at) => {
    const [dst, src] = [l.variable(int(l, at)), variable(l, at + 1)];
    copyEnviron(l, at);
    if (copyUnderTests(l, at, { dst, src })) return;
    l.s.moments.bind(src, dst, l.module, at - 2);
  },
  [Op.LoadName]: (l, at) => {
    const scope = l.s.program.scope(l.module, 0);
    loadFreeName(l.s, scope, name(l, at + 1), variable(l, at));
  },
  [Op.LoadAttribute]: (l, at) => {
    const base = variable(l, at + 1);
    seekThrough(l, at);
    const operands = [variable(l, at), base, name(l, at + 2), site(l, at + 3)];
    noteEnviron(l, at, l.s.text(name(l, at + 2)));
    // A record counts its operation and its length, too.
    if (int(l, at - 1) > 6) operands.push(variable(l, at + 4));
    watched(l, base, Rule.load, ...operands);
  },
  [Op.StoreAttribute]: (l, at) => {
    const base = variable(l, at);
    const src = variable(l, at + 2);
    const flags = int(l, at + STORE_FLAGS);
    if (flags & StoreFlag.initial) noteInitial(l.s, name(l, at + 1), site(l, at + 3));
    const text = l.s.text(name(l, at + 1));
    if (text.startsWith("__") && !PLAIN_SPECIALS.has(text)) l.s.given.specials.add(name(l, at + 1));
    // `self.__dict__ = shared`: what one object is given the others have.
    if (text === "__dict__") l.s.apart.isOn = false;
    watched(l, base, Rule.store, base, name(l, at + 1), src, site(l, at + 3), flags);
  },
  [Op.DeleteAttribute]: (l, at) => {
    const base = variable(l, at);
    watched(l, base, Rule.delete, base, name(l, at + 1), site(l, at + 2));
  },
  [Op.Discard]: (l, at) => watched(l, variable(l, at), Rule.discard, site(l, at + 1)),
  [Op.LoadItem]: (l, at) => {
    const base = variable(l, at + 1);
    seekThrough(l, at);
    const key = [name(l, at + 2), variable(l, at + 3), site(l, at + 4)];
    l.s.flow.edge(environKey(l, at + 1, key[0] as number), variable(l, at));
    watched(l, base, Rule.loadItem, variable(l, at), base, ...key);
  },
  [Op.StoreItem]: (l, at) => {
    const base = variable(l, at);
    const key = [name(l, at + 1), variable(l, at + 2)];
    l.s.flow.edge(variable(l, at + 3), environKey(l, at, key[0] as number));
    watched(l, base, Rule.storeItem, base, ...key, variable(l, at + 3), site(l, at + 4));
  },
  [Op.DeleteItem]: (l, at) => {
    const base = variable(l, at);
    const key = [name(l, at + 1), variable(l, at + 2), site(l, at + 3)];
    watched(l, base, Rule.deleteItem, base, ...key);
  },
  [Op.Extend]: (l, at) => {
    watched(l, variable(l, at + 1), Rule.extend, variable(l, at), -1, site(l, at + 2));
  },
  [Op.Iterate]: (l, at) => {
    const src = variable(l, at + 1);
    watched(l, src, Rule.iterate, variable(l, at), src, site(l, at + 2), int(l, at + 3));
  },
  [Op.Unpack]: (l, at) => {
    const src = variable(l, at + 1);
    watched(l, src, Rule.unpack, variable(l, at), src, int(l, at + 2), site(l, at + 3));
  },
  [Op.Call]: loadCall,
  [Op.Enter]: (l, at) => {
    const manager = variable(l, at + 1);
    watched(l, manager, Rule.enter, variable(l, at), manager, site(l, at + 2), int(l, at + 3));
  },
  [Op.Exit]: (l, at) => {
    const manager = variable(l, at);
    watched(l, manager, Rule.exit, manager, site(l, at + 1), int(l, at + 2));
  },
  [Op.Await]: (l, at) => {
    const src = variable(l, at + 1);
    watched(l, src, Rule.await, variable(l, at), src, site(l, at + 2));
  },
  [Op.YieldFrom]: (l, at) => {
    const src = variable(l, at + 1);
    const yields = l.facts.scopes[int(l, at + 2)]?.callable?.yields ?? -1;
    const to = yields === -1 ? -1 : l.variable(yields);
    watched(l, src, Rule.yieldFrom, variable(l, at), src, site(l, at + 3), to);
  },
  [Op.Operator]: (l, at) => {
    const names = [name(l, at + 1), name(l, at + 2), name(l, at + 3)];
    const left = variable(l, at + 4);
    const right = variable(l, at + 5);
    const record = l.s.record(
      Rule.operator,
      variable(l, at),
      ...names,
      left,
      right,
      site(l, at + 6),
    );
    if (left !== -1) l.s.flow.watch(left, record);
    if (right === -1 || names[1] === -1) return;
    watched(l, right, Rule.reflect, variable(l, at), ...names, left, right, site(l, at + 6));
  },
  [Op.Import]: (l, at) => {
    if (int(l, at) === -1) return;
    l.s.flow.add(variable(l, at), moduleValue(l.s, l.s.text(name(l, at + 1)), l.module));
  },
  [Op.ImportFrom]: (l, at) => {
    const from = l.s.text(name(l, at + 1));
    const found = importedName(l.s, from, name(l, at + 2), l.module);
    if (hasHook(l.s, from, l.module)) l.s.log.read(site(l, at + 3), found, false);
    l.s.flow.edge(found, variable(l, at));
  },
  [Op.StarName]: (l, at) => {
    const from = l.s.program.findModule(l.s.text(name(l, at + 2)), l.module);
    const [dst, hidden] = [variable(l, at), variable(l, at + 1)];
    if (!bringsSurely(l.s, from, name(l, at + 3), dst)) l.s.flow.edge(hidden, dst);
  },
  [Op.Narrow]: (l, at) => {
    const narrowing = {
      dst: variable(l, at),
      src: variable(l, at + 1),
      module: l.module,
      type: int(l, at + 2),
      isNegative: (int(l, at + 3) & NarrowFlag.negative) !== 0,
      isSubclass: (int(l, at + 3) & NarrowFlag.subclass) !== 0,
      isExact: (int(l, at + 3) & NarrowFlag.exact) !== 0,
    };
    // A clone is made when the classes that tests name are known.
    if (l.context === 0) l.s.typeTests.waiting.push(narrowing);
    else {
      l.s.typeTests.noteCloned(l.s.variableOf(l.module, int(l, at)), narrowing.src);
      applyNarrowing(l.s, narrowing);
    }
  },
  [Op.Hint]: (l, at) => {
    if (l.context !== 0 && !l.s.apart.isOn) return;
    l.s.hints.push({ dst: variable(l, at), module: l.module, type: int(l, at + 1) });
  },
  [Op.Raise]: (l, at) => {
    const src = variable(l, at);
    const why = [variable(l, at + 2), variable(l, at + 3)];
    watched(l, src, Rule.raise, src, site(l, at + 1), ...why);
  },
  [Op.Catch]: (l, at) => {
    const caught = variable(l, at + 1);
    watched(l, caught, Rule.catch, variable(l, at), caught);
  },
};

/** The same for all clones of a function. */
function noteEnviron(l: Loading, at: number, attribute: string): void {
  if (!isEnviron(attribute)) return;
  l.s.environs.set(l.s.variableOf(l.module, int(l, at)), isTelling(attribute));
}

/** `env = environ` is one as well. */
function copyEnviron(l: Loading, at: number): void {
  const isTold = l.s.environs.get(l.s.variableOf(l.module, int(l, at + 1)));
  if (isTold !== undefined) l.s.environs.set(l.s.variableOf(l.module, int(l, at)), isTold);
}

function environKey(l: Loading, at: number, key: number): number {
  return environItem(l.s, l.s.variableOf(l.module, int(l, at)), key);
}

function loadFunction(l: Loading, at: number): void {
  const scope = l.s.program.scope(l.module, int(l, at + 1));
  if (l.context === 0) l.s.functionSites.set(scope, site(l, at + 2));
  const known = l.context === 0 ? l.s.functions.of(scope) : -1;
  const index = known === -1 ? l.s.functions.make(scope, l.context, l.variable) : known;
  settle(l, at);
  l.s.flow.add(variable(l, at), l.s.values.of(Kind.function, index));
}

function loadCall(l: Loading, at: number): void {
  const { s } = l;
  const callee = variable(l, at + 1);
  if (callee === -1) return;
  const place = site(l, at + 2);
  const args = [];
  for (let index = 0; index < int(l, at + 3); index += 1) {
    const from = at + 4 + index * 3;
    args.push({ kind: int(l, from), name: name(l, from + 1), variable: variable(l, from + 2) });
  }
  const isDecorator = appliesDecorator(l, int(l, at + 2), int(l, at + 1));
  if (isDecorator) watched(l, args[0]?.variable ?? -1, Rule.passClass, variable(l, at), callee);
  settleMade(l, at, callee);
  const meta = s.log.how(isDecorator ? "decorator" : "call");
  s.call({
    dst: variable(l, at),
    callee,
    origin: place,
    meta,
    args,
    context: l.context,
    isWritten: true,
  });
}

/** The call that a decorator line makes stands in a region of its own, which names the callee. */
function appliesDecorator({ s, facts, module }: Loading, place: number, callee: number): boolean {
  if (place < 0) return false;
  const region = facts.regions[s.program.siteField(s.program.site(module, place), "region")];
  return region?.kind === "decorator" && region.variable === callee;
}
