import type { OwnerRule } from "./source-tree.ts";

/** GitHub's and GitLab's CODEOWNERS: a pattern and its owners on a line; sections are passed over. */
export function readOwners(text: string | undefined): OwnerRule[] {
  return (text ?? "").split("\n").flatMap((line) => {
    const [pattern, ...owners] = line
      .replace(/(?:^|\s)#.*$/, "")
      .trim()
      .split(/(?<!\\)\s+/);
    const isRule = pattern !== undefined && pattern !== "" && !/^\^?\[/.test(pattern);
    return isRule && owners.length > 0 ? [{ pattern, owners }] : [];
  });
}
