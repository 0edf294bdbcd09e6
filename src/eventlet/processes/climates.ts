import type { Climates } from "../findings.ts";

/** Without processes of its own, a repository's code runs in anybody's. */
export const NO_CLIMATES: Climates = { known: [], isUnknown: () => true };
