const SUGGESTIONS = 3;

/**
 * Dotted names that may have been meant: those of the same last part, else those that contain what
 * was typed, else those beside it.
 */
export function alikeNames(name: string, ids: readonly string[]): string[] {
  const last = name.split(".").at(-1) ?? name;
  const beside = name.slice(0, name.lastIndexOf(".") + 1);
  const guesses = [
    (id: string) => id.endsWith(`.${name}`),
    (id: string) => id === last || id.endsWith(`.${last}`),
    (id: string) => id.includes(name),
    (id: string) => id.startsWith(beside) && isNear(id.slice(beside.length), last),
    (id: string) => id.startsWith(beside) && beside !== "",
  ];
  for (const guess of guesses) {
    const found = ids.filter(guess);
    if (found.length > 0) return found.slice(0, SUGGESTIONS);
  }
  return [];
}

/** At most one letter is wrong, missing or too many, or two have changed places; a lambda's number may be missing. */
function isNear(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const rest = long.slice(start + 1);
  const swapped = `${long[start + 1] ?? ""}${long[start] ?? ""}${long.slice(start + 2)}`;
  return (
    [short.slice(start + 1), short.slice(start)].includes(rest) || swapped === short.slice(start)
  );
}
