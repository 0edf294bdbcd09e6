import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { readKnowledgeText } from "./knowledge.ts";

const schema = JSON.parse(readKnowledgeText("../schema/knowledge.schema.json")) as object;
const ajv = new Ajv({ strict: false, formats: { regex: isRegularExpression } });
ajv.addSchema(schema, "knowledge");

const FILES = {
  "eventlet-api.json": "apiFile",
  "eventlet-green.json": "apiFile",
  "monkey-patch.json": "patchingFile",
  "libraries.json": "libraryFile",
  "patterns.json": "patternFile",
  "signals.json": "signalFile",
};

test.each(Object.entries(FILES))("%s is well formed", (name, kind) => {
  expect(problems(kind, JSON.parse(readKnowledgeText(name)))).toEqual([]);
});

test.each([
  ["eventlet-api.json", "entries", "name"],
  ["monkey-patch.json", "entries", "name"],
  ["libraries.json", "libraries", "id"],
])("%s is in the order of its names", (file, list, key) => {
  const entries = JSON.parse(readKnowledgeText(file))[list] as Record<string, string>[];
  const names = entries.map((entry) => entry[key] ?? "");
  expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
});

describe("a malformed entry fails", () => {
  const entry = {
    name: "eventlet.x",
    kind: "function",
    category: "sleep",
    source: "x",
    asyncio: { replacement: "await x()", fidelity: "direct" },
    awaitlet: { replacement: "awaitlet(x())" },
    effort: 1,
    effortReason: "swap",
    risk: "low",
    riskReason: "same",
  };
  const file = (each: object) => ({ via: "eventlet", entries: [each] });

  test("a good one passes", () => {
    expect(problems("apiFile", file(entry))).toEqual([]);
  });

  test.each([
    ["without a source", { ...entry, source: undefined }],
    ["without its effort's reason", { ...entry, effortReason: undefined }],
    ["with a field that nobody reads", { ...entry, yield: "may" }],
    ["with an unknown answer", { ...entry, yields: "sometimes" }],
    ["with an unknown fidelity", { ...entry, asyncio: { replacement: "x", fidelity: "good" } }],
    ["with a blank in its name", { ...entry, name: "eventlet sleep" }],
    ["with an example that is no list of lines", { ...entry, example: { before: "x" } }],
    ["with effort below nothing", { ...entry, effort: -1 }],
  ])("%s", (_, broken) => {
    expect(problems("apiFile", JSON.parse(JSON.stringify(file(broken))))).not.toEqual([]);
  });

  test("a signal whose pattern does not compile", () => {
    const rule = {
      id: "x",
      kind: "doc",
      files: ["*.md"],
      pattern: "(",
      flags: "m",
      meaning: "",
      advice: "",
      severity: "info",
      example: "",
      source: "x",
    };
    expect(problems("signalFile", { fileSets: {}, rules: [rule] })).not.toEqual([]);
  });
});

function problems(kind: string, value: unknown): readonly string[] {
  const validate = ajv.compile({ $ref: `knowledge#/$defs/${kind}` });
  validate(value);
  return (validate.errors ?? []).map((each) => `${each.instancePath} ${each.message}`);
}

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
