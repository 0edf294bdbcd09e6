import { type Sentence, say } from "../../sentence.ts";
import { regionsAround } from "../reach/regions.ts";
import { truthTestedCalls } from "../reach/truth-tests.ts";
import type { Detector, Sighting } from "./obstacle.ts";

const BY_REGION: Readonly<Record<string, string>> = {
  comprehension: "comprehension",
  "generator-expression": "genexp",
  "short-circuit": "short-circuit-expr",
  assert: "short-circuit-expr",
};

/** Waits inside expressions that change their nature, or hide a forgotten await. */
export const expressions: Detector = {
  looksAt: "waiting",
  detect: ({ node, waits }, { program }) => {
    const found: Sighting[] = [];
    const facts = program.graph.modules[node.module ?? -1];
    const isTested = (site: number) => facts !== undefined && truthTestedCalls(facts).has(site);
    for (const { site, line, calls } of waits) {
      const region = regionsAround(program, node, site).find(({ kind }) => kind in BY_REGION);
      const id = isTested(site) ? "unawaited-boolean" : BY_REGION[region?.kind ?? ""];
      if (id === undefined || found.some((other) => other.id === id && other.line === line))
        continue;
      found.push({ id, line, detail: say`waits in ${calls} inside ${NAMES[id] ?? id}` });
    }
    return found;
  },
};

const NAMES: Readonly<Record<string, Sentence>> = {
  comprehension: say`a comprehension`,
  genexp: say`a generator expression`,
  "short-circuit-expr": say`\`and\`, \`or\`, a conditional or an assert`,
  "unawaited-boolean": say`a condition`,
};
