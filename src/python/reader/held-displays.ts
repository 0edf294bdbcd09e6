import { ContainerKind, Op } from "../constraints.ts";
import type { Variable } from "../module-facts.ts";
import type { FactsWriter } from "./facts-writer.ts";

/**
 * A list, tuple or dict display whose content is known value by value: it was made in the block that
 * is read, only names of the scope lead to it, and nothing has run that could have changed it. So
 * `hooks[0] = g` replaces what the display had there, as an assignment replaces the value of a name
 * (a strong update; Chase, Wegman, Zadeck, 1990). As soon as anything else may see it, it is
 * released: an object that holds what it holds by then, and from there on every store adds to it.
 */
export type Content =
  | {
      readonly shape: "sequence";
      /** `ContainerKind` of a list or tuple. */
      readonly kind: number;
      readonly values: readonly Variable[];
    }
  | { readonly shape: "mapping"; readonly entries: ReadonlyMap<string, Entry> };

/** An entry of a mapping; it stands under its constant key. */
export interface Entry {
  readonly key: Variable;
  readonly value: Variable;
}

export interface HeldDisplay {
  /** The display as it was written. */
  readonly variable: Variable;
  readonly content: Content;
  /** Site of the last change, -1 while it holds what was written. */
  readonly changedAt: number;
}

/** Longer displays are tables that are made once. */
export const HELD_LIMIT = 50;

/** The object that a released display is; one that was changed is a new object with what it holds now. */
export function writeContent(facts: FactsWriter, display: HeldDisplay): Variable {
  const { variable, content, changedAt } = display;
  if (changedAt < 0) return variable;
  const object = facts.variable();
  const kind = content.shape === "mapping" ? ContainerKind.dict : content.kind;
  facts.emit(Op.Container, object, kind, changedAt);
  storeContent(facts, object, content);
  return object;
}

/** The entries of a display, as it is written. */
export function storeContent(facts: FactsWriter, container: Variable, content: Content): void {
  if (content.shape === "mapping") {
    for (const [constant, { key, value }] of content.entries) {
      facts.emit(Op.StoreItem, container, facts.string(constant), key, value, -1);
    }
    return;
  }
  for (const [index, value] of content.values.entries()) {
    facts.emit(Op.StoreItem, container, facts.string(`i:${index}`), -1, value, -1);
  }
}

/** The value under a constant key (`i:0`, `i:-1`, `s:text`), undefined where there is none. */
export function valueAt(content: Content, key: string): Variable | undefined {
  if (content.shape === "mapping") return content.entries.get(key)?.value;
  const index = indexOf(content.values, key);
  return index < 0 ? undefined : content.values[index];
}

/** The position that a constant key names in a sequence; -1 outside it. */
export function indexOf(values: readonly Variable[], key: string): number {
  if (!key.startsWith("i:")) return -1;
  const written = Number(key.slice("i:".length));
  const index = written < 0 ? values.length + written : written;
  return Number.isInteger(index) && index < values.length ? Math.max(index, -1) : -1;
}

/** The content after `display[key] = value`; undefined where that raises. */
export function withValue(content: Content, key: string, entry: Entry): Content | undefined {
  if (content.shape === "mapping") {
    return { ...content, entries: new Map(content.entries).set(key, entry) };
  }
  const index = indexOf(content.values, key);
  if (index < 0) return undefined;
  return { ...content, values: content.values.with(index, entry.value) };
}

/** The content after `del display[key]`; undefined where that raises. */
export function withoutValue(content: Content, key: string): Content | undefined {
  if (content.shape === "mapping") {
    const entries = new Map(content.entries);
    return entries.delete(key) ? { ...content, entries } : undefined;
  }
  const index = indexOf(content.values, key);
  return index < 0 ? undefined : { ...content, values: content.values.toSpliced(index, 1) };
}

/** `sequence[low:high:step]` as Python counts; undefined where a bound is no plain number. */
export function slicedValues(values: readonly Variable[], slice: string): Variable[] | undefined {
  const bounds = /^\s*(-?\d{0,4})\s*:\s*(-?\d{0,4})\s*(?::\s*(-?\d{0,4})\s*)?$/.exec(slice);
  if (bounds === null) return undefined;
  const [, low = "", high = "", step = ""] = bounds;
  if ([low, high, step].includes("-")) return undefined;
  const stride = step === "" ? 1 : Number(step);
  if (stride === 0) return undefined;
  const found: Variable[] = [];
  const { length } = values;
  const isUp = stride > 0;
  const clamp = (text: string, otherwise: number): number => {
    if (text === "") return otherwise;
    const at = Number(text) < 0 ? Number(text) + length : Number(text);
    return isUp ? Math.min(Math.max(at, 0), length) : Math.min(Math.max(at, -1), length - 1);
  };
  const end = clamp(high, isUp ? length : -1);
  for (let at = clamp(low, isUp ? 0 : length - 1); isUp ? at < end : at > end; at += stride) {
    found.push(values[at] as Variable);
  }
  return found;
}
