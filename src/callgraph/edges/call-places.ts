import type { Confidence, EdgeHow } from "../call-graph.ts";
import { IntList, PairMap } from "../int-tables.ts";
import type { Origin } from "../state/call-log.ts";
import { CallField } from "../state/calling.ts";
import type { Solving } from "../state/solving.ts";

/** `lost`: so much is mixed there that it tells nothing. */
export type Level = Confidence | "lost";

/** A place where calls happen: a site, one manner and (of a function analysed anew per call site) a clone. */
export interface Place {
  readonly site: Origin;
  readonly how: EdgeHow;
  readonly context: number;
}

/** Manners in which Python itself calls: every object takes part in them. */
export const PROTOCOLS: ReadonlySet<EdgeHow> = new Set([
  "operator",
  "iteration",
  "generator",
  "with",
  "async-with",
]);

/** Manners in which reading an attribute calls a member of that name. */
export const NAMED_READS: ReadonlySet<EdgeHow> = new Set(["property", "descriptor"]);
/** All manners in which reading an attribute calls: a hook like `__getattr__` answers to any name. */
export const READS: ReadonlySet<EdgeHow> = new Set([...NAMED_READS, "getattr"]);

const LEVELS: readonly Level[] = ["lost", "possible", "likely", "certain"];
/** What is kept of a place, side by side: there are hundreds of thousands. */
const Field = { calls: 0, levels: 1, site: 2, meta: 3, context: 4 } as const;
const WIDTH = 5;

/** The logged calls by place, and what was found of each of their targets. */
export class CallPlaces {
  /** `WIDTH` integers a place: heads of two chains, then what it is. */
  private readonly state = new IntList(1 << 14);
  /** What a link holds, and the next link. Link 0 is none. */
  private readonly links = new IntList(1 << 14);
  private readonly manners = new PairMap();
  private readonly ids = new PairMap();
  readonly #s: Solving;

  constructor(s: Solving) {
    this.#s = s;
    this.links.pushPair(0, 0);
  }

  /** Where a logged call happens, if it is seen from that site. */
  at(site: Origin, call: number): number {
    const { log, code } = this.#s;
    const meta = log.targets.at(call + 2);
    const record = log.targets.at(call + 3);
    const context = record === -1 ? 0 : Math.max(0, code.at(record + CallField.context));
    const place = this.ids.numbered(this.manners.numbered(site, meta), context) * WIDTH;
    if (place === this.state.length) {
      this.state.extend(place + WIDTH);
      this.state.put(place + Field.site, site);
      this.state.put(place + Field.meta, meta);
      this.state.put(place + Field.context, context);
    }
    return place;
  }

  add(site: Origin, call: number): void {
    this.include(this.at(site, call) + Field.calls, call);
  }

  describe(place: number): Place {
    return {
      site: this.state.at(place + Field.site),
      how: this.#s.log.metaOf(this.state.at(place + Field.meta)).how,
      context: this.state.at(place + Field.context),
    };
  }

  *all(): Iterable<Place> {
    for (let place = 0; place < this.state.length; place += WIDTH) yield this.describe(place);
  }

  callsOf(place: number): ReadonlySet<number> {
    const calls = new Set<number>();
    let link = this.state.at(place + Field.calls);
    for (; link !== 0; link = this.links.at(link + 1)) calls.add(this.links.at(link));
    return calls;
  }

  setLevel(place: number, target: number, level: Level): void {
    this.include(place + Field.levels, target * LEVELS.length + LEVELS.indexOf(level));
  }

  /** Undefined as long as the place was not judged. */
  levelOf(place: number, target: number): Level | undefined {
    let link = this.state.at(place + Field.levels);
    for (; link !== 0; link = this.links.at(link + 1)) {
      const each = this.links.at(link);
      if (Math.floor(each / LEVELS.length) === target) return LEVELS[each % LEVELS.length];
    }
    return undefined;
  }

  private include(head: number, item: number): void {
    this.state.put(head, this.links.pushPair(item, this.state.at(head)));
  }
}
