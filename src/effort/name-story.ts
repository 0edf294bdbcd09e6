const SHOWN = 3;

/**
 * One title for several: what they begin with alike is said once, and of paths the common folder.
 * `Migrate a/b.py` and `Migrate a/c.py` become `Migrate a/: b.py, c.py`.
 */
export function nameStory(titles: readonly string[]): string {
  const groups = new Map<string, Set<string>>();
  for (const title of titles) {
    const [start = ""] = title.split(" ");
    groups.set(start, (groups.get(start) ?? new Set()).add(title));
  }
  return listed(
    [...groups.values()].map((alike) => nameAlike([...alike])),
    "; ",
  );
}

function nameAlike(titles: readonly string[]): string {
  const [first = ""] = titles;
  if (titles.length === 1) return first;
  const words = titles.map((title) => title.split(" "));
  const shared = commonStart(words);
  const rests = words.map((title) => title.slice(shared).join(" "));
  const start = first.split(" ").slice(0, shared).join(" ");
  const folder = commonFolder(rests);
  const names = rests.map((rest) => rest.slice(folder.length));
  return `${start} ${folder === "" ? "" : `${folder}: `}${listed(names, ", ")}`;
}

/** Leading words that all have; each keeps at least one of its own. */
function commonStart(titles: readonly (readonly string[])[]): number {
  const shortest = titles.reduce((least, { length }) => Math.min(least, length), Infinity);
  let shared = 0;
  while (shared < shortest - 1 && titles.every((words) => words[shared] === titles[0]?.[shared]))
    shared += 1;
  return shared;
}

/** `a/b/` of `a/b/c.py` and `a/b/d.py`; nothing where a text is no path. */
function commonFolder(texts: readonly string[]): string {
  const [first = ""] = texts;
  let end = first.lastIndexOf("/") + 1;
  while (end > 0 && !texts.every((text) => text.startsWith(first.slice(0, end))))
    end = first.lastIndexOf("/", end - 2) + 1;
  return first.slice(0, end);
}

function listed(names: readonly string[], separator: string): string {
  const more = names.length - SHOWN;
  if (more <= 0) return names.join(separator);
  return `${names.slice(0, SHOWN).join(separator)} and ${more} more`;
}
