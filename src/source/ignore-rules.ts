import { type IgnorePattern, matches, parsePatterns } from "./ignore-pattern.ts";

/** The rules that hold in one folder: those of every ignore file from the top down to it. */
export interface IgnoreRules {
  /** Weakest first: a deeper file overrules a shallower one. */
  readonly levels: readonly Level[];
}

interface Level {
  /** The last one that matches decides. */
  readonly patterns: readonly IgnorePattern[];
  /** What to cut from the front of a path, and what to put there, so that the rules fit it. */
  readonly cut: number;
  readonly put: string;
}

export const noRules: IgnoreRules = { levels: [] };

/**
 * Adds the text of one ignore file that lies in `folder` (`""` or ending with `/`).
 * `above` tells, for rules from outside the assessed folder, the way from them down to it.
 */
export function withRules(
  rules: IgnoreRules,
  text: string,
  folder: string,
  above = "",
): IgnoreRules {
  const patterns = parsePatterns(text.split("\n"));
  return { levels: [...rules.levels, { patterns, cut: folder.length, put: above }] };
}

/** Whether git would ignore the path (a folder's ends with `/`); its parents were let through. */
export function isIgnored(rules: IgnoreRules, path: string): boolean {
  for (const { patterns, cut, put } of rules.levels.toReversed()) {
    const within = put + path.slice(cut);
    const decisive = patterns.findLast((pattern) => matches(pattern, within));
    if (decisive !== undefined) return !decisive.isNegated;
  }
  return false;
}

/** The user's own patterns, in the same language. */
export interface Choice {
  /** The user wants it, whatever else speaks against it. */
  readonly isIncluded: (path: string) => boolean;
  /** Something below this folder (ends with `/`) may be wanted. */
  readonly mayIncludeBelow: (folder: string) => boolean;
  readonly isExcluded: (path: string) => boolean;
}

export function choiceOf(include: readonly string[], exclude: readonly string[]): Choice {
  const wanted = parsePatterns(include);
  const unwanted = parsePatterns(exclude);
  const heads = include.map(literalHead);
  return {
    isIncluded: (path) => isNamed(wanted, path),
    mayIncludeBelow: (folder) => heads.some((head) => head.startsWith(folder)),
    isExcluded: (path) => isNamed(unwanted, path),
  };
}

/** Whether the patterns name the path, or a folder that holds it. */
function isNamed(patterns: readonly IgnorePattern[], path: string): boolean {
  if (patterns.length === 0) return false;
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    const folder = path.slice(0, at + 1);
    if (isNamedItself(patterns, folder)) return true;
  }
  return isNamedItself(patterns, path);
}

function isNamedItself(patterns: readonly IgnorePattern[], path: string): boolean {
  const decisive = patterns.findLast((pattern) => matches(pattern, path));
  return decisive !== undefined && !decisive.isNegated;
}

/** The folders that a pattern names before its first wildcard: `vendor/acme/` of `vendor/acme/*.py`. */
function literalHead(pattern: string): string {
  const anchored = pattern.replace(/^\//, "");
  const literal = /^[^*?[\\]*/.exec(anchored)?.[0] ?? "";
  return literal.slice(0, literal.lastIndexOf("/") + 1);
}
