/**
 * Tests of Python's major version (`six.PY2`, `sys.version_info[0] < 3`, `sys.version_info >= (3,)`)
 * have one outcome wherever asyncio exists.
 */

const COMPARISONS: Readonly<Record<string, (major: number) => boolean>> = {
  "<": (major) => major > 3,
  "<=": (major) => major >= 3,
  ">": (major) => major < 3,
  ">=": (major) => major <= 3,
  "==": (major) => major === 3,
  "!=": (major) => major !== 3,
};

/** The outcome of such a test on any Python 3; undefined for what depends on the minor version, and for every other test. */
export function truthOnPython3(test: string): boolean | undefined {
  const negated = /^\s*not\b\s*\(?(.*?)\)?$/s.exec(test)?.[1];
  if (negated !== undefined) {
    const truth = truthOnPython3(negated);
    return truth === undefined ? undefined : !truth;
  }
  const text = test.replace(/\s+/g, "").replace(/^\((?!\d)(.*)\)$/, "$1");
  if (/^(?:\w+\.)*PY2$/.test(text)) return false;
  if (/^(?:\w+\.)*PY3$/.test(text)) return true;
  const [, one, comparison = "", tuple, single] =
    /^(?:sys\.)?version_info(\[0\]|\.major)?(<=?|>=?|[=!]=)(?:\((\d,[\d,]*)\)|(\d))$/.exec(text) ??
    [];
  if (one !== undefined && single !== undefined) return COMPARISONS[comparison]?.(Number(single));
  return one === undefined && tuple !== undefined ? compareTuple(comparison, tuple) : undefined;
}

/** `sys.version_info` is longer than `(3,)` or `(3, 0)`, so never equal to it and always greater. */
function compareTuple(comparison: string, tuple: string): boolean | undefined {
  const [major = 0, minor = 0] = tuple.split(",").filter(Boolean).map(Number);
  if (comparison === "==" || comparison === "!=" || (major === 3 && minor > 0)) return undefined;
  return comparison.startsWith(">") ? major <= 3 : major > 3;
}
