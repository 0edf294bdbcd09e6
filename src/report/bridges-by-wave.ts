import type { Assessment } from "../assessment/assessment.ts";

type Bridges = NonNullable<Assessment["temporaryBridges"]>;

/** The temporary bridges that one wave makes. */
export interface BridgesOfWave {
  readonly number: number;
  readonly title: string;
  readonly made: Bridges;
  /** The waves in which they go away, in order. */
  readonly until: readonly number[];
}

/** The waves that make temporary bridges, in order. */
export function bridgesByWave({
  temporaryBridges = [],
  waves,
}: Pick<Assessment, "temporaryBridges" | "waves">): readonly BridgesOfWave[] {
  return waves.flatMap(({ number, title }) => {
    const made = temporaryBridges.filter(({ wave }) => wave === number);
    const until = [...new Set(made.map((bridge) => bridge.until))].sort((a, b) => a - b);
    return made.length === 0 ? [] : [{ number, title, made, until }];
  });
}
