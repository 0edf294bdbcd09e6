import type { SectionName } from "../report-options.ts";
import type { SectionContext } from "../section.ts";
import { boundaryView } from "./boundary.ts";
import { diagnosticsView } from "./diagnostics.ts";
import { effortView } from "./effort.ts";
import { functionsView } from "./functions.ts";
import { glossaryView } from "./glossary.ts";
import { howToView } from "./how-to.ts";
import { inventoryView } from "./inventory.ts";
import { methodView } from "./method.ts";
import { optionsView } from "./options.ts";
import { planView } from "./plan.ts";
import { readinessView } from "./readiness.ts";
import { risksView } from "./risks.ts";
import { scopeView } from "./scope.ts";
import { spreadView } from "./spread.ts";
import { summaryView } from "./summary.ts";

/** Each section's view model, by the name that its template has too. */
export const SECTION_VIEWS: Readonly<Record<SectionName, (context: SectionContext) => object>> = {
  summary: summaryView,
  scope: scopeView,
  inventory: inventoryView,
  spread: spreadView,
  readiness: readinessView,
  boundary: boundaryView,
  options: optionsView,
  plan: planView,
  effort: effortView,
  risks: risksView,
  "how-to": howToView,
  functions: functionsView,
  diagnostics: diagnosticsView,
  glossary: glossaryView,
  method: methodView,
};
