/** A type expression given as text (`"dict[str, 'Node | None']"`), before its names are resolved. */
export type TypeText =
  | { readonly kind: "name"; readonly parts: readonly string[] }
  | { readonly kind: "apply"; readonly base: TypeText; readonly arguments: readonly TypeText[] }
  | { readonly kind: "union"; readonly options: readonly TypeText[] }
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

const TOKEN = /\s*(?:([\p{ID_Start}_][\p{ID_Continue}]*)|("[^"]*"|'[^']*')|(\.\.\.|[.,|[\]()]))/uy;
const UNKNOWN: TypeText = { kind: "unknown" };
const DEPTH_LIMIT = 30;

/** Reads what annotations in quotes usually hold; undefined for anything else. */
export function parseTypeText(text: string, depth = 0): TypeText | undefined {
  const tokens = tokenise(text);
  if (tokens === undefined || tokens.length === 0 || depth > DEPTH_LIMIT) return undefined;
  const parser = new TypeTextParser(tokens, depth);
  const type = parser.union();
  return parser.isAtEnd ? type : undefined;
}

function tokenise(text: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    tokens.push(match[1] ?? match[2] ?? match[3] ?? "");
  }
  return tokens;
}

class TypeTextParser {
  readonly #tokens: readonly string[];
  #depth: number;
  #at = 0;

  constructor(tokens: readonly string[], depth: number) {
    this.#tokens = tokens;
    this.#depth = depth;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  union(): TypeText {
    if (this.#depth > DEPTH_LIMIT) {
      this.#at++;
      return UNKNOWN;
    }
    this.#depth++;
    const options = [this.#postfix()];
    while (this.#take("|")) options.push(this.#postfix());
    this.#depth--;
    return options.length === 1 ? (options[0] ?? UNKNOWN) : { kind: "union", options };
  }

  #postfix(): TypeText {
    let type = this.#atom();
    while (this.#take("[")) {
      type = { kind: "apply", base: type, arguments: this.#list("]") };
    }
    return type;
  }

  #atom(): TypeText {
    const token = this.#tokens[this.#at++];
    if (token === undefined || token === "...") return UNKNOWN;
    if (token === "None") return { kind: "none" };
    if (token === "[") {
      this.#list("]");
      return UNKNOWN;
    }
    if (token === "(") {
      const type = this.union();
      this.#take(")");
      return type;
    }
    if (/^["']/.test(token)) return parseTypeText(token.slice(1, -1), this.#depth) ?? UNKNOWN;
    if (!/^[\p{ID_Start}_]/u.test(token)) return UNKNOWN;
    const parts = [token];
    while (
      this.#tokens[this.#at] === "." &&
      /^[\p{ID_Start}_]/u.test(this.#tokens[this.#at + 1] ?? "")
    ) {
      parts.push(this.#tokens[this.#at + 1] ?? "");
      this.#at += 2;
    }
    return { kind: "name", parts };
  }

  #list(close: string): TypeText[] {
    const items: TypeText[] = [];
    while (!this.#take(close) && !this.isAtEnd) {
      items.push(this.union());
      this.#take(",");
    }
    return items;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}
