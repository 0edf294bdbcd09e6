import type { CallEdge, EdgeHow, RunsIn } from "../call-graph.ts";
import { IntList } from "../int-tables.ts";

/** What the edges made by a call record have in common. */
export interface CallMeta {
  readonly how: EdgeHow;
  readonly kind: CallEdge["kind"];
  readonly through?: string;
  readonly runsIn?: RunsIn;
  readonly isLikely?: boolean;
  readonly isPossible?: boolean;
  /** Handed to a value of which only the maker or a name is known: counts where nothing better is called. */
  readonly isStray?: boolean;
}

/** A computed name may mean it: it stands beside what is known at its place, and is no rival of it. */
export function isGuess({ how, isPossible }: CallMeta): boolean {
  return how === "getattr" && isPossible === true;
}

/** Where a call happens: a site (≥ 0), or `-2 - variable` for a call made by reading an attribute. */
export type Origin = number;

/**
 * Everything that was found to be called. Reads of attributes are logged beside it: the calls that
 * reading an attribute makes (a property's getter) are the attribute's, found once, and belong to
 * every site that reads it.
 */
export class CallLog {
  /** origin, target (scope, or `-1 - name` of an external), meta, record or -1 */
  readonly targets = new IntList();
  /** For each target the clone that is called; 0: the function itself. */
  readonly contexts = new IntList();
  /** site, attribute variable, isLikely */
  readonly reads = new IntList();
  /** attribute variable, attribute variable that is part of it */
  readonly parts = new IntList();
  /** Attribute variable → dotted name of the data member of an external class that it reads. */
  readonly dataMembers = new Map<number, number>();
  /** Callee of a hand-over → the argument in which it is handed over. */
  readonly handOvers = new Map<number, number>();
  /** record, name of the external callee */
  readonly externals = new IntList();
  /** site, module that is imported there by a name that is data */
  readonly loads = new IntList();
  /** Site of a store of an attribute → what it is an attribute of; kept in small programs. */
  readonly stores = new Map<number, Set<number>>();
  /** Site of `setattr(x, "name", y)` → the name; kept in small programs. */
  readonly settings = new Map<number, number>();
  private readonly metas: CallMeta[] = [];
  private readonly metaIds = new Map<string, number>();
  private readonly plain = new Map<EdgeHow, number>();
  private readonly likely = new Map<EdgeHow, number>();

  meta(meta: CallMeta): number {
    const key = [
      meta.how,
      meta.kind,
      meta.through,
      meta.runsIn,
      meta.isLikely,
      meta.isPossible,
      meta.isStray,
    ].join("|");
    let id = this.metaIds.get(key);
    if (id === undefined) {
      id = this.metas.length;
      this.metas.push(meta);
      this.metaIds.set(key, id);
    }
    return id;
  }

  /** The meta of a plain call: by far the commonest, asked for at every special method. */
  how(how: EdgeHow, isLikely = false): number {
    const known = isLikely ? this.likely : this.plain;
    let id = known.get(how);
    if (id === undefined) {
      id = this.meta({ how, kind: "call", ...(isLikely && { isLikely }) });
      known.set(how, id);
    }
    return id;
  }

  metaOf(id: number): CallMeta {
    return this.metas[id] as CallMeta;
  }

  /** `context`: the clone of the target that is called. */
  target(origin: Origin, target: number, meta: number, record: number, context = 0): void {
    this.contexts.push(context);
    this.targets.pushPair(origin, target);
    this.targets.pushPair(meta, record);
  }

  read(site: number, attribute: number, isLikely: boolean): void {
    this.reads.push(site);
    this.reads.push(attribute);
    this.reads.push(isLikely ? 1 : 0);
  }

  part(whole: number, part: number): void {
    this.parts.push(whole);
    this.parts.push(part);
  }

  store(site: number, value: number): void {
    const values = this.stores.get(site);
    if (values) values.add(value);
    else this.stores.set(site, new Set([value]));
  }

  external(record: number, name: number): void {
    this.externals.push(record);
    this.externals.push(name);
  }
}
