import { escapeHtml } from "./escape.ts";

/** A piece of finished SVG. Only the functions of this file make one, so all text in it is escaped. */
export interface Svg {
  readonly svg: string;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

export function element(name: string, attributes: Attributes, ...children: readonly Svg[]): Svg {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${attribute(value ?? "")}"`)
    .join("");
  const inside = children.map((child) => child.svg).join("");
  return { svg: inside === "" ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>` };
}

export function label(text: string, attributes: Attributes): Svg {
  return element("text", attributes, { svg: escapeHtml(text) });
}

/** A label that says the whole text when pointed at, and shows as much as fits. */
export function fittedLabel(
  text: string,
  room: number,
  attributes: Attributes,
  letterWidth = 6.3,
): Svg {
  const shown = fitName(text, room, letterWidth);
  if (shown === text) return label(text, attributes);
  return element(
    "text",
    attributes,
    { svg: escapeHtml(shown) },
    element("title", {}, { svg: escapeHtml(cut(text, 300)) }),
  );
}

/** The same for words, whose beginning tells more than their end. */
export function fittedWords(text: string, room: number, attributes: Attributes): Svg {
  const letters = Math.max(4, Math.floor(room / 6.3));
  const characters = [...text];
  const fitting = lettersIn(characters, letters);
  if (fitting === characters.length) return label(text, attributes);
  const shown = `${characters
    .slice(0, lettersIn(characters, letters - 1))
    .join("")
    .trimEnd()}…`;
  const title = element("title", {}, { svg: escapeHtml(characters.slice(0, 300).join("")) });
  return element("text", attributes, { svg: escapeHtml(shown) }, title);
}

/** East Asian letters are twice as wide as Latin ones. */
const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/;

/** How many of the characters fit into the room of so many Latin letters. */
function lettersIn(characters: readonly string[], room: number): number {
  let width = 0;
  const over = characters.findIndex((letter) => {
    width += WIDE.test(letter) ? 2 : 1;
    return width > room;
  });
  return over < 0 ? characters.length : over;
}

/** The whole drawing; its name and description are what a screen reader says. */
export function drawing(
  size: { readonly width: number; readonly height: number },
  alt: { readonly id: string; readonly title: string; readonly description: string },
  children: readonly Svg[],
): string {
  const { width, height } = size;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${round(width)} ${round(height)}`,
      width: round(width),
      height: round(height),
      role: "img",
      "aria-labelledby": `${alt.id}-title ${alt.id}-desc`,
      class: "drawing",
    },
    element("title", { id: `${alt.id}-title` }, { svg: escapeHtml(alt.title) }),
    element("desc", { id: `${alt.id}-desc` }, { svg: escapeHtml(alt.description) }),
    ...children,
  ).svg;
}

/** Cuts a name to the room it has, from the left: the last parts of a dotted name tell more. */
function fitName(text: string, room: number, width = 6.3): string {
  const letters = Math.max(4, Math.floor(room / width));
  const characters = [...cut(text, 2000)];
  if (characters.length <= letters) return text;
  return `…${characters.slice(-(letters - 1)).join("")}`;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `…${text.slice(-length)}`;
}

function attribute(value: string | number): string {
  return typeof value === "number" ? String(round(value)) : escapeHtml(value);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
