import type { Document } from "yaml";
import type { Failure } from "../failure.ts";

/** Parsed settings together with the text that they came from. */
export interface Located {
  readonly values: unknown;
  readonly text: string;
  readonly lineOf?: (path: readonly string[]) => number | undefined;
}

/** YAML, and JSON as a part of it. */
export async function parseYaml(
  text: string,
  fail: (line: number | undefined, why: string) => Failure,
): Promise<Located> {
  const { LineCounter, parseDocument } = await import("yaml");
  const lineCounter = new LineCounter();
  const document: Document.Parsed = parseDocument(text, { lineCounter });
  const [error] = document.errors;
  if (error !== undefined) throw fail(error.linePos?.[0].line, firstLine(error.message));
  return {
    values: valuesOf(document, fail),
    text,
    lineOf: (path) => {
      const node = document.getIn(path, true) as { range?: readonly number[] } | undefined;
      const [start] = node?.range ?? [];
      return start === undefined ? undefined : lineCounter.linePos(start).line;
    },
  };
}

/** Without the colon that leads to the excerpt below it. */
function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/:$/, "");
}

/** Aliases of aliases of aliases are refused by the library: written out they would fill the memory. */
function valuesOf(
  document: Document.Parsed,
  fail: (line: number | undefined, why: string) => Failure,
): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    throw fail(undefined, error instanceof Error ? error.message : "it cannot be read");
  }
}

/** The line of a JSON pointer's value; for TOML the first line that names its last key. */
export function locateIn({ lineOf, text }: Located, pointer: string): number | undefined {
  const path = pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (path.length === 0) return undefined;
  if (lineOf !== undefined) return lineOf(path) ?? lineOf(path.slice(0, -1));
  const key = path.filter((part) => !/^\d+$/.test(part)).at(-1) ?? "";
  const line = text
    .split("\n")
    .findIndex(
      (row) => row.trimStart().replaceAll('"', "").startsWith(key) || row.includes(`.${key}]`),
    );
  return line < 0 ? undefined : line + 1;
}

export function isErrorWith(error: unknown, field: string): number | undefined {
  const value =
    typeof error === "object" && error !== null
      ? (error as Record<string, unknown>)[field]
      : undefined;
  return typeof value === "number" ? value : undefined;
}
