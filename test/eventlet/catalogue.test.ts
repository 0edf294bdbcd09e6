import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findApi, findRule } from "../../src/eventlet/find-api.ts";
import { fileTest } from "../../src/eventlet/find-signals.ts";
import { knowledge } from "./knowledge.ts";

const entries = [...knowledge.apis.values()];

describe("every public name of Eventlet", () => {
  const names = rows("public-names.txt");

  test("is in the catalogue, under one spelling or another", () => {
    expect(names.length).toBeGreaterThan(700);
    expect(names.filter((name) => !isKnown(name))).toEqual([]);
  });

  test.each([
    ["eventlet.sleep", "eventlet.greenthread.sleep"],
    ["eventlet.spawn_n", "eventlet.greenthread.spawn_n"],
    ["eventlet.GreenPool", "eventlet.greenpool.GreenPool"],
    ["eventlet.Queue", "eventlet.queue.Queue"],
    ["eventlet.Timeout", "eventlet.timeout.Timeout"],
    ["eventlet.monkey_patch", "eventlet.patcher.monkey_patch"],
    ["eventlet.green.socket.socket.recv", "eventlet.greenio.base.GreenSocket.recv"],
    ["os_ken.lib.hub.spawn", "eventlet.greenthread.spawn"],
  ])("%s is %s", (spelling, name) => {
    expect(findRule(knowledge, spelling)?.name).toBe(name);
  });
});

