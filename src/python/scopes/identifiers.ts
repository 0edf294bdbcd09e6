// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is "all of ASCII".
const ASCII = /^[\x00-\x7f]*$/;

/** An identifier as Python compares it: normalised to NFKC (language reference, "Identifiers"). */
export function normaliseIdentifier(text: string): string {
  return ASCII.test(text) ? text : text.normalize("NFKC");
}

/** `__x` inside class `_C` means `_C__x`; names that end in two underscores are left alone. */
export function mangle(name: string, className: string | undefined): string {
  if (className === undefined || !name.startsWith("__") || name.endsWith("__")) return name;
  const owner = className.replace(/^_+/, "");
  return owner === "" ? name : `_${owner}${name}`;
}
