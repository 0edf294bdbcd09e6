import { describe, expect, test } from "vitest";
import type { Knowledge } from "../../src/eventlet/catalogue.ts";
import { layUserKnowledge, type UserKnowledge } from "../../src/eventlet/user-knowledge.ts";
import { Failure } from "../../src/failure.ts";
import { readKnowledgeText, knowledge as shipped } from "./knowledge.ts";
import { findingsOf, usesOf } from "./programs.ts";

describe("the user's knowledge", () => {
  test("an API of theirs is found", () => {
    const knowledge = loaded({
      apis: [{ name: "acme.net.fetch", yields: "may", category: "http" }],
    });
    const findings = findingsOf(
      { "m.py": "import eventlet\nfrom acme import net\n\ndef f():\n    net.fetch(1)\n" },
      { knowledge },
    );
    expect(usesOf(findings, "m.py")).toEqual(["5 call acme.net.fetch !A"]);
  });

  test("a wrapper spawns what it is given", () => {
    const knowledge = loaded({ wrappers: [{ name: "acme.async_utils.go", spawns: 0 }] });
    const findings = findingsOf(
      {
        "m.py":
          "import eventlet\nfrom acme.async_utils import go\n\ndef work():\n    eventlet.sleep(1)\n\ndef main():\n    go(work)\n\nif __name__ == '__main__':\n    main()\n",
      },
      { knowledge },
    );
    expect(usesOf(findings, "m.py")).toContain("8 call acme.async_utils.go");
    expect(findings.processes[0]?.startsGreenThreads).toBe(true);
  });

  test("an entry of theirs stands over ours and keeps what it does not say", () => {
    const knowledge = loaded({
      apis: [{ name: "eventlet.greenthread.sleep", effort: 3, effortReason: "we sleep with care" }],
    });
    expect(knowledge.apis.get("eventlet.greenthread.sleep")).toMatchObject({
      id: "EVT-greenthread-sleep",
      yields: "always",
      effort: 3,
      effortReason: "we sleep with care",
    });
  });

  test("points go by rule id or by name", () => {
    const knowledge = loaded({ points: { "LIB-requests-get": 5, "eventlet.spawn": 4 } });
    expect(knowledge.apis.get("requests.get")?.effort).toBe(5);
    expect(knowledge.apis.get("eventlet.greenthread.spawn")?.effort).toBe(4);
  });

  test("a library of theirs joins the table", () => {
    const knowledge = loaded({
      libraries: [
        {
          distribution: "acme-client",
          importNames: ["acme_client"],
          coupling: "none",
          alternative: "acme_client.aio",
          fidelity: "direct",
          effort: 1,
          patchedBy: ["socket"],
          calls: [{ name: "acme_client.get" }],
        },
      ],
    });
    expect(knowledge.libraries.at(-1)).toMatchObject({ id: "LIB-acme-client", fidelity: "direct" });
    expect(knowledge.apis.get("acme_client.get")).toMatchObject({
      via: "library",
      yields: "may",
      needsAwait: "yes",
      asyncio: { replacement: "acme_client.aio" },
    });
  });
});

describe("bad entries are refused with file and line", () => {
  test.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
    ["an unknown answer", { apis: [{ name: "a.b", yields: "often" }] }, "/knowledge/apis/0/yields"],
    [
      "a field that nobody knows",
      { apis: [{ name: "a.b", yield: "may" }] },
      "/knowledge/apis/0/yield",
    ],
    ["no name", { apis: [{ yields: "may" }] }, "/knowledge/apis/0"],
    ["a wrapper that does nothing", { wrappers: [{ name: "a.b" }] }, "/knowledge/wrappers/0"],
    [
      "points below nothing",
      { points: { "eventlet.spawn": -1 } },
      "/knowledge/points/eventlet.spawn",
    ],
    [
      "points of an unknown rule",
      { points: { "EVT-nothing": 1 } },
      "/knowledge/points/EVT-nothing",
    ],
    ["a section that nobody knows", { rules: [] }, "/knowledge/rules"],
  ])("%s", (_, values, pointer) => {
    const asked: string[] = [];
    const locate = (each: string) => {
      asked.push(each);
      return 7;
    };
    const load = () => lay({ values, path: "assess.yaml", locate });
    expect(load).toThrow(Failure);
    expect(load).toThrow(/assess\.yaml:7: knowledge/);
    expect(asked[0]).toBe(pointer);
  });
});

function loaded(values: Readonly<Record<string, unknown>>): Knowledge {
  return lay({ values, path: "assess.yaml", locate: () => undefined });
}

function lay(user: UserKnowledge): Knowledge {
  const schema = JSON.parse(readKnowledgeText("../schema/knowledge.schema.json")) as object;
  return layUserKnowledge(shipped, user, schema);
}
