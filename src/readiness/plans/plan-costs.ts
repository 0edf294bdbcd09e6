import type { Strategy } from "../readiness.ts";

/**
 * What the plan's objective counts, in tenths of a story point. docs/readiness.md tells where the
 * figures come from. They weigh one choice against another; they are no estimate of the work.
 */
export const PLAN_COSTS = {
  /** `def` becomes `async def`. */
  signature: 10,
  /** A call site of an async function gains its `await`. */
  awaitSite: 10,
  /** `await async_def(f, …)` where async code enters a synchronous function. */
  asyncDef: 10,
  /** `awaitlet(f(…))` where a synchronous function calls an async one, over and above the edit of the site. */
  awaitlet: 10,
  /** Times the bridge's cost where a `with`, a loop or a generator has to be taken apart to bridge it. */
  protocolFactor: 3,
  /** One point of an obstacle that the choice meets. */
  obstaclePoint: 10,
} as const;

/**
 * λ, the debt of each function that stays synchronous over a greenlet, in tenths of a point:
 * nothing; what the catalogue asks for reviewing hidden waits in one function; more than any edit.
 */
export const DEBTS: Readonly<Record<Strategy, number>> = {
  awaitletFirst: 0,
  balanced: 30,
  fullAsyncio: 10_000,
};

export const STRATEGIES: readonly Strategy[] = ["awaitletFirst", "balanced", "fullAsyncio"];

/** Obstacles of these groups cost the same in both worlds: a lock, a timeout or shared state has to be looked at anyway. */
export const SHARED_GROUPS: ReadonlySet<string> = new Set(["state", "exceptions"]);
