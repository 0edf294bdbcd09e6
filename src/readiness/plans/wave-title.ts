import { byCodeUnits } from "../../by-code-units.ts";
import { groupBy } from "../../group-by.ts";
import { say, type Text } from "../../sentence.ts";

const AREAS_NAMED = 3;

/**
 * After the one or two programs that a wave migrates; of more, after the packages that they are in, first
 * those with most of the wave's functions.
 */
export function waveTitle(programs: readonly string[], functions: readonly string[]): Text {
  const [first = "", second] = programs;
  if (second === undefined) return first;
  if (programs.length === 2) return say`${programs}`;
  const areas = areasOf(programs, functions);
  const rest = areas.length - AREAS_NAMED;
  return rest > 0 ? say`${areas.slice(0, AREAS_NAMED)} and ${rest} more` : say`${areas}`;
}

/** Packages as deep as tells some of the programs apart. */
function areasOf(programs: readonly string[], functions: readonly string[]): readonly string[] {
  const deepest = Math.max(...programs.map((name) => name.split(".").length));
  for (let depth = 2; depth <= deepest; depth += 1) {
    const areaOf = (name: string) => name.split(".").slice(0, depth).join(".");
    const areas = new Set(programs.map(areaOf));
    if (areas.size === 1) continue;
    const sizes = groupBy(functions, areaOf);
    const sizeOf = (area: string) => sizes.get(area)?.length ?? 0;
    return [...areas].sort((a, b) => sizeOf(b) - sizeOf(a) || byCodeUnits(a, b));
  }
  return programs;
}
