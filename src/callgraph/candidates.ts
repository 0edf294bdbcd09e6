import type { Confidence } from "./call-graph.ts";
import type { Origin } from "./call-log.ts";
import { CallField } from "./calling.ts";
import { IntList, PairMap } from "./int-tables.ts";
import { Rule } from "./rules.ts";
import type { Solving } from "./solving.ts";
import { Kind } from "./values.ts";

/**
 * How sure a call is, told by the other candidates there: one target is a fact, a handful is a
 * set that the real one is in, many say little, unless they are the overrides of one method that
 * the receiver's class is known to have.
 */

/** So many targets of one call may all be called. */
const CERTAIN_TARGETS = 2;
const LIKELY_TARGETS = 6;

/** The calls at one place, in one manner and (of a function analysed anew per call site) context. */
interface Candidates {
  readonly callees: ReadonlySet<number>;
  /** Scopes of functions of ours. */
  readonly targets: ReadonlySet<number>;
}

/** What is kept of a place, side by side: there are hundreds of thousands. */
const Place = { targets: 0, callees: 1, isAwaited: 2, level: 3 } as const;
const PLACE_WIDTH = 4;
const LEVELS: readonly Confidence[] = ["possible", "likely", "certain"];

export class CandidateSets {
  /** `PLACE_WIDTH` integers a place: heads of its chains, and one more than its level's index. */
  private readonly sets = new IntList(1 << 14);
  /** What a link holds, and the next link. Link 0 is none. */
  private readonly links = new IntList(1 << 14);
  private readonly places = new PairMap();
  private readonly ids = new PairMap();
  private readonly awaited = new Set<number>();
  /** Result of a load → what it reads from; only loads of attributes. */
  private readonly bases = new Map<number, number>();
  private readonly receivers: ReadonlySet<number>;
  readonly #s: Solving;

  constructor(s: Solving) {
    this.#s = s;
    this.receivers = receiverVariables(s);
    this.links.pushPair(0, 0);
    this.readRecords();
    const { targets } = s.log;
    for (let at = 0; at < targets.length; at += 4) {
      if (targets.at(at) >= 0) this.add(targets.at(at), at);
    }
  }

