import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { makeAssessment } from "../fixtures/report/make-assessment.ts";
import type { Schema } from "./schema/derive-schema.ts";
import { deriveSchema } from "./schema/derive-schema.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SCHEMA = at("../../assets/schema/assessment-1.0.schema.json");
const GOLDEN = at("../fixtures/report/golden.json");

async function deriveFromContract(): Promise<Schema> {
  const described = JSON.parse(await readFile(at("schema/descriptions.json"), "utf8")) as Record<
    string,
    string
  >;
  return deriveSchema(at("../../src/assessment/assessment.ts"), described);
}

test("the published schema is the contract's (vitest -u writes it anew)", async () => {
  await expect(`${JSON.stringify(await deriveFromContract(), null, 2)}\n`).toMatchFileSnapshot(
    SCHEMA,
  );
});

test("every field has its sentence", async () => {
  expect(undescribed(JSON.parse(await readFile(SCHEMA, "utf8")) as Schema, "")).toEqual([]);
});

test("the golden assessment is valid, and a wrong one is not", async () => {
  const validate = new Ajv2020({ allErrors: true }).compile(
    JSON.parse(await readFile(SCHEMA, "utf8")),
  );
  const golden = JSON.parse(await readFile(GOLDEN, "utf8"));
  expect(validate(golden) ? [] : validate.errors).toEqual([]);
  expect(validate({ ...golden, schemaVersion: "0.9" })).toBe(false);
  expect(validate({ ...golden, functions: [{ ...golden.functions[0], verdict: "maybe" }] })).toBe(
    false,
  );
});

test("the golden file is what the generator makes", async () => {
  await expect(
    `${JSON.stringify(makeAssessment({ functions: 64 }), null, 1)}\n`,
  ).toMatchFileSnapshot(GOLDEN);
});

function undescribed(schema: Schema, owner: string): string[] {
  const properties = Object.entries((schema["properties"] ?? {}) as Record<string, Schema>);
  const inner = [schema["items"], schema["additionalProperties"]].filter(
    (value) => typeof value === "object" && value !== null,
  );
  const definitions = Object.entries((schema["$defs"] ?? {}) as Record<string, Schema>);
  return [
    ...properties
      .filter(([, property]) => property["description"] === undefined)
      .map(([name]) => `${owner}.${name}`),
    ...properties.flatMap(([name, property]) => undescribed(property, `${owner}.${name}`)),
    ...inner.flatMap((value) => undescribed(value as Schema, owner)),
    ...definitions.flatMap(([name, definition]) => undescribed(definition, name)),
  ];
}
