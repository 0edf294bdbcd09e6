import type { FunctionId } from "../callgraph/call-graph.ts";
import type { Text } from "../sentence.ts";
import type { Profile } from "./effort-model.ts";
import type { Term, ThreePoint, WorkPackage } from "./estimate.ts";
import { type PricingInput, rangeOf } from "./price-functions.ts";
import { scale } from "./three-point.ts";

export type PackageMaker = (draft: PackageDraft) => WorkPackage;

export interface PackageDraft {
  readonly id: string;
  readonly title: Text;
  readonly kind: WorkPackage["kind"];
  readonly epic: Text;
  readonly wave: number;
  readonly terms: readonly Term[];
  readonly functions?: readonly FunctionId[];
  readonly paths?: readonly string[];
  /** Where it is not the sum of the terms' own ranges. */
  readonly points?: ThreePoint;
  readonly isLearning?: boolean;
}

/** Prices drafts at a profile's pace; learning packages at its pace of learning too. */
export function packageMaker({ model }: PricingInput, profile: Profile): PackageMaker {
  return ({ isLearning = false, functions = [], paths = [], points, ...draft }) => {
    const range = points ?? rangeOf(draft.terms, undefined, model);
    const pace = profile.pace * (isLearning ? profile.learning : 1);
    const hours = scale(range, model.hoursPerPoint.likely * pace);
    return { ...draft, functions, paths, points: range, hours, after: [] };
  };
}