describe("work that runs side by side", () => {
  const named = (part: string) => entries.filter(({ concurrency }) => concurrency === part);

  test("what starts a piece of it gives the process green threads", () => {
    const starts = named("starts");
    expect(starts.length).toBeGreaterThan(5);
    expect(starts.filter(({ startsGreenThread }) => startsGreenThread !== true)).toEqual([]);
  });

  test("what only serves or is started later starts no piece of it", () => {
    const servers = ["eventlet.wsgi.server", "eventlet.serve", "eventlet.spawn_after"];
    expect(servers.map((name) => findRule(knowledge, name)?.concurrency)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each(["eventlet.GreenPool", "eventlet.GreenPile"])(
    "%s has Eventlet's default size",
    (name) => {
      expect(findRule(knowledge, name)?.pool?.size).toBe(1000);
    },
  );
});

describe("what was seen at run time", () => {
  const seen = rows("observed-switches.tsv").map((row) => row.split("\t") as [string, string]);

  test("no function that was seen to switch is said never to", () => {
    const wrong = seen.filter(([name, how]) => {
      const entry = findRule(knowledge, name);
      return how !== "never" && entry?.yields === "never" && !isInProtocol(name);
    });
    expect(wrong).toEqual([]);
  });

  test("every function that was seen to switch is described", () => {
    const missing = seen.filter(([name, how]) => how !== "never" && !isKnown(name));
    expect(missing).toEqual([]);
  });

  test("nothing that always switches ran without", () => {
    const wrong = seen.filter(
      ([name, how]) => how === "never" && findApi(knowledge, name)?.yields === "always",
    );
    expect(wrong).toEqual([]);
  });
});

describe("the catalogue", () => {
  test("ids are unique and tell where the entry comes from", () => {
    const ids = entries.map(({ id }) => id);
    expect(ids.length - new Set(ids).size).toBe(0);
    expect(ids.filter((id) => !/^(EVT|MPT|LIB)-/.test(id))).toEqual([]);
    expect(findRule(knowledge, "EVT-greenthread-sleep")?.name).toBe("eventlet.greenthread.sleep");
    expect(findRule(knowledge, "MPT-time-sleep")?.name).toBe("time.sleep");
    expect(findRule(knowledge, "LIB-requests-get")?.name).toBe("requests.get");
  });

  test("every entry names its source", () => {
    expect(entries.filter(({ source }) => source === "").map(({ name }) => name)).toEqual([]);
  });

  test("an alias leads to one entry only", () => {
    const owners = new Map<string, string>();
    const clashes = entries.flatMap(({ name, aliases }) =>
      aliases.flatMap((alias) => {
        const owner = owners.get(alias);
        owners.set(alias, name);
        return owner === undefined && !knowledge.apis.has(alias) ? [] : [`${alias}: ${name}`];
      }),
    );
    expect(clashes).toEqual([]);
  });

  test("examples show the code before and after, in every family in real use", () => {
    const shown = entries.filter(({ example }) => example !== undefined);
    expect(shown.length).toBeGreaterThanOrEqual(60);
    const families = new Set(shown.map(({ category }) => category));
    for (const family of [
      "spawn",
      "wait",
      "sleep",
      "event",
      "queue",
      "pool",
      "timeout",
      "wsgi-server",
      "socket",
      "hub",
      "thread-offload",
      "context-local",
      "sync-primitive",
      "cancel",
      "process",
      "select",
      "dns",
      "http",
      "database",
      "rpc",
      "messaging",
      "resource-pool",
      "db-pool",
      "lock",
      "executor",
    ]) {
      expect(families, family).toContain(family);
    }
  });

  test("an Awaitlet form never awaits, an asyncio form never calls awaitlet()", () => {
    const wrong = entries.filter(
      ({ example }) =>
        /\bawaitlet\(/.test(example?.asyncio ?? "") ||
        // Inside an `async def` of the example `await` is right.
        (/\bawait /.test(example?.awaitlet ?? "") && !/async def/.test(example?.awaitlet ?? "")),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test("what waits in Eventlet has an awaited twin, or says why not", () => {
    const always = entries.filter(
      ({ yields, needsAwait, via }) =>
        via === "eventlet" && yields === "always" && needsAwait === "no",
    );
    expect(always.map(({ name }) => name)).toEqual(["eventlet.tpool.killall"]);
  });

  test("a patched group that an entry names exists", () => {
    const groups = new Set(knowledge.patching.groups.map(({ name }) => name));
    const wrong = entries.filter(({ patchedBy }) => patchedBy?.some((each) => !groups.has(each)));
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test("patterns, signals and ways of patching refer to what there is", () => {
    const rules = new Set(knowledge.signals.map(({ id }) => id));
    const unknown = knowledge.patching.ways.flatMap(({ signals }) =>
      signals.filter((id) => !rules.has(id)),
    );
    expect(unknown).toEqual([]);
  });
});

describe("signal rules", () => {
  test.each(knowledge.signals.map((rule) => [rule.id, rule] as const))(
    "%s finds its example",
    (_, rule) => {
      const pattern = new RegExp(rule.pattern, rule.flags);
      expect(pattern.test(rule.example ?? "")).toBe(true);
      if (rule.counterExample !== undefined) expect(pattern.test(rule.counterExample)).toBe(false);
    },
  );

  test.each([
    ["requirements*.txt", "deep/requirements-dev.txt", true],
    ["requirements/*.txt", "requirements/base.txt", true],
    ["requirements/*.txt", "requirements/deep/base.txt", false],
    ["releasenotes/**/*.yaml", "releasenotes/notes/a.yaml", true],
    ["Dockerfile*", "docker/Dockerfile.prod", true],
    ["*.service", "a.services", false],
  ])("%s and %s: %s", (glob, path, expected) => {
    expect(fileTest([glob])(path)).toBe(expected);
  });
});

function isKnown(name: string): boolean {
  if (findRule(knowledge, name) !== undefined) return true;
  const parts = name.split(".");
  const isPassed = parts.some(
    (_, at) => knowledge.passthrough[parts.slice(0, at + 1).join(".")] !== undefined,
  );
  // What Python calls by itself belongs to the class; a member to the nearest class that we describe.
  return isPassed || (/\.__\w+__$/.test(name) && isKnown(parts.slice(0, -1).join(".")));
}

/** `with`, `for` and `[]` are answers of the class's entry. */
function isInProtocol(name: string): boolean {
  return /\.(__enter__|__exit__|__iter__|__next__|__getitem__|__call__)$/.test(name);
}

function rows(name: string): readonly string[] {
  return readFileSync(new URL(`../fixtures/eventlet/${name}`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}
