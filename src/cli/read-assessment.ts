import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Assessment } from "../assessment/assessment.ts";
import { assessmentOfOther, inputTooLarge, notAnAssessment } from "../failure.ts";
import { readAssetJson } from "../shipped.ts";
import { readInput } from "./read-input.ts";

/** The longest text that the engine can hold has 536 MB. */
const MOST_MEGABYTES = 500;

/**
 * A saved assessment, of the schema that this program writes. It may be packed by gzip: what is kept
 * beside the code as a baseline is a twentieth then.
 */
export async function readAssessment(path: string): Promise<Assessment> {
  const bytes = await readInput(path, MOST_MEGABYTES);
  const text = (isGzip(bytes) ? await unpack(path, bytes) : bytes).toString();
  const value = parse(path, text);
  const isOurs = typeof value === "object" && value !== null && "schemaVersion" in value;
  if (!isOurs) throw notAnAssessment(path, "it has no schemaVersion");
  if (value.schemaVersion !== "1.0")
    throw notAnAssessment(
      path,
      `its schema is ${String(value.schemaVersion)}, this program reads 1.0`,
    );
  await checkSchema(path, value);
  return value as unknown as Assessment;
}

/** RFC 1952, section 2.3.1: how every gzip file begins. */
const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function unpack(path: string, bytes: Buffer): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MOST_MEGABYTES * 1_000_000 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      throw inputTooLarge(path, MOST_MEGABYTES);
    throw notAnAssessment(path, "it begins like gzip, but cannot be unpacked", error);
  }
}

/** What is missing or of another type would end a renderer far from its cause. */
async function checkSchema(path: string, value: object): Promise<void> {
  const schema = (await readAssetJson("schema/assessment-1.0.schema.json")) as object;
  const ajv = new Ajv2020({ strict: false });
  if (ajv.validate(schema, value)) return;
  const [error] = ajv.errors ?? [];
  const place = (error?.instancePath ?? "").slice(1).replaceAll("/", ".");
  const why = `${place === "" ? "it" : place} ${error?.message ?? "is wrong"}`;
  const maker = makerOf(value);
  throw maker === undefined ? notAnAssessment(path, why) : assessmentOfOther(path, maker, why);
}

/** The version of this program that a file says made it. */
function makerOf(value: object): string | undefined {
  const { tool } = value as { tool?: { name?: unknown; version?: unknown } };
  return tool?.name === "assess" ? String(tool.version) : undefined;
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notAnAssessment(path, "it is no JSON", error);
  }
}
