import type { ThreePoint } from "./estimate.ts";

export const NOTHING: ThreePoint = { low: 0, likely: 0, high: 0 };

/** Rounded to hundredths, so that sums printed with two decimals add up. */
export function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

export function add(a: ThreePoint, b: ThreePoint): ThreePoint {
  return {
    low: hundredths(a.low + b.low),
    likely: hundredths(a.likely + b.likely),
    high: hundredths(a.high + b.high),
  };
}

export function sum(parts: readonly ThreePoint[]): ThreePoint {
  return parts.reduce(add, NOTHING);
}

export function scale({ low, likely, high }: ThreePoint, by: ThreePoint | number): ThreePoint {
  const factor = typeof by === "number" ? { low: by, likely: by, high: by } : by;
  return {
    low: hundredths(low * factor.low),
    likely: hundredths(likely * factor.likely),
    high: hundredths(high * factor.high),
  };
}
