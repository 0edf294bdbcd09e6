import { dirname, join, relative, sep } from "node:path";
import { decodeText } from "./decode.ts";
import { type IgnoreRules, isIgnored, noRules, withRules } from "./ignore-rules.ts";
import { readBytes } from "./read-bytes.ts";
import type { GitFolders } from "./repository.ts";

const MAX_IGNORE_FILE = 1_048_576;

export interface Surroundings {
  readonly rules: IgnoreRules;
  /** The working tree, where it regards the folder as its own. */
  readonly git?: GitFolders;
}

/**
 * The rules from above the assessed folder: `.git/info/exclude`, and the `.gitignore` files between
 * the top of the working tree and the folder. A folder that its surroundings ignore is a repository
 * that someone unpacked there: then they have no say about what is in it.
 */
export async function outerRules(root: string, git: GitFolders | undefined): Promise<Surroundings> {
  if (git === undefined) return { rules: noRules };
  const exclude = await ignoreFile(join(git.common, "info", "exclude"));
  let rules = withRules(noRules, exclude, "", wayDown(git.top, root));
  for (const folder of foldersAbove(root, git.top)) {
    const text = await ignoreFile(join(folder, ".gitignore"));
    rules = withRules(rules, text, "", wayDown(folder, root));
  }
  return root !== git.top && isIgnored(rules, "") ? { rules: noRules } : { rules, git };
}

/** From the top of the working tree down to the folder just above `root`. */
function foldersAbove(root: string, top: string): string[] {
  const folders: string[] = [];
  for (let folder = root; folder !== top; ) {
    folder = dirname(folder);
    folders.unshift(folder);
  }
  return folders;
}

function wayDown(from: string, to: string): string {
  const way = relative(from, to).split(sep).join("/");
  return way === "" ? "" : `${way}/`;
}

async function ignoreFile(path: string): Promise<string> {
  const read = await readBytes(path, MAX_IGNORE_FILE);
  return "bytes" in read ? decodeText(read.bytes) : "";
}
