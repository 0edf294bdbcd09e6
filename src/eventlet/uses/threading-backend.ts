import type { ApiEntry } from "../catalogue.ts";
import type { Signal } from "../findings.ts";
import type { GraphView } from "../graph-view.ts";

const SELECTION = "code-oslo-backend";

/**
 * Whether the program told oslo.service to run on native threads, and never on Eventlet: what it
 * starts and waits for then reaches no Eventlet. What tests choose says nothing of the program.
 */
export function choosesThreadingBackend(view: GraphView, signals: readonly Signal[]): boolean {
  const tests = new Set(
    [...view.modules.values()]
      .filter(({ isTest }) => isTest === true)
      .map(({ id }) => view.pathOf(id)),
  );
  const chosen = signals.filter(({ rule, path }) => rule === SELECTION && !tests.has(path));
  return chosen.length > 0 && chosen.every(({ what }) => what.includes("BackendType.THREADING"));
}

export function isOfThatService({ library }: ApiEntry): boolean {
  return library === "LIB-oslo-service";
}
