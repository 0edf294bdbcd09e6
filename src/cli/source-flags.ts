import { Args, Flags } from "@oclif/core";
import type { ReadOptions } from "../source/source-tree.ts";
import { textFlag } from "./text-flag.ts";

/** The path that every command of an assessment starts from. */
export const pathArgument = Args.string({
  description: "Root folder of a Python repository, or a single Python file.",
  required: true,
});

/** What to read of the repository. */
export const sourceFlags = {
  exclude: textFlag({
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: "SOURCE",
    helpValue: "PATTERN",
    description:
      "Leave out files that match; same syntax as .gitignore. Can be given more than once.",
  }),
  include: textFlag({
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: "SOURCE",
    helpValue: "PATTERN",
    description: "Read files that .gitignore or the built-in list (vendored code …) would skip.",
  }),
  "max-file-size": Flags.integer({
    min: 1,
    max: 262_144,
    default: 2048,
    helpGroup: "SOURCE",
    helpValue: "KIB",
    description: "Skip larger Python files; each is listed in the report.",
  }),
};

interface SourceFlags {
  readonly exclude?: readonly string[] | undefined;
  readonly include?: readonly string[] | undefined;
  readonly "max-file-size": number;
}

/** The flags as `readSource` takes them. */
export function readOptionsOf(flags: SourceFlags): ReadOptions {
  return {
    exclude: flags.exclude ?? [],
    include: flags.include ?? [],
    maxFileBytes: flags["max-file-size"] * 1024,
  };
}
