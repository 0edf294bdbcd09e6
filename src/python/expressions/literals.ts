import { LiteralKind, Op } from "../constraints.ts";
import type { Variable } from "../module-facts.ts";
import type { Reader } from "../reader/reader.ts";
import { childByField, type FlatTree } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";

/** Longer strings are prose or data: their text is not kept. */
const TEXT_LIMIT = 1000;

const ESCAPE =
  /\\(?:\r?\n|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{[^}]*\}|([0-7]{1,3})|(.))/gs;

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** A string, an f-string or several side by side. */
export function readString(reader: Reader, node: number): Variable {
  const kind = isBytes(reader, node) ? LiteralKind.bytes : LiteralKind.string;
  const values = readInterpolations(reader, node);
  const text = constantText(reader, node);
  return text === undefined ? joined(reader, node, values) : reader.facts.literal(kind, text);
}

/** An f-string that may be a name (`f"do_{word}"`) is `"do_%s" % word`, with `%s` for each value. */
function joined(reader: Reader, node: number, values: readonly Variable[]): Variable {
  const { facts } = reader;
  const result = facts.literal(LiteralKind.string, undefined);
  const text = reader.source(node).replace(/^[fF](["'])(.*)\1$/, "$2");
  const [only, another] = values;
  const template = text.replace(/\{[^{}]*\}/g, "%s");
  const isName = only !== undefined && /^[\w.]*%s[\w.%s]*$/.test(template);
  if (!isName) return result;
  const left = facts.literal(LiteralKind.string, template);
  const right = another === undefined ? only : facts.variable();
  const method = facts.string("__mod__");
  facts.emit(Op.Operator, result, method, -1, -1, left, right, reader.site(node));
  return result;
}

/** The text of a constant string, unescaped; undefined for f-strings, very long ones and other nodes. */
export function constantText(reader: Reader, node: number): string | undefined {
  const { tree } = reader;
  if ((tree.end[node] as number) - (tree.start[node] as number) > TEXT_LIMIT) return undefined;
  if (tree.kind[node] === Kind.string) return stringText(tree, reader.text, node);
  if (tree.kind[node] !== Kind.concatenatedString) return undefined;
  let text = "";
  for (
    let part = node + 1;
    part < (tree.after[node] as number);
    part = tree.after[part] as number
  ) {
    const piece = stringText(tree, reader.text, part);
    if (piece === undefined) return undefined;
    text += piece;
  }
  return text;
}

/** `s:text`, `i:number`: the key of an item that is the same at every run; undefined for others. */
export function constantKey(reader: Reader, node: number): string | undefined {
  const kind = reader.kind(node);
  if (kind === Kind.string || kind === Kind.concatenatedString) {
    const text = constantText(reader, node);
    return text === undefined ? undefined : `s:${text}`;
  }
  if (kind === Kind.integer) return `i:${decimal(reader.source(node))}`;
  if (kind !== Kind.unaryOperator) return undefined;
  const argument = childByField(reader.tree, node, Field.argument);
  const isNegative = reader.text[reader.tree.start[node] as number] === "-";
  const isNumber = isNegative && reader.kind(argument) === Kind.integer;
  return isNumber ? `i:-${decimal(reader.source(argument))}` : undefined;
}

export function readInteger(reader: Reader, node: number): Variable {
  const text = reader.source(node);
  if (/[jJ]$/.test(text)) return reader.facts.literal(LiteralKind.complex, text);
  return reader.facts.literal(LiteralKind.integer, decimal(text));
}

export function readFloat(reader: Reader, node: number): Variable {
  const text = reader.source(node);
  const kind = /[jJ]$/.test(text) ? LiteralKind.complex : LiteralKind.float;
  return reader.facts.literal(kind, text.replaceAll("_", ""));
}

/** An integer as written in any base (Python 2's `0777` and `1L` too), in decimal. */
function decimal(written: string): string {
  const digits = written.replaceAll("_", "").replace(/[lL]$/, "").toLowerCase();
  const modern = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  if (modern.length > 400) return modern;
  try {
    return BigInt(modern).toString();
  } catch {
    return modern;
  }
}

function isBytes(reader: Reader, node: number): boolean {
  const start = reader.tree.start[node] as number;
  return /^[rR]?[bB]/.test(reader.text.slice(start, start + 2));
}

function stringText(tree: FlatTree, text: string, node: number): string | undefined {
  let open = -1;
  let close = -1;
  for (
    let child = node + 1;
    child < (tree.after[node] as number);
    child = tree.after[child] as number
  ) {
    const kind = tree.kind[child];
    if (kind === Kind.stringStart) open = child;
    else if (kind === Kind.stringEnd) close = child;
    else if (kind === Kind.interpolation || kind === Kind.error) return undefined;
  }
  if (open < 0 || close < 0) return undefined;
  const raw = text.slice(tree.end[open], tree.start[close]);
  const isRaw = /[rR]/.test(text.slice(tree.start[open], tree.end[open]));
  return isRaw || !raw.includes("\\") ? raw : withoutEscapes(raw);
}

function withoutEscapes(raw: string): string {
  return raw.replace(ESCAPE, (whole, ...groups: (string | undefined)[]) => {
    const [hex2, hex4, hex8, octal, letter] = groups;
    const hex = hex2 ?? hex4 ?? hex8;
    if (hex !== undefined) return fromCodePoint(Number.parseInt(hex, 16), whole);
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    if (letter === undefined) return whole.startsWith("\\N") ? whole : "";
    if (/[\\'"]/.test(letter)) return letter;
    return SIMPLE_ESCAPES[letter] ?? whole;
  });
}

function fromCodePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

/**
 * `{value!r:{width}}` formats its value: by `__format__`, or by `__repr__`, `__str__` where so
 * converted. Gives the values.
 */
function readInterpolations(reader: Reader, node: number): readonly Variable[] {
  const { tree } = reader;
  const end = tree.after[node] as number;
  const values: Variable[] = [];
  for (let child = node + 1; child < end; ) {
    const kind = tree.kind[child];
    if (kind === Kind.interpolation || kind === Kind.formatExpression) {
      values.push(readInterpolation(reader, child));
      child = tree.after[child] as number;
    } else {
      child++;
    }
  }
  return values;
}

function readInterpolation(reader: Reader, node: number): Variable {
  const { tree } = reader;
  const inner = childByField(tree, node, Field.expression);
  const value = inner < 0 ? reader.facts.variable() : reader.expression(inner);
  if (inner >= 0) {
    const conversion = childByField(tree, node, Field.typeConversion);
    formatValue(reader, value, conversionMethod(reader, conversion), inner);
  }
  const format = childByField(tree, node, Field.formatSpecifier);
  if (format >= 0) readInterpolations(reader, format);
  return value;
}

function conversionMethod(reader: Reader, conversion: number): string {
  if (conversion < 0) return "__format__";
  return reader.source(conversion) === "!s" ? "__str__" : "__repr__";
}

/** The value is turned into text by the given method. */
export function formatValue(reader: Reader, value: Variable, method: string, node: number): void {
  if (isPlainLiteral(reader.kind(node))) return;
  const { facts } = reader;
  const site = reader.site(node);
  facts.emit(Op.Operator, facts.variable(), facts.string(method), -1, -1, value, -1, site);
}

/** Literals whose conversions and truth never run code of the repository. */
export function isPlainLiteral(kind: number): boolean {
  return (
    kind === Kind.string ||
    kind === Kind.concatenatedString ||
    kind === Kind.integer ||
    kind === Kind.float ||
    kind === Kind.true ||
    kind === Kind.false ||
    kind === Kind.none ||
    kind === Kind.ellipsis
  );
}
