import { dirname, resolve } from "node:path";
import type { AnalyseOptions } from "../assessment/analyse.ts";
import { readAssetJson } from "../shipped.ts";
import { type AnalysisFlags, analyseOptionsOf } from "./analysis-flags.ts";
import { AssessCommand } from "./assess-command.ts";
import { computing } from "./interrupts.ts";
import { type LoadedSettings, loadSettings } from "./settings.ts";

/** A command that reads a repository: settings found, flags laid over them. */
export abstract class AnalysisCommand extends AssessCommand {
  protected async prepare(
    path: string,
    flags: AnalysisFlags & { readonly config?: string | undefined },
  ): Promise<{ settings: LoadedSettings; options: AnalyseOptions }> {
    const folder = resolve(path.endsWith(".py") ? dirname(path) : path);
    const settings = await this.settings([folder, process.cwd()], flags.config);
    return { settings, options: analyseOptionsOf(flags, settings, this.config.cacheDir) };
  }

  /** The settings file that is named, else the first one found in the folders. */
  protected async settings(
    folders: readonly string[],
    named: string | undefined,
  ): Promise<LoadedSettings> {
    const schema = (await readAssetJson("schema/config.schema.json")) as object;
    return loadSettings(named, folders, schema);
  }

  /** The progress line, and a way to stay interruptible while the solver runs. */
  protected watch(flags: { readonly quiet: boolean; readonly progress: boolean }) {
    return { ...this.progressFor(flags), computing };
  }

  /** To stdout, whole and unchanged, unless oclif prints the result as JSON. */
  protected print(text: string): void {
    if (!this.jsonEnabled()) process.stdout.write(text);
  }
}
