const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
  "=": "&#61;",
};

/**
 * Text for an element or a quoted attribute. Control characters that no HTML may hold become
 * visible, so that nothing of a hostile name is lost or obeyed.
 */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"'`=]/g, (character) => ENTITIES[character] ?? character);
}

/** Control characters as their pictures (␛), direction marks as their code points. */
export function visible(text: string): string {
  const shown = wholeLetters(text).replace(CONTROLS, (character) =>
    String.fromCodePoint(0x2400 + (character.codePointAt(0) ?? 0)),
  );
  return shown.replace(MARKS, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
/** Direction marks, and what is no character. */
const MARKS = /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;

/** Halves of letters outside the basic plane, which no encoding can write, are replaced. */
export function wholeLetters(text: string): string {
  return text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\ufffd",
  );
}

/** JSON that can stand inside a script element, whatever the strings in it say. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** A CSS string: every character that is not a plain letter or digit is written as its code. */
export function cssString(text: string): string {
  const body = [...visible(text)]
    .map((character) =>
      /[A-Za-z0-9 ]/.test(character)
        ? character
        : `\\${(character.codePointAt(0) ?? 0xfffd).toString(16)} `,
    )
    .join("");
  return `"${body}"`;
}

/** A name with places where a line may break: after a dot, a slash, an underscore. */
export function breakable(text: string): string {
  return escapeHtml(text).replace(/([./_])(?=[^./_])/g, "$1<wbr>");
}

/** Prose whose `code` stands in backticks. Everything is escaped first. */
export function richText(text: string): string {
  return escapeHtml(text).replace(/&#96;(.+?)&#96;/gs, (_, code: string) => `<code>${code}</code>`);
}
