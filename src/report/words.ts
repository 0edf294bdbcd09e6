/** A message: a text with `{name}` places, or one text per plural category of its `n` (and `zero` for none). */
export type Message = string | Readonly<Record<string, string>>;
export type Catalogue = Readonly<Record<string, Message>>;
export type Language = "en" | "de" | "ja";
export type Params = Readonly<Record<string, string | number>>;

const LOCALES: Readonly<Record<Language, string>> = { en: "en-GB", de: "de-DE", ja: "ja-JP" };

/** Everything a reader reads goes through here: sentences, numbers, shares and dates of one language. */
export interface Words {
  readonly lang: Language;
  t(key: string, params?: Params): string;
  has(key: string): boolean;
  number(value: number, digits?: number): string;
  percent(share: number): string;
  /** A day, from an ISO date or time (UTC). What is no date is returned as it is. */
  date(iso: string): string;
}

export function makeWords(lang: Language, catalogue: Catalogue): Words {
  const locale = LOCALES[lang];
  const plurals = new Intl.PluralRules(locale);
  const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const smallPercents = new Intl.NumberFormat(locale, {
    style: "percent",
    maximumSignificantDigits: 1,
  });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const numbers = (digits: number) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
  const formats = [numbers(0), numbers(1), numbers(2)] as const;

  const number = (value: number, digits = 1) => {
    // A minus zero would be shown as "-0".
    const format = digits <= 0 ? formats[0] : digits === 1 ? formats[1] : formats[2];
    return format.format(value + 0);
  };
  const t = (key: string, params: Params = {}) => {
    const message = catalogue[key];
    if (message === undefined) throw new Error(`The message catalogue "${lang}" lacks "${key}".`);
    return fill(textOf(message, params, plurals), params, number);
  };
  return {
    lang,
    t,
    has: (key) => catalogue[key] !== undefined,
    number,
    // A few of very many are not none.
    percent: (share) => (share > 0 && share < 0.005 ? smallPercents : percents).format(share + 0),
    date: (iso) => {
      const time = Date.parse(iso);
      return Number.isNaN(time) ? iso : days.format(time);
    },
  };
}

function textOf(message: Message, params: Params, plurals: Intl.PluralRules): string {
  if (typeof message === "string") return message;
  if (params["n"] === 0 && message["zero"] !== undefined) return message["zero"];
  const category = plurals.select(Number(params["n"] ?? 0));
  return message[category] ?? message["other"] ?? "";
}

function fill(text: string, params: Params, number: (value: number) => string): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = params[name];
    if (value === undefined) return place;
    return typeof value === "number" ? number(value) : value;
  });
}
