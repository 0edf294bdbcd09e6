/**
 * Seeded Monte Carlo over three-point packages. A package is drawn from a beta-PERT distribution
 * (Malcolm et al. 1959: mean (low + 4 likely + high) / 6), multiplied by common factors that make
 * packages of a kind dear or cheap together; risk events happen or not and add their hours.
 * Inverse distribution functions are tabulated per shape, so that a draw is a table look-up and ten
 * thousand draws over a thousand packages stay well under a second.
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Percentiles, ThreePoint } from "./estimate.ts";

export interface Draw {
  readonly range: ThreePoint;
  /** Indices into the factors that multiply this package. */
  readonly factors: readonly number[];
}

export interface SimulationInput {
  readonly packages: readonly Draw[];
  readonly factors: readonly ThreePoint[];
  readonly risks: readonly { readonly probability: number; readonly hours: ThreePoint }[];
  readonly draws: number;
  readonly seed: number;
}

/** Totals of all draws, ascending. */
export function simulate({ packages, factors, risks, draws, seed }: SimulationInput): Float64Array {
  const uniform = uniformSource(seed);
  const sampleFactors = factors.map(pertSampler);
  const samplePackages = flatten(packages);
  const sampleRisks = risks.map(({ hours }) => pertSampler(hours));
  const totals = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const drawn = sampleFactors.map((sample) => sample(uniform()));
    let total = drawAll(samplePackages, drawn, uniform);
    for (let index = 0; index < risks.length; index++) {
      const happens = uniform() < (risks[index] as { probability: number }).probability;
      const value = (sampleRisks[index] as Sampler)(uniform());
      total += Number(happens) * value;
    }
    totals[draw] = total;
  }
  return totals.sort((a, b) => a - b);
}

/** Packages side by side in arrays of numbers: ten million draws are made of them. */
interface FlatPackages {
  readonly count: number;
  readonly lows: Float64Array;
  readonly widths: Float64Array;
  /** Tables one after the other, and where each package's begins. */
  readonly tables: Float64Array;
  readonly tableAt: Int32Array;
  /** Factors one after the other, and where each package's begin; one more for the end. */
  readonly factors: Int32Array;
  readonly factorsAt: Int32Array;
}

function flatten(packages: readonly Draw[]): FlatPackages {
  const places = new Map<number, number>();
  const joined: number[] = [];
  const tableAt = packages.map(({ range }) => {
    const shape = shapeOf(range);
    const known = places.get(shape);
    if (known !== undefined) return known;
    places.set(shape, joined.length);
    const at = joined.length;
    joined.push(...inverseTable(shape));
    return at;
  });
  const factorsAt = [0];
  for (const { factors } of packages) factorsAt.push((factorsAt.at(-1) ?? 0) + factors.length);
  return {
    count: packages.length,
    // Without a width the table does not matter: the likely value stands for the low one.
    lows: Float64Array.from(packages, ({ range }) =>
      range.high > range.low ? range.low : range.likely,
    ),
    widths: Float64Array.from(packages, ({ range }) => Math.max(0, range.high - range.low)),
    tables: Float64Array.from(joined),
    tableAt: Int32Array.from(tableAt),
    factors: Int32Array.from(packages.flatMap(({ factors }) => factors)),
    factorsAt: Int32Array.from(factorsAt),
  };
}

/** One draw of every package: the sum of their values, each times its factors. */
function drawAll(flat: FlatPackages, drawn: readonly number[], uniform: () => number): number {
  const { count, lows, widths, tables, tableAt, factors, factorsAt } = flat;
  let total = 0;
  for (let index = 0; index < count; index++) {
    const position = uniform() * STEPS;
    const below = Math.floor(position);
    const at = (tableAt[index] as number) + below;
    const left = tables[at] as number;
    const right = tables[at + 1] as number;
    const share = left + (right - left) * (position - below);
    let value = (lows[index] as number) + (widths[index] as number) * share;
    const end = factorsAt[index + 1] as number;
    for (let at = factorsAt[index] as number; at < end; at++)
      value *= drawn[factors[at] as number] as number;
    total += value;
  }
  return total;
}

/** The value below which a share q of the ascending totals lies. */
export function quantile(totals: Float64Array, q: number): number {
  if (totals.length === 0) return 0;
  const index = Math.min(totals.length - 1, Math.max(0, Math.ceil(q * totals.length) - 1));
  return totals[index] as number;
}

export function percentiles(totals: Float64Array): Percentiles {
  return { p50: quantile(totals, 0.5), p80: quantile(totals, 0.8), p95: quantile(totals, 0.95) };
}

/** The beta-PERT value at probability q. */
export function pertAt(range: ThreePoint, q: number): number {
  return pertSampler(range)(q);
}

type Sampler = (uniform: number) => number;

const SHAPES = 64;
const STEPS = 512;
const tables = new Map<number, Float64Array>();

function pertSampler({ low, likely, high }: ThreePoint): Sampler {
  const width = high - low;
  if (width <= 0) return () => likely;
  const table = inverseTable(shapeOf({ low, likely, high }));
  return (uniform) => {
    const position = uniform * STEPS;
    const below = Math.floor(position);
    const left = table[below] as number;
    const right = table[Math.min(below + 1, STEPS)] as number;
    return low + width * (left + (right - left) * (position - below));
  };
}

/** The mode's place between low and high, in steps. */
function shapeOf({ low, likely, high }: ThreePoint): number {
  return high > low ? Math.round(((likely - low) / (high - low)) * SHAPES) : 0;
}

/** Quantiles of beta(1 + 4m, 1 + 4(1 − m)) on [0, 1], m being the mode in steps of 1/SHAPES. */
function inverseTable(shape: number): Float64Array {
  const known = tables.get(shape);
  if (known !== undefined) return known;
  const mode = shape / SHAPES;
  const cells = STEPS * 8;
  const cumulative = new Float64Array(cells + 1);
  for (let cell = 0; cell < cells; cell++) {
    const x = (cell + 0.5) / cells;
    const density = x ** (4 * mode) * (1 - x) ** (4 * (1 - mode));
    cumulative[cell + 1] = (cumulative[cell] as number) + density;
  }
  const table = invert(cumulative);
  tables.set(shape, table);
  return table;
}

function invert(cumulative: Float64Array): Float64Array {
  const cells = cumulative.length - 1;
  const total = cumulative[cells] as number;
  const table = new Float64Array(STEPS + 1);
  let cell = 0;
  for (let step = 1; step < STEPS; step++) {
    const target = (step / STEPS) * total;
    while ((cumulative[cell + 1] as number) < target) cell++;
    const left = cumulative[cell] as number;
    table[step] = (cell + (target - left) / ((cumulative[cell + 1] as number) - left)) / cells;
  }
  table[STEPS] = 1;
  return table;
}

/** Uniform numbers in [0, 1) of 32 bits. A small seed leaves the first states nearly empty: they are skipped. */
function uniformSource(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  for (let skipped = 0; skipped < 64; skipped++) generator.next();
  return () => (generator.next() >>> 0) / 2 ** 32;
}
