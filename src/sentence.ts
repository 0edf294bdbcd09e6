/**
 * A sentence as data, made where the fact is found and spoken where a reader's language is known.
 * As in gettext the English message is its code: the report looks it up in the catalogue of its
 * language, fills the places there, and falls back to English.
 */
export interface Sentence {
  /**
   * English, with places `{0}`, `{1}`, plurals `{0, plural, =0 {none} one {# place} other {# places}}`,
   * days `{0, date}` and shares `{0, percent}`.
   */
  readonly message: string;
  readonly values: readonly Value[];
}

/** Prose: a sentence, or a string that is a whole knowledge text or an identifier. */
export type Text = string | Sentence;

/** What fills a place: a name as it is, a count, a sentence inside the sentence, or a list of these. */
export type Value = string | number | Sentence | readonly (string | number | Sentence)[];

/** How a language writes what fills a place. */
export interface Voice {
  readonly number: (value: number) => string;
  readonly list: (items: readonly string[]) => string;
  /** A day, from its ISO date. */
  readonly date: (iso: string) => string;
  /** A share between 0 and 1. */
  readonly percent: (share: number) => string;
  /** The plural category of a count (CLDR: `one`, `few`, `other` …). */
  readonly plural: (count: number) => string;
  /** The message in the language of the voice. */
  readonly translate: (message: string) => string;
}

/** say`waits in ${calls}` is the message "waits in {0}" with its value. */
export function say(parts: TemplateStringsArray, ...values: readonly Value[]): Sentence {
  const message = parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`);
  return { message, values };
}

/** Words that change with a count, which stands as `#`: `plural(n, "# place", "# places")`. */
export function plural(count: number, one: string, other: string): Sentence {
  return { message: `{0, plural, one {${one}} other {${other}}}`, values: [count] };
}

/** A day, given as its ISO date, in the reader's way of writing days. */
export function onDay(iso: string): Sentence {
  return { message: "{0, date}", values: [iso] };
}

/** A share between 0 and 1, in hundredths. */
export function inPercent(share: number): Sentence {
  return { message: "{0, percent}", values: [share] };
}

/** Decimals that a share needs in percent: a few of very many are not none, all but a few are not all. */
export function percentDigits(share: number): number {
  const rest = Math.min(share, 1 - share) * 100;
  return rest > 0 && rest < 0.5 ? Math.ceil(-Math.log10(rest)) : 0;
}

/** A text as a part of a sentence: a knowledge text keeps its own place in the catalogue. */
export function textIn(text: Text): Sentence {
  return typeof text === "string" ? { message: text, values: [] } : text;
}

const ENGLISH: Voice = {
  number: String,
  list: (items) => items.join(", "),
  date: (iso) => iso,
  percent: (share) => `${Number((share * 100).toFixed(percentDigits(share)))} %`,
  plural: (count) => (count === 1 ? "one" : "other"),
  translate: (message) => message,
};

export function inEnglish(text: Text): string {
  return speak(text, ENGLISH);
}

/** The text in the voice's language. A plain string is a message without places, or no message at all. */
export function speak(text: Text, voice: Voice): string {
  if (typeof text === "string") return voice.translate(text);
  const { message, values } = text;
  const words = voice.translate(message);
  return values.length === 0 ? words : fillMessage(words, (name) => values[Number(name)], voice);
}

/** Fills a message that is in the voice's language already; a place without a value stays as it is. */
export function fillMessage(
  message: string,
  valueFor: (name: string) => Value | undefined,
  voice: Voice,
): string {
  let filled = "";
  let at = 0;
  for (;;) {
    const open = message.indexOf("{", at);
    const close = open < 0 ? -1 : closingBrace(message, open);
    if (close < 0) return filled + message.slice(at);
    const place = message.slice(open + 1, close);
    filled += message.slice(at, open) + (fillPlace(place, valueFor, voice) ?? `{${place}}`);
    at = close + 1;
  }
}

function fillPlace(
  place: string,
  valueFor: (name: string) => Value | undefined,
  voice: Voice,
): string | undefined {
  const [, name = "", form, cases] =
    /^(\w+)(?:, (date|percent)|, plural,(.*))?$/s.exec(place) ?? [];
  const value = valueFor(name);
  if (value === undefined) return undefined;
  if (form === "date") return voice.date(String(value));
  if (form === "percent") return voice.percent(Number(value));
  if (cases === undefined) return shown(value, voice);
  const count = Number(value);
  const chosen = caseFor(cases, [`=${count}`, voice.plural(count), "other"]);
  return fillMessage(chosen, valueFor, voice).replaceAll("#", voice.number(count));
}

/** The text of the first of these categories that `one {…} other {…}` has. */
function caseFor(cases: string, categories: readonly string[]): string {
  const texts = new Map<string, string>();
  for (let at = cases.indexOf("{"); at >= 0; ) {
    const close = closingBrace(cases, at);
    const head = cases.slice(0, at).trimEnd();
    texts.set(head.slice(head.search(/\S+$/)), cases.slice(at + 1, close));
    at = cases.indexOf("{", close + 1);
  }
  const category = categories.find((each) => texts.has(each));
  return texts.get(category ?? "") ?? "";
}

function shown(value: Value, voice: Voice): string {
  if (typeof value === "number") return voice.number(value);
  // A name is data, even where a catalogue happens to hold the same word.
  if (typeof value === "string") return value;
  if ("message" in value) return speak(value, voice);
  return voice.list(value.map((item) => shown(item, voice)));
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}

/**
 * Plain data with every part that `change` changes replaced; it is asked from the outside in, with
 * the key under which a part stands (items: their list's). What holds no change is given back itself.
 */
export function rewrite(value: unknown, change: Change, key = ""): unknown {
  const changed = change(value, key);
  if (changed !== value || typeof value !== "object" || value === null) return changed;
  return Array.isArray(value) ? rewriteItems(value, change, key) : rewriteParts(value, change);
}

type Change = (part: unknown, key: string) => unknown;

/** Copied only from the first change on: nearly all of an assessment's half a million parts have none. */
function rewriteItems(items: readonly unknown[], change: Change, key: string): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [at, item] of items.entries()) {
    const next = rewrite(item, change, key);
    if (next === item) continue;
    copy ??= [...items];
    copy[at] = next;
  }
  return copy ?? items;
}

function rewriteParts(parts: object, change: Change): object {
  let changed: [string, unknown][] | undefined;
  for (const name of Object.keys(parts)) {
    const part = (parts as Readonly<Record<string, unknown>>)[name];
    const next = rewrite(part, change, name);
    if (next === part) continue;
    changed ??= [];
    changed.push([name, next]);
  }
  return changed === undefined ? parts : { ...parts, ...Object.fromEntries(changed) };
}
