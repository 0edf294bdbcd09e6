import { selfVariables } from "../rules/calls/receivers.ts";
import { isGuess, type Origin } from "../state/call-log.ts";
import { CallField } from "../state/calling.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";
import {
  alternativeOf,
  comesFromTests,
  countKinds,
  functionAlternative,
  isOutside,
  isScalar,
  isWrapper,
} from "./alternatives.ts";
import type { BlindCalls } from "./blind-calls.ts";
import type { Level, Place } from "./call-places.ts";
import { CallPlaces, NAMED_READS, PROTOCOLS, READS } from "./call-places.ts";
import {
  areUnrelated,
  countAnswering,
  isAsync,
  isForeign,
  mostOfOneName,
} from "./candidate-kinds.ts";
import { type ByTarget, type LevelOf, surestOfClones } from "./clone-levels.ts";
import {
  CERTAIN_ALTERNATIVES,
  LIKELY_ALTERNATIVES,
  MEANINGFUL_ALTERNATIVES,
  MOST_ALTERNATIVES,
} from "./level-bounds.ts";
import { askedMethod, outsideLevel } from "./outside-calls.ts";
import { Overrides } from "./overrides.ts";
import { SelfCalls } from "./self-calls.ts";
import { SiteSubjects } from "./site-subjects.ts";
import { findStrays, kindsOf } from "./strays.ts";
import { UnboundCalls } from "./unbound-calls.ts";

/**
 * How sure a call is, told by everything else that could be meant there. The alternatives of a
 * site are the classes of the receivers that arrive (a function is its own alternative); a target
 * is as sure as the share of them that leads to it. Only of `self`, `super()` and annotated
 * receivers are many alternatives no doubt: they are the overrides of one method.
 */

/** What the judgement of one place stands on. */
interface Evidence {
  /** Scope → alternatives that lead there. */
  readonly byTarget: ByTarget;
  readonly alternatives: Set<number>;
  readonly callees: Set<number>;
  isAwaited: boolean;
}

export class CandidateSets {
  private readonly places: CallPlaces;
  private readonly subjects: SiteSubjects;
  private readonly selves: SelfCalls;
  private readonly overrides: Overrides;
  private readonly unbound: UnboundCalls;
  readonly #s: Solving;

  /**
   * `eachRead` visits the calls that reading attributes at sites makes; `blind` are those on
   * something of which nothing is known.
   */
  constructor(
    s: Solving,
    eachRead: (visit: (site: Origin, at: number) => void) => void,
    blind: BlindCalls,
  ) {
    this.#s = s;
    this.places = new CallPlaces(s);
    const { targets } = s.log;
    for (let at = 0; at < targets.length; at += 4) {
      if (targets.at(at) >= 0) this.add(targets.at(at), at);
    }
    eachRead((site, at) => this.add(site, at));
    this.subjects = new SiteSubjects(s, this.sitesToAsk());
    const receivers = selfVariables(s);
    this.selves = new SelfCalls(s, this.subjects, receivers, blind);
    this.overrides = new Overrides(s, this.subjects, receivers);
    this.unbound = new UnboundCalls(s);
  }

  /** At most so sure is the call of a logged target. */
  confidence(site: Origin, at: number): Level {
    const target = this.#s.log.targets.at(at + 1);
    if (target < 0) return this.outsideLevel(site, at);
    if (this.isGuess(at)) return "possible";
    const place = this.places.at(site, at);
    const known = this.places.levelOf(place, target);
    if (known) return known;
    for (const [each, level] of this.judge(place)) this.places.setLevel(place, each, level);
    return this.places.levelOf(place, target) ?? "certain";
  }

