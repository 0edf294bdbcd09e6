import { readFile } from "node:fs/promises";
import type { Assessment } from "../assessment/assessment.ts";
import { notAnAssessment, notReadable } from "../failure.ts";

/** A saved assessment, of the schema that this program writes. */
export async function readAssessment(path: string): Promise<Assessment> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw notReadable(path, error);
  });
  const value = parse(path, text);
  const isOurs = typeof value === "object" && value !== null && "schemaVersion" in value;
  if (!isOurs) throw notAnAssessment(path, "it has no schemaVersion");
  if (value.schemaVersion !== "1.0")
    throw notAnAssessment(
      path,
      `its schema is ${String(value.schemaVersion)}, this program reads 1.0`,
    );
  return value as Assessment;
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notAnAssessment(path, "it is no JSON", error);
  }
}
