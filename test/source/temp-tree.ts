import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { SourceTree } from "../../src/source/source-tree.ts";

/** Writes the files into a new folder that goes away with the test; gives the folder's path. */
export function makeTree(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "assess-source-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const absolute = join(root, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
  }
  return root;
}

export const paths = ({ files }: SourceTree): string[] => files.map(({ path }) => path);
export const skipped = (tree: SourceTree): Record<string, string> =>
  Object.fromEntries(tree.skipped.map(({ path, why }) => [path, why]));
export const codes = ({ diagnostics }: SourceTree): string[] => diagnostics.map(({ code }) => code);
