import type { LibraryModules, LibraryReader } from "../source/library-reader.ts";
import { cacheKey } from "./disk-cache.ts";

/** What one round asked the installed packages for, and a digest of what they answered. */
export interface LibraryRound {
  readonly wanted: readonly string[];
  readonly answer: string;
}

/** Asked again, the installed packages answer as they did then. */
export async function answerAlike(
  rounds: readonly LibraryRound[],
  reader: LibraryReader,
): Promise<boolean> {
  for (const { wanted, answer } of rounds) {
    if (digestOf(await reader.read(wanted)) !== answer) return false;
  }
  return true;
}

export function digestOf({ files, diagnostics }: LibraryModules): string {
  const about = files.map(({ path, module, isPackage, hash }) => [path, module, isPackage, hash]);
  return cacheKey([JSON.stringify(about), JSON.stringify(diagnostics)]);
}
