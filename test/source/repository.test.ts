import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSource } from "../../src/source/read-source.ts";
import { publicAddress } from "../../src/source/repository.ts";
import { makeTree } from "./temp-tree.ts";

const WHO = {
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.com",
  GIT_AUTHOR_DATE: "1700000000 +0200",
  GIT_COMMITTER_DATE: "1700000000 +0200",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
};

function git(folder: string, ...args: string[]): string {
  const env = { ...process.env, ...WHO };
  return execFileSync("git", ["-C", folder, ...args], {
    env,
    encoding: "utf8",
    stdio: "pipe",
  }).trim();
}

function committed(): { root: string; commit: string } {
  const root = makeTree({ "app.py": "x = 1\n" });
  git(root, "init", "-q", "-b", "trunk");
  git(root, "remote", "add", "origin", "https://bob:secret@git.example.com/team/acme-api.git");
  git(root, "add", ".");
  git(root, "commit", "-q", "-m", "first");
  return { root, commit: git(root, "rev-parse", "HEAD") };
}

const known = (commit: string) => ({
  name: "acme-api",
  commit,
  branch: "trunk",
  remote: "https://git.example.com/team/acme-api.git",
  commitDate: "2023-11-14T22:13:20Z",
});

describe("what git's files tell", () => {
  test("of a fresh commit, without running git", async () => {
    const { root, commit } = committed();
    expect((await readSource(root)).repository).toEqual(known(commit));
  });

  test("of packed objects and refs, as a clone has them", async () => {
    const { root, commit } = committed();
    git(root, "gc", "-q");
    expect((await readSource(root)).repository).toEqual(known(commit));
  });

  test("of a detached head", async () => {
    const { root, commit } = committed();
    git(root, "checkout", "-q", "--detach");
    const { branch, ...rest } = known(commit);
    expect((await readSource(root)).repository).toEqual(rest);
    expect(branch).toBe("trunk");
  });

  test("of a linked worktree", async () => {
    const { root, commit } = committed();
    const parent = makeTree({});
    git(root, "worktree", "add", "-q", "-b", "topic", join(parent, "tree"));
    const tree = await readSource(join(parent, "tree"));
    expect(tree.repository).toEqual({ ...known(commit), branch: "topic" });
  });

  test("of a submodule, which has its own commit", async () => {
    const inner = committed();
    const root = makeTree({ "main.py": "" });
    git(root, "init", "-q");
    git(
      root,
      "-c",
      "protocol.file.allow=always",
      "submodule",
      "--quiet",
      "add",
      inner.root,
      "libs/inner",
    );
    const { repository } = await readSource(join(root, "libs/inner"));
    expect(repository.commit).toBe(inner.commit);
    expect(repository.remote).toBeUndefined();
  });
});

test("a .git file is not believed when what it names does not name it back", async () => {
  const secret = committed();
  const root = makeTree({ "app.py": "" });
  writeFileSync(join(root, ".git"), `gitdir: ${join(secret.root, ".git")}\n`);
  const { repository } = await readSource(root);
  expect(repository.commit).toBeUndefined();
  expect(repository.remote).toBeUndefined();
});

test("without a remote, the project's own name comes before the folder's", async () => {
  const root = makeTree({ "setup.cfg": "[metadata]\nname = acme\n", "acme.py": "" });
  expect((await readSource(root)).repository).toEqual({ name: "acme" });
});

test("a damaged object store costs the date, not the run", async () => {
  const { root, commit } = committed();
  writeFileSync(join(root, ".git/HEAD"), "ref: refs/heads/../../config\n");
  expect((await readSource(root)).repository.commit).toBeUndefined();
  writeFileSync(
    join(root, ".git/HEAD"),
    `${commit.replace(/^./, commit[0] === "0" ? "1" : "0")}\n`,
  );
  expect((await readSource(root)).repository.commitDate).toBeUndefined();
});

test.each([
  ["https://token@github.com/a/b.git", "https://github.com/a/b.git"],
  ["https://github.com/a/b?private_token=x#y", "https://github.com/a/b"],
  ["git@github.com:a/b.git", "github.com:a/b.git"],
  ["ssh://git:pw@host:2222/a/b", "ssh://host:2222/a/b"],
  ["/srv/git/b.git", undefined],
  ["file:///srv/git/b.git", undefined],
  ["C:\\git\\b", undefined],
])("the address %s is shown as %s", (url, shown) => {
  expect(publicAddress(url)).toBe(shown);
});