  private outsideLevel(site: Origin, at: number): Level {
    const method = askedMethod(this.#s, at);
    if (method === undefined) return "certain";
    const isIrrelevant = (value: number) => this.isIrrelevant(site, value);
    return outsideLevel(this.#s, this.subjects, { site, method }, isIrrelevant);
  }

  private add(site: Origin, at: number): void {
    if (this.#s.log.targets.at(at + 1) >= 0 && !this.isGuess(at)) this.places.add(site, at);
  }

  private isGuess(at: number): boolean {
    const { log } = this.#s;
    return isGuess(log.metaOf(log.targets.at(at + 2)));
  }

  private sitesToAsk(): ReadonlySet<number> {
    const sites = new Set<number>();
    const { targets } = this.#s.log;
    for (let at = 0; at < targets.length; at += 4) {
      const isAsked = targets.at(at) >= 0 && targets.at(at + 1) < 0;
      if (isAsked && askedMethod(this.#s, at) !== undefined) sites.add(targets.at(at));
    }
    for (const { site, how } of this.places.all()) {
      if (PROTOCOLS.has(how) || READS.has(how)) sites.add(site);
    }
    return sites;
  }

  private judge(id: number): ReadonlyMap<number, Level> {
    const place = this.places.describe(id);
    const calls = this.places.callsOf(id);
    const evidence = this.gather(calls);
    const { byTarget, isAwaited } = evidence;
    const someAsync = isAwaited && [...byTarget.keys()].some((each) => isAsync(this.#s, each));
    const level = PROTOCOLS.has(place.how)
      ? this.protocolLevel(place, evidence)
      : this.callLevel(place, evidence);
    const doubts = this.selves.doubtsAt(place, evidence);
    const levels = new Map<number, Level>();
    const foreign = [...byTarget].filter(([target, own]) => isForeign(this.#s, target, own));
    for (const [target] of foreign) {
      levels.set(target, foreign.length < byTarget.size ? "lost" : "possible");
    }
    // Where few meet it is likelier that an object stands in for another on purpose.
    if (byTarget.size > LIKELY_ALTERNATIVES) {
      for (const target of this.unbound.strangers(calls)) levels.set(target, "lost");
    }
    for (const [target, own] of byTarget) {
      if (levels.has(target)) continue;
      const isGuess = (someAsync && !isAsync(this.#s, target)) || doubts(target, own);
      levels.set(target, isGuess ? "possible" : level(own.size, target));
    }
    return levels;
  }

  /** The level of a target by the number of alternatives that lead to it. */
  private callLevel(place: Place, evidence: Evidence): LevelOf {
    const bases = this.subjects.basesAt(place.site);
    const joined = () => this.levelAmong(place, evidence, this.alternativesAt(place, evidence));
    if (bases.length <= 1) return joined();
    return surestOfClones(bases, {
      alternativesOf: (base) => this.relevantIn(place.site, base),
      byTarget: evidence.byTarget,
      level: (byTarget, all) => this.levelAmong(place, { ...evidence, byTarget }, all),
      joined,
    });
  }

  private levelAmong(place: Place, evidence: Evidence, all: ReadonlySet<number>): LevelOf {
    const s = this.#s;
    const targets = new Set(evidence.byTarget.keys());
    const count = mostOfOneName(s, targets);
    const surest = count > 1 && areUnrelated(s, targets) ? "likely" : "certain";
    const total = all.size;
    const areFew = count <= CERTAIN_ALTERNATIVES;
    // The commonest place: whether they are overrides would change nothing.
    if (areFew && total <= CERTAIN_ALTERNATIVES) return () => surest;
    const overrides = this.overrides.at(place, evidence);
    if (overrides.size === targets.size) return () => (areFew ? surest : "likely");
    if (total <= CERTAIN_ALTERNATIVES) return () => surest;
    // An attribute's name tells more of what it is read from than a call's place does.
    const isMixed =
      !NAMED_READS.has(place.how) &&
      countKinds(s, all) > MEANINGFUL_ALTERNATIVES &&
      [...all].some((each) => isScalar(s, each));
    return (own, target) => {
      const leading = place.how === "getattr" ? countAnswering(s, target, all) : own;
      if (leading * 2 >= total) return count > 1 ? "likely" : "certain";
      if (total <= LIKELY_ALTERNATIVES || overrides.has(target)) return "likely";
      return isMixed ? "lost" : "possible";
    };
  }

  /** Everything that arrives where the callee is named, whether or not it can be called. */
  private alternativesAt(place: Place, { alternatives, callees }: Evidence): ReadonlySet<number> {
    const all = new Set(alternatives);
    for (const variable of this.namedAt(place, callees)) {
      for (const each of this.relevantIn(place.site, variable)) all.add(each);
    }
    return all;
  }

  private relevantIn(site: number, variable: number): ReadonlySet<number> {
    return kindsOf(this.#s, this.relevantValues(site, variable));
  }

  /** The variables in which the callee arrives there: the argument that is called back, what an attribute is read from, the callee itself. */
  private namedAt({ site, context, how }: Place, callees: ReadonlySet<number>): readonly number[] {
    if (how === "argument") {
      return [...callees].map((each) => this.#s.log.handOvers.get(each) ?? each);
    }
    const bases = this.subjects.basesAt(site);
    if (bases.length > 0) return bases;
    return callees.size === 0 ? [] : [...callees, this.subjects.calleeAt(site, context)];
  }

  /** Of operators and the like, what is no instance of ours takes part too: it is the likelier operand. */
  private protocolLevel({ site }: Place, { byTarget, alternatives }: Evidence): LevelOf {
    const s = this.#s;
    const targets = new Set(byTarget.keys());
    const count = mostOfOneName(s, targets);
    const strays = this.straysAt(site, alternatives);
    const total = alternatives.size + strays.length;
    const kinds = alternatives.size + countKinds(s, strays);
    if (strays.some((each) => isScalar(s, each))) {
      // Texts and numbers are what is compared, hashed and shown nearly everywhere.
      return (own) => (kinds > LIKELY_ALTERNATIVES && own * 4 < kinds ? "lost" : "possible");
    }
    if (kinds > MOST_ALTERNATIVES) return () => "lost";
    if (count <= CERTAIN_ALTERNATIVES && strays.length === 0) {
      return () => (count > 1 && areUnrelated(s, targets) ? "likely" : "certain");
    }
    if (total <= LIKELY_ALTERNATIVES) return () => "likely";
    return (own) => (own * 2 >= total ? "likely" : "possible");
  }

  /** What else than instances of ours the operands there can be; `None` counts for nothing. */
  private straysAt(site: number, alternatives: ReadonlySet<number>): readonly number[] {
    const relevant = (variable: number) => this.relevantValues(site, variable);
    return findStrays(this.#s, this.subjects.operandsAt(site), alternatives, relevant);
  }

  private relevantValues(site: number, variable: number): readonly number[] {
    return this.#s.flow.valuesOf(variable).filter((value) => !this.isIrrelevant(site, value));
  }

  /** `None` is asked nothing, a partial stands for what it wraps, and what tests put in place of the real thing is no rival of it. */
  private isIrrelevant(site: number, value: number): boolean {
    const s = this.#s;
    if (s.values.isNone(value) || s.values.kind(value) === Kind.member) return true;
    if (isWrapper(s, value)) return true;
    const module = s.program.moduleOfSite(site);
    return !s.testModules.has(module) && comesFromTests(s, value);
  }

  private gather(calls: ReadonlySet<number>): Evidence {
    const { log, code } = this.#s;
    const evidence: Evidence = {
      byTarget: new Map(),
      alternatives: new Set(),
      callees: new Set(),
      isAwaited: false,
    };
    for (const at of calls) {
      const target = log.targets.at(at + 1);
      const record = log.targets.at(at + 3);
      if (target < 0) continue;
      const callee = record === -1 ? -1 : code.at(record + CallField.callee);
      const own = evidence.byTarget.get(target) ?? new Set();
      evidence.byTarget.set(target, own);
      this.addLeadingTo(target, callee, (each) => {
        own.add(each);
        evidence.alternatives.add(each);
      });
      if (record === -1) continue;
      evidence.callees.add(callee);
      if (this.subjects.isAwaited(code.at(record + CallField.dst))) evidence.isAwaited = true;
    }
    return evidence;
  }

  /** Adds the alternatives among a callee's values that lead to a target. */
  private addLeadingTo(target: number, callee: number, add: (alternative: number) => void): void {
    const s = this.#s;
    let isFound = false;
    s.flow.some(callee, (value) => {
      if (s.values.kind(value) !== Kind.bound || isOutside(s, value)) return false;
      const scope = s.scopeOfValue(value);
      // Of what wraps functions the place alone tells where it leads.
      if (scope !== target && scope !== -1) return false;
      add(alternativeOf(s, s.values.second(value)));
      isFound = true;
      return false;
    });
    if (!isFound) add(functionAlternative(target));
  }
}
