import { badLogo, lowContrast, notAColour, unknownColour } from "../failure.ts";

type Colour = readonly [number, number, number];

/** What a brand may colour, and the papers that it must be readable on. */
const PAPER: Readonly<Record<"light" | "dark", Colour>> = {
  light: [255, 255, 255],
  dark: [20, 24, 31],
};
const NAMES = ["accent", "cover", "coverInk"] as const;
const AA = 4.5;

export interface Palette {
  readonly accent?: string;
  readonly accentDark?: string;
  readonly cover?: string;
  readonly coverInk?: string;
}

/**
 * A client's colours, checked: text in them must reach the contrast 4.5 (WCAG AA). On the dark
 * theme the accent is lightened until it does.
 */
export function checkPalette(colours: Readonly<Record<string, string>> = {}): Palette {
  for (const name of Object.keys(colours)) {
    if (!NAMES.some((known) => known === name)) throw unknownColour(name, NAMES);
  }
  const accent = colours["accent"] === undefined ? undefined : parse("accent", colours["accent"]);
  const cover = colours["cover"] === undefined ? accent : parse("cover", colours["cover"]);
  const ink =
    colours["coverInk"] === undefined ? undefined : parse("coverInk", colours["coverInk"]);
  if (accent !== undefined) demand("accent", accent, PAPER.light);
  const coverInk = cover === undefined ? undefined : (ink ?? readableOn(cover));
  if (cover !== undefined && coverInk !== undefined) demand("coverInk", coverInk, cover);
  return {
    ...(accent === undefined
      ? {}
      : { accent: hex(accent), accentDark: hex(lighten(accent, PAPER.dark)) }),
    ...(cover === undefined ? {} : { cover: hex(cover) }),
    ...(coverInk === undefined ? {} : { coverInk: hex(coverInk) }),
  };
}

/** The palette as style rules, after the defaults. */
export function paletteStyles({ accent, accentDark, cover, coverInk }: Palette): string {
  const light = [
    accent === undefined ? "" : `--accent: ${accent};`,
    cover === undefined ? "" : `--cover: ${cover};`,
    coverInk === undefined ? "" : `--cover-ink: ${coverInk};`,
  ].join("");
  if (light === "") return "";
  const dark = accentDark === undefined ? "" : `--accent: ${accentDark};`;
  return `:root{${light}}
@media screen and (prefers-color-scheme: dark){:root:not([data-theme="light"]){${dark}}}
@media screen{:root[data-theme="dark"]{${dark}}}`;
}

/** A logo must be in the file itself, and no drawing that could hold a script. */
export function checkLogo(logo: string): string {
  if (!/^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+=*$/.test(logo)) throw badLogo();
  return logo;
}

/** Contrast of two colours by WCAG 2: 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [lower, higher] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((higher ?? 0) + 0.05) / ((lower ?? 0) + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  const linear = (value: number) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function parse(name: string, text: string): Colour {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text);
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  const parts = short?.slice(1).map((digit) => digit + digit) ?? long?.slice(1);
  if (parts === undefined) throw notAColour(name, text);
  const [red = 0, green = 0, blue = 0] = parts.map((part) => Number.parseInt(part, 16));
  return [red, green, blue];
}

function demand(name: string, colour: Colour, ground: Colour): void {
  const reached = contrast(colour, ground);
  if (reached < AA) throw lowContrast(name, [hex(colour), hex(ground)], reached, AA);
}

function readableOn(ground: Colour): Colour {
  const white: Colour = [255, 255, 255];
  return contrast(white, ground) >= AA ? white : [20, 24, 31];
}

function lighten(colour: Colour, ground: Colour): Colour {
  for (let step = 0; step <= 20; step += 1) {
    const mixed = mix(colour, step / 20);
    if (contrast(mixed, ground) >= AA + 0.5) return mixed;
  }
  return [255, 255, 255];
}

function mix([red, green, blue]: Colour, white: number): Colour {
  const part = (value: number) => Math.round(value + (255 - value) * white);
  return [part(red), part(green), part(blue)];
}

function hex(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
