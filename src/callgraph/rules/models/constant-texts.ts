import type { Calling } from "../../state/call-shapes.ts";
import { loadFreeName } from "../../state/module-names.ts";
import type { Solving } from "../../state/solving.ts";
import { eachText, readPath } from "../calls/call-objects.ts";
import type { Builtin } from "./builtin-functions.ts";
import { at } from "./builtin-functions.ts";

/** What builtins do with texts that stand in the code: parts of them, and code in them. */
export const CONSTANT_TEXTS: Readonly<Record<string, Builtin>> = {
  "<builtin>.str.partition": parts("tuple", (text, by) => partsAround(text, by, text.indexOf(by))),
  "<builtin>.str.rpartition": parts("tuple", (text, by) => {
    const place = text.lastIndexOf(by);
    return place === -1 ? ["", "", text] : partsAround(text, by, place);
  }),
  "<builtin>.str.split": parts("list", splitText),
  "<builtin>.eval": runText,
  "<builtin>.exec": runText,
};

function partsAround(text: string, by: string, place: number): readonly string[] {
  return place === -1 ? [text, "", ""] : [text.slice(0, place), by, text.slice(place + by.length)];
}

function splitText(text: string, by: string): readonly string[] {
  return by === "" ? text.split(/\s+/).filter((word) => word !== "") : text.split(by);
}

/** More words than this are data. */
const MAXIMAL_PARTS = 16;

/** A sequence of what a constant text falls into; a text or a separator that is not constant gives texts. */
function parts(
  kind: "tuple" | "list",
  divide: (text: string, by: string) => readonly string[],
): Builtin {
  return (s, calling, receiver) => {
    if (receiver === undefined || !s.values.isString(receiver) || calling.args.length > 1) {
      return false;
    }
    const made = s.object(calling.record, -300 - receiver, kind);
    const object = s.objectOf(made);
    const add = (by: string) => {
      const found = divide(s.text(s.values.second(receiver)), by);
      if (!object || found.length > MAXIMAL_PARTS) return;
      for (const [position, part] of found.entries()) {
        s.flow.add(s.slot(object, s.name(`i:${position}`)), s.string(part));
      }
      s.flow.add(calling.dst, made);
    };
    if (calling.args.length === 0) add("");
    else eachText(s, at(calling, 0), (by) => by !== "" && add(by));
    return false;
  };
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
