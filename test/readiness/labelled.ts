import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { analyse } from "../../src/assessment/analyse.ts";
import { findEventlet } from "../../src/eventlet/find-eventlet.ts";
import { assessReadiness } from "../../src/readiness/assess-readiness.ts";
import type { Readiness } from "../../src/readiness/readiness.ts";
import { OBSTACLES } from "./assessed.ts";

const APPS = fileURLToPath(new URL("../fixtures/apps/", import.meta.url));

export interface Label {
  readonly id: string;
  readonly path: string;
  readonly verdict: string;
  readonly reach: "suspends" | "touches" | "none";
  readonly roles: readonly string[];
  readonly via: readonly string[];
  readonly reason: string;
}

/** The fixture programs that carry labels, written and read twice before the tool ran on them. */
export const labelledPrograms = (): readonly string[] =>
  readdirSync(APPS)
    .filter((name) => existsSync(`${APPS}${name}/labels.json`))
    .sort();

export function readLabels(program: string): readonly Label[] {
  const file = JSON.parse(readFileSync(`${APPS}${program}/labels.json`, "utf8"));
  return (file.functions ?? file.labels) as Label[];
}

const SILENT = {
  stage: () => undefined,
  update: () => undefined,
  computing: <Result>(compute: () => Result): Result => compute(),
};

/** Every room up to readiness on a folder, as the command runs them. */
async function assessedFolder(root: string): Promise<Readiness> {
  const { graph, knowledge, source } = await analyse(root, { workers: 1 }, SILENT);
  const { signalFiles, dependencies, files: sourceFiles } = source;
  const findings = findEventlet({ graph, knowledge, signalFiles, dependencies, sourceFiles });
  return assessReadiness({
    graph,
    findings,
    knowledge,
    obstacles: OBSTACLES,
    strategy: "balanced",
  });
}

export const assessedProgram = (program: string): Promise<Readiness> =>
  assessedFolder(`${APPS}${program}`);
