import { plural, say } from "../../sentence.ts";
import type { Pattern } from "./pattern.ts";

/** Patches that come after imports which keep the originals. */
export const importOrderHazard: Pattern = {
  id: "import-order-hazard",
  find: ({ patching }) =>
    patching.calls
      .filter(({ importedBefore }) => importedBefore.length > 0)
      .map(({ function: id, line, importedBefore }) => ({
        function: id,
        line,
        detail: say`${plural(importedBefore.length, "# import before it keeps originals", "# imports before it keep originals")}: ${importedBefore
          .slice(0, 5)
          .map(({ module }) => module)}`,
        evidence: importedBefore
          .slice(0, 20)
          .map(({ path, line: at, module }) => ({ path, line: at, what: say`imports ${module}` })),
      })),
};
