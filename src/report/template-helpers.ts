import type Handlebars from "handlebars";
import { breakable, escapeHtml, richText, visible, wholeLetters } from "./escape.ts";
import { handlebars } from "./handlebars-runtime.ts";
import { inRanges } from "./id-ranges.ts";
import type { Capped, Location } from "./section.ts";
import { wordFor } from "./section.ts";
import type { Words } from "./words.ts";

export type Markup = InstanceType<typeof Handlebars.SafeString>;

/** Marks text as finished markup. Whoever calls it answers for every character in it. */
export function markup(text: string): Markup {
  return new handlebars.SafeString(text);
}

export interface Heading {
  readonly id: string;
  readonly title: string;
}

export interface HelperWish {
  readonly words: Words;
  /** Hears of each heading, for the table of contents. */
  readonly onHeading: (heading: Heading) => void;
  /** The page has a place of its own for this function. */
  readonly isLinked: (id: string) => boolean;
}

/** The helpers of all templates. */
export function templateHelpers({ words, onHeading, isLinked }: HelperWish) {
  const { t, number, about, tenths, percent, date, dates } = words;
  return {
    t: (key: string, { hash }: Handlebars.HelperOptions) => t(key, texts(hash)),
    num: (value: number, digits: unknown) => number(value, typeof digits === "number" ? digits : 1),
    whole: (value: number) => number(value, 0),
    about: (value: number) => about(value),
    /** A nought is quieter as a dash. */
    zero: (value: number) => (value === 0 ? "–" : number(value)),
    points: (value: number) => (value === 0 ? "–" : tenths(value)),
    percent: (value: number) => percent(value),
    day: (iso: string) => date(iso),
    days: (first: string, last: string) => dates(first, last),
    word: (prefix: string, code: string) => wordFor(words, prefix, code),
    plain: (text: unknown) => markup(escapeHtml(String(text ?? ""))),
    rich: (text: unknown) => markup(richText(String(text ?? ""))),
    /** A lone hyphen in the knowledge means that there is nothing to say. */
    phrase: (text: string) => markup(text === "-" ? "–" : richText(text)),
    breakable: (text: unknown) => markup(breakable(String(text ?? ""))),
    ident: (id: string) => markup(identMarkup(id, isLinked(id))),
    short: (commit: string) => commit.slice(0, 12),
    /** Identifiers such as `S-021`, never broken at their hyphen; three or more in a row as a range. */
    idents: (list: readonly string[]) => markup(inRanges(list).map(unbroken).join(", ")),
    join: (list: readonly string[]) => list.join(", "),
    /** Texts one after the other, as the language separates them. */
    list: (...texts: readonly unknown[]) => words.list(texts.slice(0, -1).map(String)),
    anchor: (id: string) => anchorOf(id),
    loc: (at: Location) => markup(locationMarkup(at)),
    verdict: (kind: string) => markup(verdictMarkup(kind, t(`verdict.${kind}`))),
    meter: (part: number) => markup(meterMarkup(part)),
    drawing: (chart: string | { readonly svg: string }) =>
      markup(typeof chart === "string" ? chart : chart.svg),
    /** A long narrow table is set in columns on paper. */
    long: (rows: readonly (readonly string[])[]) =>
      rows.length > 14 && (rows[0]?.length ?? 0) <= 2 ? " is-long" : "",
    /** A column of numbers is set to the right. */
    numeric: (rows: readonly (readonly string[])[], column: number) =>
      markup(
        rows.every((row) => /^([−+-]?[\d.,\s]+%?)?$/.test(row[column] ?? "")) ? ' class="num"' : "",
      ),
    more: (list: Capped<unknown>) => markup(moreMarkup(list, t)),
    h3: (key: string) => {
      const heading = { id: key.replaceAll(".", "-"), title: t(key) };
      onHeading(heading);
      return markup(`<h3 id="${heading.id}">${escapeHtml(heading.title)}</h3>`);
    },
  };
}

const unbroken = (text: string): string => `<span class="nowrap">${escapeHtml(text)}</span>`;

/** Numbers and strings as they are; whatever else a template passes is no parameter. */
function texts(hash: Readonly<Record<string, unknown>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(hash).map(([key, value]) => [
      key,
      typeof value === "number" ? value : visible(String(value ?? "")),
    ]),
  );
}

/** An address inside the page for a function; the same rule stands in the page's script. */
export function anchorOf(id: string): string {
  return `f-${encodeURIComponent(wholeLetters(id)).slice(0, 500)}`;
}

function identMarkup(id: string, isLinked: boolean): string {
  const name = `<bdi class="ident">${breakable(id)}</bdi>`;
  return isLinked ? `<a class="to-function" href="#${escapeHtml(anchorOf(id))}">${name}</a>` : name;
}

function locationMarkup({ path, line, href }: Location): string {
  const text = `<bdi class="path">${breakable(path)}${line === undefined ? "" : `:${line}`}</bdi>`;
  if (href === undefined) return `<span class="loc">${text}</span>`;
  return `<a class="loc" rel="noreferrer noopener" href="${escapeHtml(href)}">${text}</a>`;
}

function verdictMarkup(kind: string, name: string): string {
  return `<span class="verdict is-${escapeHtml(kind)}"><svg class="glyph" aria-hidden="true" width="12" height="12"><use href="#glyph-${escapeHtml(kind)}"/></svg>${escapeHtml(name)}</span>`;
}

function meterMarkup(part: number): string {
  const width = Math.max(1, Math.round(part * 80));
  return `<svg class="meter" width="80" height="10" aria-hidden="true"><rect width="${width}" height="10" class="bar"/></svg>`;
}

function moreMarkup({ shown, total, isCapped }: Capped<unknown>, t: Words["t"]): string {
  if (!isCapped) return "";
  return `<p class="more">${escapeHtml(t("page.capped", { shown, n: total }))}</p>`;
}
