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
  const samplePackages = packages.map(({ range }) => pertSampler(range));
  const sampleRisks = risks.map(({ hours }) => pertSampler(hours));
  const totals = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const drawn = sampleFactors.map((sample) => sample(uniform()));
    let total = 0;
    for (let index = 0; index < packages.length; index++) {
      let value = (samplePackages[index] as Sampler)(uniform());
      for (const factor of (packages[index] as Draw).factors) value *= drawn[factor] as number;
      total += value;
    }
    for (let index = 0; index < risks.length; index++) {
      const happens = uniform() < (risks[index] as { probability: number }).probability;
      const value = (sampleRisks[index] as Sampler)(uniform());
      total += Number(happens) * value;
    }
    totals[draw] = total;
  }
  return totals.sort((a, b) => a - b);
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
  const table = inverseTable(Math.round(((likely - low) / width) * SHAPES));
  return (uniform) => {
    const position = uniform * STEPS;
    const below = Math.floor(position);
    const left = table[below] as number;
    const right = table[Math.min(below + 1, STEPS)] as number;
    return low + width * (left + (right - left) * (position - below));
  };
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
