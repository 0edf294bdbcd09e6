import ignore, { type Ignore } from "ignore";

/** The rules that hold in one folder: those of every `.gitignore` from the top down to it. */
export interface IgnoreRules {
  /** Weakest first: a deeper file overrules a shallower one. */
  readonly levels: readonly Level[];
}

interface Level {
  readonly matcher: Ignore;
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
  const matcher = ignore({ ignorecase: false }).add(text);
  return { levels: [...rules.levels, { matcher, cut: folder.length, put: above }] };
}

/** Whether git would ignore the path (a folder's ends with `/`); its parents were let through. */
export function isIgnored(rules: IgnoreRules, path: string): boolean {
  for (const level of rules.levels.toReversed()) {
    const { ignored, unignored } = level.matcher.test(level.put + path.slice(level.cut));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/**
 * The rules to go on with inside a folder that was let through. A level that ignores the folder
 * was overruled by a deeper one; the library would now ignore everything below on its behalf.
 */
export function rulesInside(rules: IgnoreRules, folder: string): IgnoreRules {
  const ignoresFolder = ({ matcher, cut, put }: Level): boolean => {
    const path = put + folder.slice(cut);
    return path !== "" && matcher.test(path).ignored;
  };
  if (!rules.levels.some(ignoresFolder)) return rules;
  return { levels: rules.levels.filter((level) => !ignoresFolder(level)) };
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
  const wanted = ignore({ ignorecase: false }).add([...include]);
  const unwanted = ignore({ ignorecase: false }).add([...exclude]);
  const heads = include.map(literalHead);
  return {
    isIncluded: (path) => include.length > 0 && wanted.ignores(path),
    mayIncludeBelow: (folder) => heads.some((head) => head.startsWith(folder)),
    isExcluded: (path) => exclude.length > 0 && unwanted.ignores(path),
  };
}

/** The folders that a pattern names before its first wildcard: `vendor/acme/` of `vendor/acme/*.py`. */
function literalHead(pattern: string): string {
  const anchored = pattern.replace(/^\//, "");
  const literal = /^[^*?[\\]*/.exec(anchored)?.[0] ?? "";
  return literal.slice(0, literal.lastIndexOf("/") + 1);
}
