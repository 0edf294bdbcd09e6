import type { Assessment } from "../assessment/assessment.ts";
import type { RenderedFile } from "./rendered-file.ts";

/**
 * The Assessment itself; its key order and list order are the contract's, so equal input gives equal
 * bytes. One line for each item of a list: small for a machine, and two of them can be compared.
 */
export function renderJson(assessment: Assessment): RenderedFile {
  const rows = Object.entries(assessment).map(
    ([key, value]) => `${JSON.stringify(key)}: ${lines(value)}`,
  );
  return { name: "assessment.json", content: `{\n${rows.join(",\n")}\n}\n` };
}

function lines(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((item) => JSON.stringify(item)).join(",\n")}\n]`;
}
