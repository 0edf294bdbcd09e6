import type { Calling } from "../../state/call-shapes.ts";
import { loadFreeName } from "../../state/module-names.ts";
import type { MadeObject } from "../../state/objects.ts";
import { passPlaces } from "../../state/place-texts.ts";
import type { Solving } from "../../state/solving.ts";
import { eachText, readPath } from "../calls/call-objects.ts";
import { callSpecialOf } from "../classes/special-methods.ts";
import { iterateAll } from "../protocols/elements.ts";
import { loadItem } from "../protocols/items.ts";
import type { Builtin } from "./builtin-functions.ts";
import { argumentAt, at } from "./builtin-functions.ts";

/** What builtins do with texts that stand in the code: parts of them, and code in them. */
export const CONSTANT_TEXTS: Readonly<Record<string, Builtin>> = {
  "<builtin>.str.partition": parts("tuple", (text, by) => partsAround(text, by, text.indexOf(by))),
  "<builtin>.str.rpartition": parts("tuple", (text, by) => {
    const place = text.lastIndexOf(by);
    return place === -1 ? ["", "", text] : partsAround(text, by, place);
  }),
  "<builtin>.str.split": parts("list", splitText),
  "<builtin>.str.rsplit": parts("list", splitFromEnd),
  "<builtin>.str.join": joinTexts,
  "<builtin>.str.format_map": (s, calling, receiver) => {
    if (receiver === undefined || !s.values.isString(receiver)) return false;
    formatNamed(s, calling, s.text(s.values.second(receiver)));
    return false;
  },
  "<builtin>.list.pop": popText,
  "<builtin>.eval": runText,
  "<builtin>.exec": runText,
};

function partsAround(text: string, by: string, place: number): readonly string[] {
  return place === -1 ? [text, "", ""] : [text.slice(0, place), by, text.slice(place + by.length)];
}

function wordsOf(text: string, by: string): readonly string[] {
  return by === "" ? text.split(/\s+/).filter((word) => word !== "") : text.split(by);
}

/** `most`: at so many places. */
function splitText(text: string, by: string, most: number): readonly string[] {
  const words = wordsOf(text, by);
  return words.length <= most + 1
    ? words
    : [...words.slice(0, most), words.slice(most).join(by || " ")];
}

function splitFromEnd(text: string, by: string, most: number): readonly string[] {
  const words = wordsOf(text, by);
  const kept = words.length - most;
  return kept <= 1 ? words : [words.slice(0, kept).join(by || " "), ...words.slice(kept)];
}

/** More words than this are data. */
const MAXIMAL_PARTS = 16;

/** A sequence of what a constant text falls into; a text or a separator that is not constant gives texts. */
function parts(
  kind: "tuple" | "list",
  divide: (text: string, by: string, most: number) => readonly string[],
): Builtin {
  return (s, calling, receiver) => {
    if (receiver === undefined || !s.values.isString(receiver)) return false;
    const made = s.object(calling.record, -300 - receiver, kind);
    const object = s.objectOf(made);
    const most = numberOf(s, argumentAt(s, calling, 1, "maxsplit"));
    const add = (by: string) => {
      const found = divide(s.text(s.values.second(receiver)), by, most);
      if (!object || found.length > MAXIMAL_PARTS) return;
      for (const [position, part] of found.entries()) {
        s.flow.add(s.slot(object, s.name(`i:${position}`)), s.string(part));
      }
      s.flow.add(calling.dst, made);
    };
    const separator = argumentAt(s, calling, 0, "sep");
    const constant = separator === -1 ? "" : oneText(s, separator);
    if (constant !== undefined && (separator === -1 || constant !== "")) add(constant);
    if (separator !== -1) eachText(s, separator, (by) => by !== "" && add(by));
    // A text that is taken apart at its spaces, or at a constant, has these parts and no others.
    return constant !== undefined && calling.args.length <= 1 && object?.slots !== undefined;
  };
}

/** The one constant text that an argument is. */
function oneText(s: Solving, variable: number): string | undefined {
  const [value, ...others] = s.flow.valuesOf(variable);
  const isText = value !== undefined && others.length === 0 && s.values.isString(value);
  return isText ? s.text(s.values.second(value)) : undefined;
}

