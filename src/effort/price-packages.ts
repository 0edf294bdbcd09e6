import { byCodeUnits } from "../by-code-units.ts";
import type { FunctionId } from "../callgraph/call-graph.ts";
import type { ApiEntry, LibraryEntry } from "../eventlet/catalogue.ts";
import type { EventletUse } from "../eventlet/findings.ts";
import { plural, say, textIn } from "../sentence.ts";
import { type EffortModel, type FixedPackage, type Profile, sizeFactor } from "./effort-model.ts";
import type { WorkPackage } from "./estimate.ts";
import { findServices, type ServiceEntry } from "./find-services.ts";
import { type PackageMaker, packageMaker } from "./package-maker.ts";
import { priceBridges } from "./price-bridges.ts";
import {
  type OptionName,
  type PricedFunction,
  type Pricing,
  type PricingInput,
  pricedTerm,
  term,
} from "./price-functions.ts";
import { priceModules } from "./price-modules.ts";
import { pricePatterns } from "./price-patterns.ts";
import { priceTests } from "./price-tests.ts";
import { scale } from "./three-point.ts";
import { type WorkWaves, workWaves } from "./work-waves.ts";

/** All the work of one option, package by package; the sum of the packages is the estimate. */
export function pricePackages(
  input: Pricing,
  option: OptionName,
  functions: readonly PricedFunction[],
  profile: Profile,
): WorkPackage[] {
  const make = packageMaker(input, profile);
  const waves = workWaves(input);
  const entries = findServices(input);
  const packages = [
    ...firstUsePackages(input, option, make),
    ...priceModules(functions, make, input, waves),
    ...importPackages(input, make, waves),
    ...servicePackages(startedBy(entries, option), input.model, make, waves),
    ...unpatchPackages(input, make, waves),
    ...libraryPackages(input, option, make, waves),
    ...pricePatterns(input, option, make, waves),
    ...priceBridges(input, option, make, waves),
    ...priceTests(input, { option, functions }, make, waves),
    ...fixedPackages(
      input,
      { option, hasService: entries.some(({ serves }) => serves) },
      make,
      waves,
    ),
  ];
  return packages.sort(byWaveThenId);
}

/**
 * Learning and design: each family of API in use, once, as dear as its hardest member. For threads
 * only what is named: a patched call is the standard library's again once the patching is gone.
 */
function firstUsePackages(
  { findings, knowledge, model }: PricingInput,
  option: OptionName,
  make: PackageMaker,
): WorkPackage[] {
  const hardest = new Map<string, ApiEntry>();
  const counts = ({ isTest, how, via }: EventletUse) =>
    !isTest && how !== "import" && (option !== "threads" || via === "eventlet");
  for (const use of findings.uses.filter(counts)) {
    const api = knowledge.apis.get(use.api);
    if (api === undefined || api.effort === 0) continue;
    const known = hardest.get(api.category);
    const isHarder = known === undefined || api.effort > known.effort;
    if (isHarder || (api.effort === known.effort && api.name < known.name))
      hardest.set(api.category, api);
  }
  return [...hardest].map(([category, api]) =>
    make({
      id: `first:${category}`,
      title: say`First use of the APIs around ${api.name}`,
      kind: "api-first",
      epic: say`Foundations`,
      wave: 0,
      terms: [term(model, "api-first", 1, api.effort)],
      isLearning: true,
    }),
  );
}

/** Import lines that name Eventlet go whatever else happens to their module, once nothing in it needs them. */
function importPackages(
  { findings, model }: PricingInput,
  make: PackageMaker,
  { cleanup, epicOf }: WorkWaves,
): WorkPackage[] {
  const counts = new Map<string, number>();
  for (const { how, via, isTest, path } of findings.uses) {
    if (how === "import" && via === "eventlet" && !isTest)
      counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts].map(([path, count]) =>
    make({
      id: `imports:${path}`,
      title: say`Drop the imports of Eventlet in ${path}`,
      kind: "module",
      epic: epicOf(cleanup),
      wave: cleanup,
      paths: [path],
      terms: [term(model, "import", count)],
    }),
  );
}

