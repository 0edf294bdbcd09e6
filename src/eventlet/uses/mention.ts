import type {
  ArgumentValue,
  Confidence,
  ExternalImport,
  FunctionId,
} from "../../callgraph/call-graph.ts";
import type { ApiEntry } from "../catalogue.ts";
import type { EventletUse } from "../findings.ts";

/** A described name at a place, before it is known whether it is green there. */
export interface Mention {
  readonly entry: ApiEntry;
  readonly function: FunctionId;
  readonly line: number;
  readonly column: number;
  readonly site: number;
  readonly how: EventletUse["how"];
  readonly confidence: Confidence;
  readonly arguments: readonly ArgumentValue[];
  /** The method that Python calls by itself: `__enter__`, `__next__`. */
  readonly protocol?: string;
  /** The function that the decorator stands on is meant, not the place of the decorator. */
  readonly decorates?: boolean;
}

/** An import that names something described. */
export function mentionByImport(
  entry: ApiEntry,
  { within, line, column }: ExternalImport,
): Mention {
  const place = { function: within, line, column, site: -1 };
  return { entry, ...place, how: "import", confidence: "certain", arguments: [] };
}
