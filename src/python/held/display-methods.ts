import type { Variable } from "../module-facts.ts";
import { type Content, type Entry, indexOf, valueAt } from "../reader/held-displays.ts";

/** An argument of a method call, with what the reader knows of it. */
export interface KnownArgument {
  /** The keyword, undefined for a positional argument. */
  readonly name: string | undefined;
  readonly value: Variable;
  /** `i:0`, `s:text`: a constant. */
  readonly key: string | undefined;
  /** A display, written right here. */
  readonly content: Content | undefined;
}

/** What a method of a builtin container leaves in it and gives back. */
export interface MethodEffect {
  readonly content: Content;
  /** The element that it gives back; undefined where that is none of the elements. */
  readonly result?: Variable;
}

/** The effect of a method on a display of known content; undefined where it is not known. */
export function methodEffect(
  content: Content,
  method: string,
  args: readonly KnownArgument[],
): MethodEffect | undefined {
  if (content.shape === "mapping") return onMapping(content.entries, method, args);
  if (args.some(({ name }) => name !== undefined)) return undefined;
  const values = changedList(content.values, method, args);
  if (values === undefined) return undefined;
  const result = method === "pop" ? poppedFrom(content.values, args) : undefined;
  return { content: { ...content, values }, ...(result !== undefined && { result }) };
}

function changedList(
  values: readonly Variable[],
  method: string,
  [first, second]: readonly KnownArgument[],
): readonly Variable[] | undefined {
  switch (method) {
    case "append":
      return first && [...values, first.value];
    case "extend":
      return first?.content?.shape === "sequence"
        ? [...values, ...first.content.values]
        : undefined;
    case "insert": {
      const at = Number(/^i:(-?\d+)$/.exec(first?.key ?? "")?.[1] ?? Number.NaN);
      return second && Number.isInteger(at) ? values.toSpliced(at, 0, second.value) : undefined;
    }
    case "pop": {
      const at = indexOf(values, popKey(first));
      return at < 0 ? undefined : values.toSpliced(at, 1);
    }
    case "remove": {
      const at = first === undefined ? -1 : values.indexOf(first.value);
      return at < 0 ? undefined : values.toSpliced(at, 1);
    }
    case "reverse":
      return values.toReversed();
    case "clear":
      return [];
    default:
      return undefined;
  }
}

/** `pop()` takes the last element; an index that is not known names none. */
function popKey(index: KnownArgument | undefined): string {
  return index === undefined ? "i:-1" : (index.key ?? "");
}

function poppedFrom(
  values: readonly Variable[],
  [index]: readonly KnownArgument[],
): Variable | undefined {
  return values[indexOf(values, popKey(index))];
}

function onMapping(
  entries: ReadonlyMap<string, Entry>,
  method: string,
  args: readonly KnownArgument[],
): MethodEffect | undefined {
  const content: Content = { shape: "mapping", entries };
  const [first, second] = args;
  if (method === "clear") return { content: { ...content, entries: new Map() } };
  if (method === "update") return updated(entries, args);
  if (first?.key === undefined || args.some(({ name }) => name !== undefined)) return undefined;
  const known = valueAt(content, first.key);
  const result = known ?? second?.value;
  const outcome = result === undefined ? {} : { result };
  switch (method) {
    case "get":
      return { content, ...outcome };
    case "pop": {
      const left = new Map(entries);
      left.delete(first.key);
      return result === undefined ? undefined : { content: { ...content, entries: left }, result };
    }
    case "setdefault": {
      if (known !== undefined || second === undefined) return { content, ...outcome };
      const entry = { key: first.value, value: second.value };
      return {
        content: { ...content, entries: new Map(entries).set(first.key, entry) },
        ...outcome,
      };
    }
    default:
      return undefined;
  }
}

/** `update({…}, name=value)`. */
function updated(
  entries: ReadonlyMap<string, Entry>,
  args: readonly KnownArgument[],
): MethodEffect | undefined {
  const merged = new Map(entries);
  for (const { name, value, content } of args) {
    if (name !== undefined) merged.set(`s:${name}`, { key: -1, value });
    else if (content?.shape !== "mapping") return undefined;
    else for (const [key, entry] of content.entries) merged.set(key, entry);
  }
  return { content: { shape: "mapping", entries: merged } };
}
