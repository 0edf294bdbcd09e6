import type { Assessment } from "../assessment/assessment.ts";
import type { RenderedFile } from "./rendered-file.ts";

/**
 * The Assessment itself; its key order and list order are the contract's, so equal input gives equal
 * bytes. One line for each item of a list: small for a machine, and two of them can be compared.
 * Encoded piece by piece: as one text it would be held several times over.
 */
export function renderJson(assessment: Assessment): RenderedFile {
  const chunks: Buffer[] = [];
  let text = "";
  const write = (piece: string): void => {
    text += piece;
    if (text.length < CHUNK) return;
    chunks.push(Buffer.from(text));
    text = "";
  };
  write("{\n");
  for (const [at, [key, value]] of Object.entries(assessment).entries()) {
    write(`${at === 0 ? "" : ",\n"}${JSON.stringify(key)}: `);
    writeLines(value, write);
  }
  write("\n}\n");
  chunks.push(Buffer.from(text));
  return { name: "assessment.json", content: Buffer.concat(chunks) };
}

/** Characters that are encoded at once. */
const CHUNK = 1 << 20;

function writeLines(value: unknown, write: (piece: string) => void): void {
  if (!Array.isArray(value) || value.length === 0) {
    write(JSON.stringify(value));
    return;
  }
  for (const [at, item] of value.entries()) {
    write(at === 0 ? "[\n" : ",\n");
    write(JSON.stringify(item));
  }
  write("\n]");
}
