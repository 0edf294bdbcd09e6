import { describe, expect, test } from "vitest";
import { findingsOf } from "./programs.ts";

describe("a package that is imported with green modules", () => {
  const findings = findingsOf({
    "app/__init__.py": "",
    "app/run.py":
      "import eventlet\nbmc = eventlet.import_patched('nowhere.bmc')\nown = eventlet.import_patched('app.own')\n\ndef go():\n    session = bmc.Session('host')\n    session.wait_for_rsp(600)\n    session.name.startswith('x')\n    own.quick()\n    raise bmc.BmcError('no')\n\ngo()\n",
    "app/own.py": "def quick():\n    return 1\n",
  });

  test("likely waits in each call, possibly where an object is made, not in texts and exceptions", () => {
    const api = "eventlet.patcher.import_patched.*";
    const uses = findings.uses.filter((use) => use.api === api);
    expect(uses.map(({ line, needsAwait, confidence }) => [line, needsAwait, confidence])).toEqual([
      [6, true, "possible"],
      [7, true, "likely"],
    ]);
  });
});

test("of a package that is described only the calls wait that are known to", () => {
  const text = `import eventlet
urllib3 = eventlet.import_patched("urllib3")

def go():
    retries = urllib3.Retry(3)
    pool = urllib3.PoolManager(retries=retries)
    retries.new(total=2)
    return pool.request("GET", "http://a")

go()
`;
  const { uses } = findingsOf({ "app.py": text });
  const lines = uses.filter(({ needsAwait }) => needsAwait).map(({ line }) => line);
  expect([...new Set(lines)]).toEqual([8]);
});
