import { byCodeUnits } from "../../by-code-units.ts";
import type { SectionContext } from "../section.ts";
import { capped, locate } from "../section.ts";

/** What may go otherwise, how likely, at what price, and what to do about it; the dearest first. */
export function risksView({ assessment, link }: SectionContext) {
  const risks = assessment.risks
    .map((risk) => ({
      ...risk,
      expected: expectedHours(risk),
      evidence: capped(
        risk.evidence.map((item) => ({ ...item, at: locate(link, item.path, item.line) })),
        3,
      ),
    }))
    .sort((a, b) => b.expected - a.expected || byCodeUnits(a.id, b.id));
  return { risks, expected: risks.reduce((sum, risk) => sum + risk.expected, 0) };
}

/** What a risk adds on average: its chance times the mean of the PERT distribution it is drawn from. */
export function expectedHours({
  probability,
  hours: { low, likely, high },
}: SectionContext["assessment"]["risks"][number]): number {
  return (probability * (low + 4 * likely + high)) / 6;
}
