import { type Sentence, say, type Text, textIn } from "../sentence.ts";

const SHOWN = 3;

/**
 * One title for several: titles of one message are said once, and of paths the common folder.
 * `Migrate a/b.py` and `Migrate a/c.py` become `Migrate a/: b.py, c.py`.
 */
export function nameStory(titles: readonly Text[]): Sentence {
  const groups = new Map<string, Sentence[]>();
  for (const title of titles.map(textIn)) {
    const alike = groups.get(keyOf(title)) ?? [];
    if (!alike.some((other) => JSON.stringify(other) === JSON.stringify(title))) alike.push(title);
    groups.set(keyOf(title), alike);
  }
  const names = [...groups.values()].map(nameAlike);
  const [first = say``, ...others] = names.slice(0, SHOWN);
  const named = others.reduce((start, name) => say`${start}; ${name}`, first);
  return names.length > SHOWN ? say`${named} and ${names.length - SHOWN} more` : named;
}

/** Titles that differ in their last value alone, a name, can be said as one. */
function keyOf({ message, values }: Sentence): string {
  const isNamed = typeof values.at(-1) === "string";
  return JSON.stringify([message, isNamed ? values.slice(0, -1) : values]);
}

function nameAlike(titles: readonly Sentence[]): Sentence {
  const [first = say``] = titles;
  if (titles.length === 1) return first;
  const names = titles.map(({ values }) => String(values.at(-1)));
  const folder = commonFolder(names);
  const shown = listed(names.map((name) => name.slice(folder.length)));
  const value = folder === "" ? shown : say`${folder}: ${shown}`;
  return { ...first, values: [...first.values.slice(0, -1), value] };
}

/** `a/b/` of `a/b/c.py` and `a/b/d.py`; nothing where a text is no path. */
function commonFolder(texts: readonly string[]): string {
  const [first = ""] = texts;
  let end = first.lastIndexOf("/") + 1;
  while (end > 0 && !texts.every((text) => text.startsWith(first.slice(0, end))))
    end = first.lastIndexOf("/", end - 2) + 1;
  return first.slice(0, end);
}

function listed(names: readonly string[]): Sentence {
  const more = names.length - SHOWN;
  return more > 0 ? say`${names.slice(0, SHOWN)} and ${more} more` : say`${names}`;
}
