import {
  fillMessage,
  percentDigits,
  type Sentence,
  speak,
  type Text,
  type Voice,
} from "../sentence.ts";

/** Messages of one language: the report's own by key, what the assessment says by its English message. */
export type Catalogue = Readonly<Record<string, string>>;
/** Languages that a report can be in. */
export const LANGUAGES = ["en", "de", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Params = Readonly<Record<string, string | number>>;

const LOCALES: Readonly<Record<Language, string>> = { en: "en-GB", de: "de-DE", ja: "ja-JP" };

/** Everything a reader reads goes through here: sentences, numbers, shares and dates of one language. */
export interface Words {
  readonly lang: Language;
  /** The report's own message of this key. */
  t(key: string, params?: Params): string;
  has(key: string): boolean;
  /** An English text or sentence in this language; what the catalogue does not know stays as it is. */
  say(text: Text): string;
  number(value: number, digits?: number): string;
  /** Two significant figures, for what an estimate says to a reader in a hurry: more it cannot promise. */
  about(value: number): string;
  /** With one decimal always, so that the points of a column stand below each other. */
  tenths(value: number): string;
  percent(share: number): string;
  /** A day, from an ISO date or time (UTC). What is no date is returned as it is. */
  date(iso: string): string;
  /** From the first day to the last, without repeating what both have in common. */
  dates(first: string, last: string): string;
  list(items: readonly string[]): string;
}

/** `sentences` tells how the assessment's English sentences were made (`Assessment.sentences`). */
export function makeWords(
  lang: Language,
  catalogue: Catalogue,
  sentences: Readonly<Record<string, Sentence>> = {},
): Words {
  const locale = LOCALES[lang];
  const plurals = new Intl.PluralRules(locale);
  const { number, about, tenths, percent } = numbersOf(locale);
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const messages = new Map(Object.entries(catalogue));
  const known = new Map(Object.entries(sentences));
  const list = (items: readonly string[]) => items.join(lang === "ja" ? "、" : ", ");
  const date = (iso: string) => {
    const time = Date.parse(iso);
    return Number.isNaN(time) ? iso : days.format(time);
  };
  const voice: Voice = {
    number,
    list,
    date,
    percent,
    // By what is shown: 0.98 points read "1 point".
    plural: (count) => plurals.select(Math.round(count * 10) / 10),
    translate: (message) => messages.get(message) ?? message,
  };
  const t = (key: string, params: Params = {}) => {
    const message = messages.get(key);
    if (message === undefined) throw new Error(`The message catalogue "${lang}" lacks "${key}".`);
    return fillMessage(message, (name) => params[name], voice);
  };
  return {
    lang,
    t,
    has: (key) => messages.has(key),
    say: (text) => speak(typeof text === "string" ? (known.get(text) ?? text) : text, voice),
    number,
    about,
    tenths,
    percent,
    date,
    // ICU sets thin spaces, which fonts lack.
    dates: (first, last) =>
      days.formatRange(Date.parse(first), Date.parse(last)).replaceAll("\u2009", " "),
    list,
  };
}

function numbersOf(locale: string): Pick<Words, "number" | "about" | "tenths" | "percent"> {
  const inPercent = (digits: number) =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits });
  const percents = inPercent(0);
  const numbers = (digits: number) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
  const whole = numbers(0);
  const formats = [whole, numbers(1), numbers(2), numbers(3)];
  const twoFigures = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
  const fixed = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return {
    // A minus zero would be shown as "-0".
    number: (value, digits = 1) => (formats[digits] ?? whole).format(value + 0),
    about: (value) => twoFigures.format(value + 0),
    tenths: (value) => fixed.format(value + 0),
    percent: (share) => {
      const digits = percentDigits(share);
      return (digits === 0 ? percents : inPercent(digits)).format(share + 0);
    },
  };
}
