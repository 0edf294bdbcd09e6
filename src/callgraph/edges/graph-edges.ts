import { byCodeUnits } from "../../by-code-units.ts";
import type { CallEdge, Confidence, FunctionId, SiteRef } from "../call-graph.ts";
import { PairMap, PairSet } from "../int-tables.ts";
import type { CallMeta } from "../state/call-log.ts";
import type { Solving } from "../state/solving.ts";
import type { FoundCall } from "./found-calls.ts";

const RANK: Readonly<Record<Confidence, number>> = { possible: 0, likely: 1, certain: 2 };

interface EdgeDraft {
  readonly from: FunctionId;
  readonly to: FunctionId;
  readonly meta: CallMeta;
  confidence: Confidence;
  readonly sites: number[];
  /** Clones of caller and target that call each other; undefined where neither has any. */
  readonly contexts: PairSet | undefined;
  readonly pairs: [number, number][];
}

/** Gathers calls into edges: one per caller, callee, kind and manner. */
export class EdgeDrafts {
  private readonly drafts: EdgeDraft[] = [];
  /** Scope and target → number of the pair; pair and manner → draft; draft and site. */
  private readonly pairs = new PairMap(1 << 14);
  private readonly places = new PairMap(1 << 14);
  private readonly known = new PairSet(1 << 14);
  private readonly manners = new Map<CallMeta, number>();
  private readonly mannerIds = new Map<string, number>();
  readonly #s: Solving;
  readonly #ids: readonly FunctionId[];

  constructor(s: Solving, ids: readonly FunctionId[]) {
    this.#s = s;
    this.#ids = ids;
  }

  add(call: FoundCall): void {
    const { site, target, meta, confidence } = call;
    const scope = this.#s.program.scopeOfSite(site);
    const pair = this.pairs.numbered(scope, target);
    const manner = this.manner(meta);
    const place = this.places.get(pair, manner);
    const draft = this.drafts[place];
    if (draft) {
      note(draft, call);
      if (this.known.add(place, site)) draft.sites.push(site);
      if (RANK[confidence] > RANK[draft.confidence]) draft.confidence = confidence;
      return;
    }
    const from = this.#ids[scope];
    const to = target >= 0 ? this.#ids[target] : this.#s.text(-1 - target);
    if (from === undefined || to === undefined || to === "") return;
    this.places.set(pair, manner, this.drafts.length);
    this.known.add(this.drafts.length, site);
    const { clones } = this.#s.functions;
    const contexts = clones.has(scope) || clones.has(target) ? new PairSet(8) : undefined;
    const made = { from, to, meta, confidence, sites: [site], contexts, pairs: [] };
    note(made, call);
    this.drafts.push(made);
  }

  /** A number for what tells edges between the same two functions apart. */
  private manner(meta: CallMeta): number {
    let id = this.manners.get(meta);
    if (id === undefined) {
      const text = `${meta.kind} ${meta.how} ${meta.through ?? ""}`;
      id = this.mannerIds.get(text) ?? this.mannerIds.size;
      this.mannerIds.set(text, id);
      this.manners.set(meta, id);
    }
    return id;
  }

  edges(): CallEdge[] {
    return this.sortedDrafts().map(({ from, to, meta, confidence, sites, pairs }) => ({
      from,
      to,
      kind: meta.kind,
      how: meta.how,
      confidence,
      sites: sites.map((site) => siteRef(this.#s, site)).sort(bySite),
      ...(meta.through !== undefined && { through: meta.through }),
      ...(meta.runsIn !== undefined && { runsIn: meta.runsIn }),
      ...(pairs.length > 0 && { contexts: pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]) }),
    }));
  }

  private sortedDrafts(): readonly EdgeDraft[] {
    const places = ranks(this.drafts);
    const ranked = this.drafts.map((draft) => ({
      draft,
      from: places.get(draft.from) ?? -1,
      to: places.get(draft.to) ?? -1,
    }));
    ranked.sort(
      (left, right) =>
        left.from - right.from || left.to - right.to || byManner(left.draft.meta, right.draft.meta),
    );
    return ranked.map(({ draft }) => draft);
  }
}

function note({ contexts, pairs }: EdgeDraft, { from, to }: FoundCall): void {
  if (contexts?.add(from + 1, to + 1) === true) pairs.push([from, to]);
}

/** An id's place in the order of all: ids begin alike for long, numbers are compared at once. */
function ranks(drafts: readonly EdgeDraft[]): ReadonlyMap<FunctionId, number> {
  const ids = new Set<FunctionId>();
  for (const { from, to } of drafts) ids.add(from).add(to);
  return new Map([...ids].sort(byCodeUnits).map((id, place) => [id, place]));
}

function byManner(left: CallMeta, right: CallMeta): number {
  return (
    byCodeUnits(left.kind, right.kind) ||
    byCodeUnits(left.how, right.how) ||
    byCodeUnits(left.through ?? "", right.through ?? "")
  );
}

export function siteRef({ program }: Solving, site: number): SiteRef {
  return {
    line: program.siteField(site, "line"),
    column: program.siteField(site, "column"),
    site: program.localSite(site),
  };
}

export function bySite(left: SiteRef, right: SiteRef): number {
  return left.line - right.line || left.column - right.column || left.site - right.site;
}
