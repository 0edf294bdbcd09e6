import { groupBy } from "../group-by.ts";
import type { TemporaryBridge } from "../readiness/readiness.ts";
import { say } from "../sentence.ts";
import type { WorkPackage } from "./estimate.ts";
import type { PackageMaker } from "./package-maker.ts";
import { type OptionName, type PricingInput, term } from "./price-functions.ts";
import type { WorkWaves } from "./work-waves.ts";

/**
 * One package per file and wave for what carries unmigrated code into migrated functions: due with the
 * wave that migrates them. It holds the way back too, for what takes the bridge's place is the
 * caller's own `await`, which its function pays for. Native threads need no bridge: nothing becomes async.
 */
export function priceBridges(
  { readiness, model }: PricingInput,
  option: OptionName,
  make: PackageMaker,
  { epicOf }: WorkWaves,
): WorkPackage[] {
  if (option === "threads") return [];
  const places = groupBy(readiness.temporaryBridges, ({ path, wave }) => `${path}@${wave}`);
  return [...places].map(([key, group]) => {
    const [{ path, wave }] = group as [TemporaryBridge];
    return make({
      id: `bridges:${key}`,
      title: say`Temporary bridges in ${path}`,
      kind: "boundary",
      epic: epicOf(wave),
      wave,
      functions: [...new Set(group.map((bridge) => bridge.function))],
      paths: [path],
      terms: [term(model, "temporary-bridge", group.length)],
    });
  });
}
