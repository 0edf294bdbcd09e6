import { Flags } from "@oclif/core";
import type { AnalyseOptions } from "../assessment/analyse.ts";
import { defined } from "../defined.ts";
import type { LoadedSettings } from "./settings.ts";
import { readOptionsOf, sourceFlags } from "./source-flags.ts";
import { textFlag } from "./text-flag.ts";

/** What every command needs that reads a repository and solves its call graph. */
export const analysisFlags = {
  ...sourceFlags,
  config: textFlag({
    helpGroup: "SOURCE",
    helpValue: "FILE",
    description:
      "Settings file (YAML, JSON or TOML). Default: assess.config.* or pyproject.toml in PATH, then in the current folder.",
  }),
  library: textFlag({
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: "SOURCE",
    helpValue: "DIR",
    description: "Also follow calls into the packages in this folder. Can be given more than once.",
  }),
  venv: textFlag({
    helpGroup: "SOURCE",
    helpValue: "DIR",
    description: "Also follow calls into this virtualenv's site-packages.",
  }),
  cache: Flags.boolean({
    allowNo: true,
    default: true,
    helpGroup: "SPEED",
    description: "Cache intermediate results for the next run.",
  }),
  "cache-dir": textFlag({
    helpGroup: "SPEED",
    helpValue: "DIR",
    description: "Cache folder. Default: in the user's cache folder.",
  }),
  workers: Flags.integer({
    min: 1,
    max: 256,
    helpGroup: "SPEED",
    helpValue: "N",
    description: "Worker threads. Default: one per core.",
  }),
  memory: Flags.integer({
    min: 1,
    helpGroup: "SPEED",
    helpValue: "MB",
    description: "Stop before assessing a repository that would need more memory than this.",
  }),
};

export interface AnalysisFlags {
  readonly exclude?: readonly string[] | undefined;
  readonly include?: readonly string[] | undefined;
  readonly "max-file-size": number;
  readonly library?: readonly string[] | undefined;
  readonly venv?: string | undefined;
  readonly cache: boolean;
  readonly "cache-dir"?: string | undefined;
  readonly workers?: number | undefined;
  readonly memory?: number | undefined;
}

/** Flags over settings over defaults. */
export function analyseOptionsOf(
  flags: AnalysisFlags,
  { values, path, locate }: LoadedSettings,
  cacheDir: string,
): AnalyseOptions {
  const { include = [], exclude = [], maxFileBytes } = readOptionsOf(flags);
  const { source, knowledge } = values;
  return defined({
    include: [...(source?.include ?? []), ...include],
    exclude: [...(source?.exclude ?? []), ...exclude],
    maxFileBytes: source?.maxFileBytes ?? maxFileBytes,
    cacheFolder: flags.cache ? (flags["cache-dir"] ?? cacheDir) : undefined,
    workers: flags.workers,
    memoryMegabytes: flags.memory,
    libraries: flags.library,
    venv: flags.venv,
    knowledge: knowledge && { values: knowledge, path: path ?? "", locate },
  });
}
