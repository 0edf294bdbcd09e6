import { Args, Flags } from "@oclif/core";
import type { ReadOptions } from "../source/source-tree.ts";
import { textFlag } from "./text-flag.ts";

/** The path that every command of an assessment starts from. */
export const pathArgument = Args.string({
  description: "Root folder of a Python repository, or one Python file.",
  required: true,
});

/** What to read of the repository. */
export const sourceFlags = {
  exclude: textFlag({
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: "SOURCE",
    helpValue: "PATTERN",
    description: "Leave out what matches; .gitignore's language. May be given several times.",
  }),
  include: textFlag({
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: "SOURCE",
    helpValue: "PATTERN",
    description: "Bring back what .gitignore or the built-in list would skip (vendored code …).",
  }),
  "max-file-size": Flags.integer({
    min: 1,
    max: 262_144,
    default: 2048,
    helpGroup: "SOURCE",
    helpValue: "KIB",
    description: "Skip Python files larger than this, with a diagnostic.",
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
