import type { Assessment } from "../assessment/assessment.ts";
import type { RenderedFile } from "./rendered-file.ts";

/** The Assessment itself; its key order and list order are the contract's, so equal input gives equal bytes. */
export function renderJson(assessment: Assessment): RenderedFile {
  return { name: "assessment.json", content: `${JSON.stringify(assessment, null, 2)}\n` };
}
