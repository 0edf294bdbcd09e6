/** Words of Python that stand beside names in code without making it a sentence. */
const KEYWORDS = new Set(
  "False None True and as async await def else except finally for from if import in is lambda not or raise return try while with".split(
    " ",
  ),
);
/** Sentences of one word. */
const SENTENCES = new Set(["delete", "keep", "none", "remove", "same", "unchanged"]);

/**
 * What the knowledge gives to write instead is code (`await task`), or a phrase (`remove the import`).
 * The phrase is said in the reader's language; code is marked as such and stays.
 */
export function replacementText(text: string, say: (text: string) => string): string {
  if (text === "-") return "–";
  return isPhrase(text) ? say(text) : `\`${text}\``;
}

/** A phrase has two words beside each other that are neither names with dots or brackets nor keywords. */
export function isPhrase(text: string): boolean {
  // A remark in brackets stands apart from the name before it: `get(...) (closest API)`.
  if (SENTENCES.has(text) || /\s\([a-z]+( [a-z]+)+\)/i.test(text)) return true;
  const words = text
    .replaceAll(/\([^()]*\)/g, "()")
    .replaceAll(/\b\w+(?:, \w+)+ = /g, "= ")
    .split(/\s+/)
    .map((word) => /^[a-z][a-z-]+(?=[,;:]?$)/i.exec(word)?.[0] ?? "");
  const isWord = (word: string | undefined) =>
    word !== undefined && word !== "" && !KEYWORDS.has(word);
  return words.some((word, at) => isWord(word) && isWord(words[at + 1]));
}
