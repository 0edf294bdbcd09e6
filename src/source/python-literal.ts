/** What a Python expression says when nothing is run: literals, and names for the rest. */
export type Literal =
  | { readonly kind: "string"; readonly text: string; readonly line: number }
  | { readonly kind: "list"; readonly items: readonly Literal[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [Literal, Literal])[] }
  | { readonly kind: "name"; readonly text: string };

/** No honest metadata nests deeper; a hostile file must not overflow the stack. */
const MAX_DEPTH = 40;

/** Reads the expression that starts at `offset`; whatever is no literal becomes a name. */
export function readLiteral(source: string, offset: number): Literal {
  return new LiteralReader(source, offset).read(0);
}

class LiteralReader {
  readonly #source: string;
  #at: number;
  #counted = 0;
  #line = 1;

  constructor(source: string, offset: number) {
    this.#source = source;
    this.#at = offset;
  }

  read(depth: number): Literal {
    this.#skipBlanks();
    const value = this.#readOne(depth);
    this.#skipToEndOfItem();
    return value;
  }

  #readOne(depth: number): Literal {
    const next = this.#source[this.#at] ?? "";
    if (depth < MAX_DEPTH && (next === "[" || next === "(")) return this.#readList(depth);
    if (depth < MAX_DEPTH && next === "{") return this.#readBraces(depth);
    return this.#readStrings() ?? this.#readName();
  }

  #readList(depth: number): Literal {
    return { kind: "list", items: this.#readItems(depth) };
  }

  #readItems(depth: number): Literal[] {
    const items: Literal[] = [];
    this.#at += 1;
    while (!this.#atClose()) {
      const before = this.#at;
      items.push(this.read(depth + 1));
      this.#skipIf(",");
      if (this.#at === before) this.#at += 1;
    }
    this.#at += 1;
    return items;
  }

  #readBraces(depth: number): Literal {
    const entries: (readonly [Literal, Literal])[] = [];
    this.#at += 1;
    while (!this.#atClose()) {
      const before = this.#at;
      const key = this.read(depth + 1);
      this.#skipIf(":");
      entries.push([key, this.read(depth + 1)]);
      this.#skipIf(",");
      if (this.#at === before) this.#at += 1;
    }
    this.#at += 1;
    return { kind: "dict", entries };
  }

  /** Strings that stand side by side are one. */
  #readStrings(): Literal | undefined {
    const line = this.#lineHere();
    let text: string | undefined;
    for (;;) {
      const piece = this.#readString();
      if (piece === undefined) break;
      text = (text ?? "") + piece;
      this.#skipBlanks();
    }
    return text === undefined ? undefined : { kind: "string", text, line };
  }

  /** Positions only grow, so each line end is counted once. */
  #lineHere(): number {
    for (; this.#counted < this.#at; this.#counted += 1) {
      if (this.#source[this.#counted] === "\n") this.#line += 1;
    }
    return this.#line;
  }

  #readString(): string | undefined {
    const opening = /[rbu]{0,2}("""|'''|"|')/iy;
    opening.lastIndex = this.#at;
    const quote = opening.exec(this.#source);
    if (quote === null) return undefined;
    const start = this.#at + quote[0].length;
    const end = endOfString(this.#source, start, quote[1] ?? "");
    this.#at = Math.min(this.#source.length, end + (quote[1] ?? "").length);
    return this.#source
      .slice(start, end)
      .replace(/\\\n/g, "")
      .replace(/\\(['"\\])/g, "$1");
  }

  #readName(): Literal {
    const name = /[\w.]*/y;
    name.lastIndex = this.#at;
    const text = name.exec(this.#source)?.[0] ?? "";
    this.#at += text.length;
    return { kind: "name", text };
  }

  /** Past a call's arguments, an operator and its right side, up to the comma or bracket. */
  #skipToEndOfItem(): void {
    for (let open = 0; ; ) {
      this.#skipBlanks();
      const next = this.#source[this.#at];
      if (next === undefined || (open === 0 && /[,:\])}]/.test(next))) return;
      if (this.#readString() !== undefined) continue;
      open += nesting(next);
      this.#at += 1;
    }
  }

  #atClose(): boolean {
    this.#skipBlanks();
    const next = this.#source[this.#at];
    return next === undefined || /[\])}]/.test(next);
  }

  #skipIf(character: string): void {
    this.#skipBlanks();
    if (this.#source[this.#at] === character) this.#at += 1;
  }

  #skipBlanks(): void {
    const blanks = /(?:\s+|\\\n|#[^\n]*)*/y;
    blanks.lastIndex = this.#at;
    this.#at += blanks.exec(this.#source)?.[0].length ?? 0;
  }
}

function nesting(character: string): number {
  if (/[[({]/.test(character)) return 1;
  return /[\])}]/.test(character) ? -1 : 0;
}

function endOfString(source: string, start: number, quote: string): number {
  for (let at = start; at < source.length; at += 1) {
    if (source[at] === "\\") at += 1;
    else if (source.startsWith(quote, at)) return at;
    else if (quote.length === 1 && source[at] === "\n") return at;
  }
  return source.length;
}
