/** A letter that no text needs and that JSON, unlike other control characters, writes as one byte. */
const MARK = "\u007f";
const DOTTED = /[\w<>]+(?:\.[\w<>]+)+/g;

/** Each text once. A function's id inside it is its number (base 36) between two marks. */
export class StringTable {
  readonly list: string[] = [];
  readonly #places = new Map<string, number>();
  readonly #indexById: ReadonlyMap<string, number>;

  constructor(indexById: ReadonlyMap<string, number>) {
    this.#indexById = indexById;
  }

  add(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.list.length);
    this.list.push(text.includes(MARK) ? text.replaceAll(MARK, "\u2421") : this.#shorten(text));
    return this.list.length - 1;
  }

  #shorten(text: string): string {
    return text.replace(DOTTED, (name) => {
      const index = this.#indexById.get(name);
      return index === undefined ? name : `${MARK}${index.toString(36)}${MARK}`;
    });
  }
}
