import { byCodeUnits } from "../by-code-units.ts";
import type { Knowledge } from "../eventlet/catalogue.ts";
import type { PatternFinding } from "../eventlet/findings.ts";
import { groupBy } from "../group-by.ts";
import { say, textIn } from "../sentence.ts";
import type { WorkPackage } from "./estimate.ts";
import type { PackageMaker } from "./package-maker.ts";
import { type OptionName, type PricingInput, pricedTerm } from "./price-functions.ts";
import type { WorkWaves } from "./work-waves.ts";

/** What real migrations report as expensive: each pattern once, its further places at a share. */
export function pricePatterns(
  input: PricingInput,
  option: OptionName,
  make: PackageMaker,
  waves: WorkWaves,
): WorkPackage[] {
  const { knowledge, model } = input;
  const counted = pricedPatterns(input, option).filter(
    ({ isTest, points }) => !isTest && points !== 0,
  );
  const found = groupBy(counted, ({ pattern }) => pattern);
  return [...found].map(([id, places]) => {
    const [{ points }] = places as [PatternFinding];
    const count = places.length;
    const paths = [...new Set(places.map(({ path }) => path))].sort(byCodeUnits);
    const wave = waves.firstOf(
      places.map((place) => place.function),
      paths,
    );
    const title = knowledge.patterns.get(id)?.title ?? id;
    const each = points * model.coefficients.pattern.likely;
    return make({
      id: `pattern:${id}`,
      title: say`${textIn(title)} (${count})`,
      kind: "pattern",
      epic: say`Costly patterns`,
      wave,
      terms: [
        pricedTerm(say`${textIn(title)}: first`, 1, each, "pattern"),
        pricedTerm(
          say`${textIn(title)}: further`,
          count - 1,
          each * model.further.share,
          "pattern",
        ),
      ].filter((part) => part.count > 0),
      paths,
    });
  });
}

/** For threads at their own price; a place where a library with a mode for them does it is the library's. */
function pricedPatterns(
  { findings: { patterns, uses }, knowledge }: PricingInput,
  option: OptionName,
): readonly PatternFinding[] {
  if (option !== "threads") return patterns;
  const place = (of: { readonly path: string; readonly line: number }) => `${of.path}:${of.line}`;
  const switched = new Set(
    uses.filter(({ api }) => hasThreadMode(knowledge, knowledge.apis.get(api)?.library)).map(place),
  );
  return patterns
    .filter((finding) => !switched.has(place(finding)))
    .map((finding) => {
      const { points } = finding;
      const known = knowledge.patterns.get(finding.pattern)?.pointsWithThreads;
      return { ...finding, points: known === undefined ? points : Math.min(known, points) };
    });
}

function hasThreadMode({ libraries }: Knowledge, id: string | undefined): boolean {
  return libraries.some((library) => library.id === id && library.threads !== undefined);
}
