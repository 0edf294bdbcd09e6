/** As many things as wanted. */
export const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));
/** Lines and lists of lines as one text. */
export const lines = (...parts) => `${parts.flat().join("\n")}\n`;
