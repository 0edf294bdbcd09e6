import { access } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { AnalyseOptions } from "../assessment/analyse.ts";
import { notReadable } from "../failure.ts";
import { type AnalysisFlags, analyseOptionsOf } from "./analysis-flags.ts";
import { AssessCommand } from "./assess-command.ts";
import type { LoadedSettings } from "./settings.ts";

/** A command that reads a repository: settings found, flags laid over them. */
export abstract class AnalysisCommand extends AssessCommand {
  protected async prepare(
    path: string,
    flags: AnalysisFlags & { readonly config?: string | undefined },
  ): Promise<{ settings: LoadedSettings; options: AnalyseOptions }> {
    // A slip in the path is the first thing to say: before what it would overwrite, before its settings.
    await access(resolve(path)).catch((error: unknown) => {
      throw notReadable(path, error);
    });
    const folder = resolve(path.endsWith(".py") ? dirname(path) : path);
    const settings = await this.settings([folder, process.cwd()], flags.config);
    return { settings, options: analyseOptionsOf(flags, settings, this.cacheFolder()) };
  }

  /** XDG: a relative XDG_CACHE_HOME is no place. It would put the cache wherever the user stands. */
  private cacheFolder(): string {
    const { cacheDir, home, dirname: name } = this.config;
    return isAbsolute(cacheDir) ? cacheDir : join(home, ".cache", name);
  }
}