/** A command that waits in its own native thread starts and ends as before. */
function startedBy(entries: readonly ServiceEntry[], option: OptionName): readonly ServiceEntry[] {
  return option === "threads" ? entries.filter(({ serves }) => serves) : entries;
}

function servicePackages(
  entries: readonly ServiceEntry[],
  model: EffortModel,
  make: PackageMaker,
  waves: WorkWaves,
): WorkPackage[] {
  return entries.map(({ entry, path, serves }) => {
    const wave = waves.firstOf([entry]);
    return make({
      id: `service:${entry}`,
      title: serves ? say`Service ${entry}` : say`Command ${entry}`,
      kind: "service",
      epic: waves.epicOf(wave),
      wave,
      terms: [term(model, serves ? "service" : "script", 1)],
      functions: [entry],
      paths: [path],
    });
  });
}

function unpatchPackages(
  { graph, findings, model }: PricingInput,
  make: PackageMaker,
  { unpatch, epicOf }: WorkWaves,
): WorkPackage[] {
  return findings.patchCalls
    .filter((call) => graph.node(call.function)?.isTest !== true)
    .map((call) =>
      make({
        id: `unpatch:${call.path}:${call.line}`,
        title: say`Remove the patching in ${call.path}:${String(call.line)}`,
        kind: "module",
        epic: epicOf(unpatch),
        wave: unpatch,
        terms: [term(model, "unpatch", 1)],
        paths: [call.path],
      }),
    );
}

/**
 * A library is replaced when the first code that calls it migrates; for threads only one that is tied to Eventlet, and
 * where it has a mode of its own for them it is switched to that.
 */
function libraryPackages(
  { findings, knowledge, graph, model }: PricingInput,
  option: OptionName,
  make: PackageMaker,
  waves: WorkWaves,
): WorkPackage[] {
  const callers = new Map<string, Set<FunctionId>>();
  for (const use of findings.uses) {
    const id = knowledge.apis.get(use.api)?.library;
    if (id === undefined || graph.node(use.function)?.isTest === true) continue;
    callers.set(id, (callers.get(id) ?? new Set()).add(use.function));
  }
  return findings.libraries
    .map((used) => ({ ...used, effort: libraryEffort(used.library, option) }))
    .filter(({ suspends, effort }) => suspends && effort > 0)
    .map(({ library, calls, effort }) =>
      make({
        id: `library:${library.distribution}`,
        title: say`Library ${library.distribution} (${plural(calls, "# call", "# calls")})`,
        kind: "library",
        epic: say`Libraries`,
        wave: waves.firstOf(callers.get(library.id) ?? []),
        terms: [term(model, "library", 1, effort)],
        isLearning: true,
      }),
    );
}

function libraryEffort(library: LibraryEntry, option: OptionName): number {
  if (option !== "threads") return library.effort;
  return library.coupling === "none" ? 0 : (library.threads?.effort ?? library.effort);
}

function fixedPackages(
  { own, model, readiness }: Pricing,
  { option, hasService }: { readonly option: OptionName; readonly hasService: boolean },
  make: PackageMaker,
  { hub, cleanup }: WorkWaves,
): WorkPackage[] {
  if (readiness.verdicts.length === 0) return [];
  const waveOf = { prepare: 0, hub, validate: cleanup + 1 };
  const size = sizeFactor(model, own.length);
  const applies = ({ onlyWith, notFor, onlyFor }: FixedPackage) =>
    (onlyWith !== "service" || hasService) &&
    notFor !== option &&
    (onlyFor === undefined || onlyFor === option);
  return model.fixed.filter(applies).map((fixed) => {
    const { low, likely, high } = fixed;
    return make({
      id: `fixed:${fixed.id}`,
      title: fixed.title,
      kind: "fixed",
      epic: fixed.phase === "validate" ? say`Validate and roll out` : say`Foundations`,
      wave: waveOf[fixed.phase],
      terms: [
        pricedTerm(
          say`${textIn(fixed.title)} (${likely} at full size)`,
          1,
          likely * size,
          `fixed:${fixed.id}`,
        ),
      ],
      points: scale({ low, likely, high }, size),
      isLearning: fixed.learning === true,
    });
  });
}

function byWaveThenId(a: WorkPackage, b: WorkPackage): number {
  return a.wave - b.wave || byCodeUnits(a.id, b.id);
}