  /** A call made by reading an attribute belongs to each site that reads it. */
  add(site: Origin, at: number): void {
    const { targets } = this.#s.log;
    const target = targets.at(at + 1);
    if (target < 0) return;
    const set = this.setAt(site, at);
    const record = targets.at(at + 3);
    this.include(set + Place.targets, target);
    if (record === -1) return;
    this.include(set + Place.callees, this.#s.code.at(record + CallField.callee));
    if (this.awaited.has(this.#s.code.at(record + CallField.dst)))
      this.sets.put(set + Place.isAwaited, 1);
  }

  private include(head: number, value: number): void {
    const first = this.sets.at(head);
    for (let link = first; link !== 0; link = this.links.at(link + 1)) {
      if (this.links.at(link) === value) return;
    }
    this.sets.put(head, this.links.pushPair(value, first));
  }

  /** In order of arrival. */
  private members(head: number): ReadonlySet<number> {
    const found: number[] = [];
    for (let link = this.sets.at(head); link !== 0; link = this.links.at(link + 1)) {
      found.push(this.links.at(link));
    }
    return new Set(found.reverse());
  }

  /** At most so sure is the call of a logged target. */
  confidence(site: Origin, at: number): Confidence {
    const s = this.#s;
    const target = s.log.targets.at(at + 1);
    if (target < 0) return "certain";
    const set = this.setAt(site, at);
    if (this.sets.at(set + Place.isAwaited) === 1 && !isAsync(s, target)) {
      const targets = [...this.members(set + Place.targets)];
      if (targets.some((each) => isAsync(s, each))) return "possible";
    }
    const known = LEVELS[this.sets.at(set + Place.level) - 1];
    if (known) return known;
    const level = this.judge({
      targets: this.members(set + Place.targets),
      callees: this.members(set + Place.callees),
    });
    this.sets.put(set + Place.level, LEVELS.indexOf(level) + 1);
    return level;
  }

  private judge({ targets, callees }: Candidates): Confidence {
    const count = alternatives(this.#s, targets);
    if (count <= 1) return "certain";
    if (count <= CERTAIN_TARGETS) return areUnrelated(this.#s, targets) ? "likely" : "certain";
    if (count <= LIKELY_TARGETS) return "likely";
    const isDispatch = areOneMethod(this.#s, targets);
    return isDispatch && [...callees].every((each) => this.isOfKnownReceiver(each))
      ? "likely"
      : "possible";
  }

  /** Read from `self`, from `super()` or from something annotated. */
  private isOfKnownReceiver(callee: number): boolean {
    const s = this.#s;
    if (s.soft.has(callee)) return true;
    const base = this.bases.get(callee);
    if (base === undefined) return false;
    if (s.soft.has(base) || this.receivers.has(base)) return true;
    return s.flow.valuesOf(base).some((value) => s.values.kind(value) === Kind.super);
  }

  /** Where what is known of the place of a logged target lies. */
  private setAt(site: Origin, at: number): number {
    const { log, code } = this.#s;
    const record = log.targets.at(at + 3);
    const context = record === -1 ? 0 : code.at(record + CallField.context);
    const place = this.places.numbered(site, log.targets.at(at + 2));
    const set = this.ids.numbered(place, context) * PLACE_WIDTH;
    if (set === this.sets.length) this.sets.extend(set + PLACE_WIDTH);
    return set;
  }

  private readRecords(): void {
    const { code } = this.#s;
    for (let at = 0; at < code.length; at += code.at(at + 1)) {
      if (code.at(at) === Rule.load) this.bases.set(code.at(at + 2), code.at(at + 3));
      else if (code.at(at) === Rule.await) this.awaited.add(code.at(at + 3));
    }
  }
}

/** Variables that `self` and `cls` are. */
function receiverVariables(s: Solving): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { scope, parameters } of s.functions.all()) {
    if (parameters[0] && s.program.classOfMethod(scope) !== -1) found.add(parameters[0].variable);
  }
  return found;
}

/** Special methods of one object run one after the other (`__new__`, `__init__`): those of one name are alternatives. */
function alternatives(s: Solving, targets: ReadonlySet<number>): number {
  const counts = new Map<string, number>();
  for (const each of targets) {
    const text = nameOf(s, each);
    const key = text.startsWith("__") ? text : "";
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

/** One class has either; which of a family's runs, the receiver alone does not tell. */
const CONSTRUCTORS: ReadonlySet<string> = new Set(["__new__", "__init__", "__post_init__"]);

function nameOf(s: Solving, scope: number): string {
  return s.program.scopeFacts(scope).name;
}

function isAsync(s: Solving, scope: number): boolean {
  return s.program.callable(scope)?.isAsync === true;
}

/** Whether all are methods of one name, not constructors. */
function areOneMethod(s: Solving, targets: ReadonlySet<number>): boolean {
  const names = new Set([...targets].map((each) => nameOf(s, each)));
  return (
    names.size === 1 &&
    [...targets].every((each) => s.program.classOfMethod(each) !== -1) &&
    ![...names].some((each) => CONSTRUCTORS.has(each))
  );
}

/** Whether all are methods, but no class above all of them has a method of that name. */
function areUnrelated(s: Solving, targets: ReadonlySet<number>): boolean {
  const [first, ...others] = targets;
  const owners = [...targets].map((each) => s.program.classOfMethod(each));
  if (first === undefined || owners.includes(-1)) return false;
  const text = nameOf(s, first);
  if (CONSTRUCTORS.has(text) || others.some((each) => nameOf(s, each) !== text)) return true;
  const name = s.name(text);
  const orders = owners.map((each) => s.hierarchy.order(each));
  return !orders[0]?.some((ancestor) => {
    if (!orders.every((order) => order.includes(ancestor))) return false;
    if (ancestor >= 0) return s.program.methods(ancestor).has(name);
    if (s.text(-1 - ancestor) === "<builtin>.object") return false;
    return s.outside.findMember(-1 - ancestor, name) !== -1;
  });
}
