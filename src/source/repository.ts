import { lstat, realpath } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { readCommitDate } from "./git-objects.ts";
import { parseIni } from "./ini.ts";
import { readBytes } from "./read-bytes.ts";
import type { RepositoryInfo } from "./source-tree.ts";

/** Packed refs of the largest repositories stay far below. */
const MAX_TEXT = 67_108_864;

/** A git working tree, read from its files: running git would run the repository's own settings. */
export interface GitFolders {
  /** The top of the working tree. */
  readonly top: string;
  /** HEAD lies here. */
  readonly own: string;
  /** Refs, objects and the configuration lie here; differs from `own` in a linked worktree. */
  readonly common: string;
}

/** The working tree that holds `folder`, or nothing. */
export async function findGit(folder: string): Promise<GitFolders | undefined> {
  for (let top = folder; ; top = dirname(top)) {
    const dot = join(top, ".git");
    const found = await lstat(dot).catch(() => undefined);
    if (found?.isDirectory() && (await textOf(join(dot, "HEAD"))) !== undefined) {
      return { top, own: dot, common: dot };
    }
    if (found?.isFile()) return linkedGit(top, dot);
    if (dirname(top) === top) return undefined;
  }
}

/**
 * A worktree's or submodule's `.git` is a file that names a folder elsewhere. It is believed only
 * where that folder names it back, lest a downloaded tree make us read another repository.
 */
async function linkedGit(top: string, dot: string): Promise<GitFolders | undefined> {
  const pointer = /^gitdir: (.+)/.exec((await textOf(dot)) ?? "")?.[1]?.trim();
  if (pointer === undefined) return undefined;
  const own = resolve(top, pointer);
  const back = (await textOf(join(own, "gitdir")))?.trim();
  if (back !== undefined && (await isSame(resolve(own, back), dot))) {
    const common = (await textOf(join(own, "commondir")))?.trim() ?? ".";
    return { top, own, common: resolve(own, common) };
  }
  const worktree = await configured(join(own, "config"), "core", "worktree");
  if (worktree === undefined || !(await isSame(resolve(own, worktree), top))) return undefined;
  return { top, own, common: own };
}

/** One value of a git configuration file. */
async function configured(path: string, section: string, key: string): Promise<string | undefined> {
  const lines = ((await textOf(path)) ?? "").split("\n").map((line) => line.trim());
  const found = parseIni(lines.join("\n")).find(
    (setting) => setting.section === section && setting.key === key,
  );
  return found?.values[0]?.text.replace(/^"(.*)"$/, "$1");
}

/** What is known of the repository around `root`; `ownName` serves where no remote gives one. */
export async function describeRepository(
  root: string,
  git: GitFolders | undefined,
  ownName: string,
): Promise<RepositoryInfo> {
  if (git === undefined) return { name: ownName };
  const { commit, branch } = await readHeadCommit(git);
  const url = await configured(join(git.common, "config"), 'remote "origin"', "url");
  const subfolder = relative(git.top, root).split(sep).join("/");
  return withoutAbsent({
    name: (subfolder === "" ? nameInUrl(url) : undefined) ?? ownName,
    commit,
    branch,
    remote: url === undefined ? undefined : publicAddress(url),
    commitDate: commit === undefined ? undefined : await readCommitDate(git.common, commit),
    subfolder: subfolder === "" ? undefined : subfolder,
  });
}

type MaybeAbsent<Type> = { readonly [Key in keyof Type]: Type[Key] | undefined };

function withoutAbsent({
  name,
  ...rest
}: { name: string } & MaybeAbsent<Required<Omit<RepositoryInfo, "name">>>): RepositoryInfo {
  return {
    name,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  };
}

async function readHeadCommit(git: GitFolders): Promise<{ commit?: string; branch?: string }> {
  const head = (await textOf(join(git.own, "HEAD")))?.trim() ?? "";
  const ref = /^ref: (refs\/.+)$/.exec(head)?.[1];
  if (ref === undefined) return isObjectId(head) ? { commit: head } : {};
  const branch = ref.replace(/^refs\/heads\//, "");
  const commit = (await looseRef(git, ref)) ?? (await packedRef(git, ref));
  return commit === undefined ? { branch } : { commit, branch };
}

async function looseRef(git: GitFolders, ref: string): Promise<string | undefined> {
  if (ref.split("/").includes("..")) return undefined;
  const text = (await textOf(join(git.own, ref))) ?? (await textOf(join(git.common, ref)));
  const id = text?.trim() ?? "";
  return isObjectId(id) ? id : undefined;
}

async function packedRef(git: GitFolders, ref: string): Promise<string | undefined> {
  const packed = (await textOf(join(git.common, "packed-refs"))) ?? "";
  const line = packed.split("\n").find((text) => text.endsWith(` ${ref}`));
  const id = line?.split(" ", 1)[0] ?? "";
  return isObjectId(id) ? id : undefined;
}

/** Without user, password and query; nothing for a path on this machine. */
export function publicAddress(url: string): string | undefined {
  const scp = /^(?:([^@/\s]+)@)?([\w.-]+):(?!\/\/|\\)([^\s]+)$/.exec(url);
  if (scp !== null && (scp[2] ?? "").length > 1) return `${scp[2]}:${scp[3]}`;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^(?:https?|ssh|git|git\+ssh):$/.test(parsed.protocol))
    return undefined;
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}

function nameInUrl(url: string | undefined): string | undefined {
  const address = url === undefined ? undefined : publicAddress(url);
  const name = address
    ?.replace(/\/+$/, "")
    .split(/[/:]/)
    .at(-1)
    ?.replace(/\.git$/, "");
  return name === "" ? undefined : name;
}

function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

async function isSame(left: string, right: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [left, right].map((path) => realpath(path).catch(() => undefined)),
  );
  return first !== undefined && first === second;
}

async function textOf(path: string): Promise<string | undefined> {
  const read = await readBytes(path, MAX_TEXT);
  return "bytes" in read ? read.bytes.toString("utf8") : undefined;
}
