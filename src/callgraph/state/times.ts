/**
 * When a piece of code runs: at which steps of the program's straight way through its modules'
 * statements (order/timeline.ts), and from which step on at any time.
 */
export interface Times {
  readonly ticks: readonly number[];
  /** `Infinity`: at the ticks alone. */
  readonly from: number;
}

export const ANY_TIME: Times = { ticks: [], from: -1 };

/** Something that changes what a name or attribute holds. */
export interface Change {
  readonly times: Times;
  /** It surely happens, once, and nothing of what was there before stays. */
  readonly isSure: boolean;
}

/**
 * Whether what a change brings can still be there at one of these times: unless one that is sure
 * comes after it and before them.
 */
export function isSeen(change: Change, changes: readonly Change[], times: Times): boolean {
  const { ticks, from } = change.times;
  if (from !== Infinity) {
    if (times.from !== Infinity || times.ticks.some((tick) => tick >= from)) return true;
  }
  return ticks.some((tick) => {
    const end = nextSure(change, changes, tick);
    return (
      (times.from !== Infinity && times.from <= end) ||
      times.ticks.some((each) => tick <= each && each <= end)
    );
  });
}

function nextSure(change: Change, changes: readonly Change[], tick: number): number {
  const later = changes
    .filter((each) => each.isSure && each !== change)
    .map(({ times }) => times.ticks[0] ?? Infinity)
    .filter((each) => each > tick);
  return Math.min(Infinity, ...later);
}
