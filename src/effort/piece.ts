import type { FunctionId } from "../callgraph/call-graph.ts";
import type { Text } from "../sentence.ts";
import type { ThreePoint, WorkPackage } from "./estimate.ts";

/** A story in the making: a work package, a part of one, or several small ones together. */
export interface Piece {
  readonly titles: readonly Text[];
  readonly epic: Text;
  readonly wave: number;
  readonly kind: WorkPackage["kind"];
  /** Its place in a wave's order of work; work of different steps is never put together with first tests. */
  readonly step: number;
  readonly points: number;
  readonly hours: ThreePoint;
  readonly packages: readonly string[];
  readonly functions: readonly FunctionId[];
  readonly paths: readonly string[];
  readonly leverage: number;
}

/** A story is plannable up to this many points. */
export const LARGEST = 8;
