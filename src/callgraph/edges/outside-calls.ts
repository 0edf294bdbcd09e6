import { protocolOf } from "../rules/outside/protocol-calls.ts";
import type { Solving } from "../state/solving.ts";
import { alternativeOf, countKinds, isScalar } from "./alternatives.ts";
import type { Level } from "./call-places.ts";
import {
  CERTAIN_ALTERNATIVES,
  LIKELY_ALTERNATIVES,
  MEANINGFUL_ALTERNATIVES,
} from "./level-bounds.ts";
import type { SiteSubjects } from "./site-subjects.ts";

/**
 * How sure it is that Python asks something outside at a place (`for row in rows`): everything can be
 * gone through, and where lists and texts come as well, each is only one of what may be meant.
 */

/** The special method of a described class that a logged call is, as `askOutside` notes them. */
export function askedMethod(s: Solving, at: number): string | undefined {
  const target = s.log.targets.at(at + 1);
  const { how } = s.log.metaOf(s.log.targets.at(at + 2));
  if (target >= 0 || (how !== "iteration" && how !== "operator")) return undefined;
  const text = s.text(-1 - target);
  const dot = text.lastIndexOf(".");
  const method = text.slice(dot + 1);
  const isAsked = s.outside.protocol(s.name(text.slice(0, dot)), s.name(method)) !== -1;
  return isAsked ? method : undefined;
}

/** `isIrrelevant`: values that are no rivals there. */
export function outsideLevel(
  s: Solving,
  subjects: SiteSubjects,
  { site, method }: { readonly site: number; readonly method: string },
  isIrrelevant: (value: number) => boolean,
): Level {
  const isAsked = (value: number) => protocolOf(s, value, method) !== -1;
  const operands = subjects.operandsAt(site).map((variable) => s.flow.valuesOf(variable));
  const values = operands.filter((each) => each.some(isAsked)).flat();
  if (values.length === 0) return "certain";
  const relevant = values.filter((value) => !isIrrelevant(value));
  const all = new Set(relevant.map((each) => alternativeOf(s, each)));
  const own = new Set(relevant.filter(isAsked).map((each) => alternativeOf(s, each)));
  const total = countKinds(s, all);
  if (total <= CERTAIN_ALTERNATIVES) return "certain";
  if (total <= LIKELY_ALTERNATIVES || countKinds(s, own) * 2 >= total) return "likely";
  const isMixed = total > MEANINGFUL_ALTERNATIVES && [...all].some((each) => isScalar(s, each));
  return isMixed ? "lost" : "possible";
}
