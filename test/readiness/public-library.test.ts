import { describe, expect, test } from "vitest";
import { readProgram } from "../../src/readiness/program.ts";
import { readFamilies } from "../../src/readiness/reach/families.ts";
import { findReach } from "../../src/readiness/reach/find-reach.ts";
import { findScripts } from "../../src/readiness/reach/run-time.ts";
import { findPublicApi } from "../../src/readiness/verdicts/public-api.ts";
import { programOf } from "../eventlet/programs.ts";

function publicNames(server: string): readonly string[] {
  const { graph, findings } = programOf({
    "wire/__init__.py": "from .server import Server\n__all__ = ['Server']\n",
    "wire/server.py": `import eventlet\n${server}`,
  });
  const program = readProgram(graph);
  const reach = findReach(program, findings, readFamilies(program), findScripts(program));
  return [...findPublicApi(program, reach).keys()].map((index) => program.nodes[index]?.id ?? "");
}

describe("a package that exports names", () => {
  test("is a library, also where a method of it is a WSGI application for its user", () => {
    const names = publicNames(
      "class Server:\n    def handle(self, environ, start_response):\n        eventlet.sleep(1)\n        start_response('200 OK', [])\n        return []\n    def send(self, data):\n        eventlet.sleep(1)\n",
    );
    expect(names).toContain("wire.server.Server.send");
  });

  test("is a program where it has an application that a server can load", () => {
    const names = publicNames(
      "def application(environ, start_response):\n    eventlet.sleep(1)\n    start_response('200 OK', [])\n    return []\nclass Server:\n    def send(self, data):\n        eventlet.sleep(1)\n",
    );
    expect(names).toEqual([]);
  });
});