/** The number that an argument is; no bound where it is missing or computed. */
function numberOf(s: Solving, variable: number): number {
  const [value] = variable === -1 ? [] : s.flow.valuesOf(variable);
  const isNumber = value !== undefined && s.values.isInteger(value);
  return isNumber ? Number(s.text(s.values.second(value))) : Number.POSITIVE_INFINITY;
}

/** The constant texts that a list or tuple holds place by place; undefined where there is anything else. */
function textsIn(s: Solving, { rest, slots }: MadeObject): readonly string[] | undefined {
  if (slots === undefined || !s.flow.isEmpty(rest)) return undefined;
  const texts: string[] = [];
  for (let place = 0; place < slots.size; place += 1) {
    const [value, ...others] = s.flow.valuesOf(slots.get(s.name(`i:${place}`)) ?? -1);
    if (value === undefined || others.length > 0 || !s.values.isString(value)) return undefined;
    texts.push(s.text(s.values.second(value)));
  }
  return texts;
}

/**
 * `".".join(parts)`. Who takes a path apart to import the module and ask it for the last part has taken
 * that one off: without it a path may name a module.
 */
function joinTexts(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  if (receiver === undefined || !s.values.isString(receiver)) return false;
  const by = s.text(s.values.second(receiver));
  const parts = s.flow.variable();
  iterateAll(s, at(calling, 0), parts, calling.origin);
  passPlaces(s, parts, calling.dst);
  s.each(at(calling, 0), (value) => {
    const object = s.objectOf(value);
    if (object === undefined || object.kind === "dict") return;
    s.late.push(() => {
      const texts = textsIn(s, object) ?? [];
      for (const end of [texts.length, texts.length - 1]) {
        const text = texts.slice(0, Math.max(end, 0)).join(by);
        if (s.program.findModule(text, -1) !== -1) s.flow.add(calling.dst, s.string(text));
      }
    });
  });
  return false;
}

/** `parts.pop()` and `parts.pop(-1)` of the parts of a text give the last one. */
function popText(s: Solving, calling: Calling, receiver: number | undefined): boolean {
  const object = receiver === undefined ? undefined : s.objectOf(receiver);
  const isLast = calling.args.length === 0 || numberOf(s, at(calling, 0)) === -1;
  const last = object && isLast ? textsIn(s, object)?.at(-1) : undefined;
  if (last === undefined) return false;
  s.flow.add(calling.dst, s.string(last));
  return true;
}

/** A dotted name, or a call of one without arguments. */
const SIMPLE = /^\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*(\(\s*\))?\s*$/;

/** `eval("module.name")` and `exec("name()")`: names of the module in which the call stands. */
function runText(s: Solving, calling: Calling): boolean {
  if (calling.origin < 0) return false;
  const scope = s.program.scope(s.program.moduleOfSite(calling.origin), 0);
  eachText(s, at(calling, 0), (text) => {
    const [, path = "", call] = SIMPLE.exec(text) ?? [];
    const [first = "", ...rest] = path.split(".");
    if (first === "") return;
    const found = call === undefined ? calling.dst : s.flow.variable();
    const start = rest.length === 0 ? found : s.flow.variable();
    const declared = s.program.declared(scope, s.name(first));
    if (declared === -1) loadFreeName(s, scope, s.name(first), start);
    else s.flow.edge(declared, start);
    readPath(s, start, rest, found, calling);
    if (call !== undefined) s.call({ ...calling, callee: found, args: [] });
  });
  return false;
}

/** `"{a} {b}".format_map(mapping)` asks the mapping for each name and shows what it gives. */
function formatNamed(s: Solving, calling: Calling, text: string): void {
  const { origin } = calling;
  for (const [, name = ""] of text.matchAll(/\{(\w+)/g)) {
    const given = s.flow.variable();
    const use = { key: s.textKey(s.name(name)), keyVariable: -1, site: origin };
    s.each(at(calling, 0), (mapping) => loadItem(s, mapping, given, use));
    s.each(given, (value) => {
      callSpecialOf(s, value, { method: "__format__", args: [], origin, how: "operator" });
    });
  }
}
