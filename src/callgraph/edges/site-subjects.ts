import { addToGroup } from "../../group-by.ts";
import { PairMap } from "../int-tables.ts";
import { CallField } from "../state/calling.ts";
import { Rule } from "../state/rules.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";

/** Where a record keeps its site and the variables that are asked something there. */
const ASKED: Readonly<
  Record<number, { readonly site: number; readonly operands: readonly number[] }>
> = {
  [Rule.operator]: { site: 8, operands: [6, 7] },
  [Rule.reflect]: { site: 8, operands: [7] },
  [Rule.iterate]: { site: 4, operands: [3] },
  [Rule.unpack]: { site: 5, operands: [3] },
  [Rule.extend]: { site: 4, operands: [3] },
  [Rule.enter]: { site: 4, operands: [3] },
  [Rule.exit]: { site: 3, operands: [2] },
  [Rule.loadItem]: { site: 6, operands: [3, 5] },
  [Rule.storeItem]: { site: 6, operands: [2, 4] },
  [Rule.yieldFrom]: { site: 4, operands: [3] },
};

/** Which variables the calls at a site ask: operands, iterables, managers, arguments of builtin functions, and what an attribute is read from. */
export class SiteSubjects {
  private readonly operands = new Map<number, number[]>();
  /** Site and clone → callee of the call that stands there. */
  private readonly callees = new PairMap(1 << 14);
  /** Variable → what it was read from as an attribute, plus one. */
  private readonly bases: Int32Array;
  private readonly basesBySite = new Map<number, number[]>();
  private readonly awaited = new Set<number>();

  /** `sites`: those whose operands will be asked for. */
  constructor(s: Solving, sites: ReadonlySet<number>) {
    const { code } = s;
    this.bases = new Int32Array(s.flow.variables);
    for (let at = 0; at < code.length; at += code.at(at + 1)) {
      const rule = code.at(at);
      if (rule === Rule.load) this.addBase(s, at, sites);
      else if (rule === Rule.store) this.setBase(code.at(at + 5), code.at(at + 2), sites);
      else if (rule === Rule.await) this.awaited.add(code.at(at + 3));
      else if (rule === Rule.call) this.addArguments(s, at, sites);
      else this.addOperands(s, at, sites);
    }
  }

  /** The callee of the call that stands there, as a clone sees it; -1 for none. */
  calleeAt(site: number, context: number): number {
    return this.callees.get(site, context);
  }

  operandsAt(site: number): readonly number[] {
    return this.operands.get(site) ?? [];
  }

  /** What the attribute that is a callee was read from; undefined for anything but an attribute. */
  baseOf(callee: number): number | undefined {
    const base = this.bases[callee] ?? 0;
    return base === 0 ? undefined : base - 1;
  }

  /** What the attribute at a site is read from, in each clone of the function around it. */
  basesAt(site: number): readonly number[] {
    return this.basesBySite.get(site) ?? [];
  }

  isAwaited(variable: number): boolean {
    return this.awaited.has(variable);
  }

  private addBase({ code }: Solving, record: number, sites: ReadonlySet<number>): void {
    const base = code.at(record + 3);
    this.bases[code.at(record + 2)] = base + 1;
    this.setBase(code.at(record + 5), base, sites);
  }

  private setBase(site: number, base: number, sites: ReadonlySet<number>): void {
    if (sites.has(site)) addToGroup(this.basesBySite, site, base);
  }

  private addOperands({ code }: Solving, record: number, sites: ReadonlySet<number>): void {
    const asked = ASKED[code.at(record)];
    if (asked === undefined) return;
    const site = code.at(record + asked.site);
    if (!sites.has(site)) return;
    for (const each of asked.operands) {
      const variable = code.at(record + each);
      // A constant key is no variable.
      if (variable !== -1) addToGroup(this.operands, site, variable);
    }
  }

  private addArguments(s: Solving, record: number, sites: ReadonlySet<number>): void {
    const { code, flow } = s;
    const site = code.at(record + CallField.origin);
    if (code.at(record + CallField.isWritten) !== 1 || site < 0) return;
    const callee = code.at(record + CallField.callee);
    this.callees.set(site, code.at(record + CallField.context), callee);
    if (!sites.has(site)) return;
    // A call that reads an attribute by its name, or stores one, names the object first.
    const reads = flow.some(callee, (value) => ACCESSORS.has(externalName(s, value)));
    if (reads && code.at(record + CallField.count) > 0) {
      this.setBase(site, code.at(record + CallField.args + 2), sites);
    }
    for (let index = 0; index < code.at(record + CallField.count); index += 1) {
      addToGroup(this.operands, site, code.at(record + CallField.args + index * 3 + 2));
    }
    const base = this.baseOf(callee);
    if (base !== undefined) addToGroup(this.operands, site, base);
  }
}

const ACCESSORS: ReadonlySet<string> = new Set(
  ["getattr", "setattr", "delattr", "hasattr"].map((name) => `<builtin>.${name}`),
);

function externalName(s: Solving, value: number): string {
  return s.values.kind(value) === Kind.external ? s.text(s.values.first(value)) : "";
}
