import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { OBSTACLES } from "./assessed.ts";

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../assets/${path}`, import.meta.url), "utf8"));

describe("the obstacle catalogue", () => {
  test("keeps to its schema", () => {
    const validate = new Ajv2020({ formats: { regex: true } }).compile(
      read("schema/obstacles.schema.json") as object,
    );
    validate(read("knowledge/obstacles.json"));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("says for every obstacle that forbids `async def` why the function stays synchronous", () => {
    const silent = [...OBSTACLES.entries.values()].filter(
      ({ blocks, clause }) => (blocks === "async-def" || blocks === "both") && clause === undefined,
    );
    expect(silent).toEqual([]);
  });

  test("has nothing that no detector looks for", () => {
    const folder = new URL("../../src/readiness/", import.meta.url);
    const code = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(new URL(name, folder), "utf8"))
      .join("\n");
    const { obstacles, ...rest } = read("knowledge/obstacles.json") as {
      obstacles: { id: string }[];
    };
    const named = code + JSON.stringify(rest);
    expect(obstacles.filter(({ id }) => !named.includes(`"${id}"`))).toEqual([]);
  });

  test("maps every kind of entry point to a boundary or to an obstacle that exists", () => {
    for (const target of Object.values(OBSTACLES.entryKinds)) {
      expect(["boundary", "none", ...OBSTACLES.entries.keys()]).toContain(target);
    }
  });
});
