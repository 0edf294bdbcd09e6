import { expect, test } from "vitest";
import { layUserKnowledge } from "../../src/eventlet/user-knowledge.ts";
import { knowledge, readKnowledgeText } from "./knowledge.ts";
import { findingsOf, type ProgramOptions } from "./programs.ts";

const inventory = {
  "inventory/__init__.py": "",
  "inventory/start.py": `
import eventlet
eventlet.monkey_patch()

from inventory import switches

switches.collect(["core-1", "core-2"])
`,
  "inventory/switches.py": `
import json
import logging

import acmessh
import requests
import yaml
from google.cloud import spanner

LOG = logging.getLogger(__name__)


def collect(hosts):
    return [version_of(host) for host in hosts]


def version_of(host):
    connection = acmessh.ConnectHandler(host=host)
    LOG.info("asking %s", host)
    try:
        return yaml.safe_load(connection.send_command("show version"))
    finally:
        connection.disconnect()


def stored(name):
    rows = spanner.Client().instance(name)
    return json.dumps(requests.get(rows.url).json())
`,
  "tests/test_switches.py": `
import acmessh


def test_connects():
    acmessh.ConnectHandler(host="core-1").send_command("show version")
`,
};

const unknownOf = (options: ProgramOptions = {}) =>
  findingsOf(inventory, options).unknownPackages.map(({ name, calls, functions }) => ({
    name,
    calls,
    functions,
  }));

test("packages without description or source are told, with who calls them and where", () => {
  const dependencies = [
    { name: "acmessh", specifier: ">=4", path: "requirements.txt", line: 2 },
    { name: "PyYAML", specifier: "", path: "requirements.txt", line: 3 },
  ];
  expect(findingsOf(inventory, { dependencies }).unknownPackages).toEqual([
    {
      name: "acmessh",
      version: ">=4",
      calls: 3,
      functions: ["inventory.switches.version_of"],
      called: [
        "acmessh.ConnectHandler",
        "acmessh.ConnectHandler.disconnect",
        "acmessh.ConnectHandler.send_command",
      ],
      path: "inventory/switches.py",
      line: 18,
    },
    {
      name: "google.cloud.spanner",
      calls: 2,
      functions: ["inventory.switches.stored"],
      called: ["google.cloud.spanner.Client", "google.cloud.spanner.Client.instance"],
      path: "inventory/switches.py",
      line: 27,
    },
  ]);
});

test("settings describe a package, or say that it waits for nothing", () => {
  const schema = JSON.parse(readKnowledgeText("../schema/knowledge.schema.json")) as object;
  const values = {
    waitless: ["acmessh"],
    libraries: [
      {
        distribution: "google-cloud-spanner",
        importNames: ["google.cloud.spanner"],
        coupling: "none",
        alternative: "to_thread",
        fidelity: "adapt",
        effort: 2,
        calls: [{ name: "google.cloud.spanner.Client.instance" }],
      },
    ],
  };
  const user = { values, path: "assess.config.yaml", locate: () => undefined };
  expect(unknownOf({ knowledge: layUserKnowledge(knowledge, user, schema) })).toEqual([]);
});

test("no package is both described and waitless", () => {
  const described = knowledge.libraries.flatMap(({ importNames }) => importNames);
  expect(described.filter((name) => knowledge.waitless.has(name))).toEqual([]);
});
