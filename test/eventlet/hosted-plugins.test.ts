import { describe, expect, test } from "vitest";
import { findingsOf, usesOf } from "./programs.ts";

const WORKER = "import time\n\ndef work():\n    time.sleep(1)\n";

describe("plugins beside programs that patch nothing", () => {
  const files = {
    "vpn/__init__.py": "",
    "vpn/plugin.py": "from host.api import base\nfrom vpn import db\n",
    "vpn/db.py": WORKER,
    "vpn/engines.py": WORKER,
    "vpn/wrapper.py":
      "from eventlet.green import subprocess\nfrom vpn.apart import work\n\ndef main():\n    work()\n",
    "vpn/apart.py": WORKER,
  };
  const plugins = { "host.plugins": ["vpn.plugin"], "vpn.engines": ["vpn.engines"] };
  const findings = findingsOf(files, { scripts: ["vpn.wrapper:main"], plugins });

  test("for a package from elsewhere may be patched by its programs, with what they import", () => {
    expect(usesOf(findings, "vpn/db.py")).toEqual(["4 call time.sleep !A?"]);
    expect(findings.diagnostics?.map(({ code }) => code)).toEqual(["patched-by-its-user"]);
  });

  test("for the repository itself, and what its own programs load, are not", () => {
    expect(findings.patchedGroups["vpn.engines"]).toBeUndefined();
    expect(findings.patchedGroups["vpn.apart"]).toBeUndefined();
  });

  test("a repository that never names Eventlet has none", () => {
    const { "vpn/wrapper.py": _, ...rest } = files;
    const wrapper = { "vpn/wrapper.py": "from vpn.apart import work\n\ndef main():\n    work()\n" };
    const plain = findingsOf({ ...rest, ...wrapper }, { scripts: ["vpn.wrapper:main"], plugins });
    expect(plain.uses).toEqual([]);
  });
});

test("what such a plugin loads by the group that it names is its too", () => {
  const files = {
    "fw/__init__.py": "",
    "fw/plugin.py":
      "import eventlet.queue\nfrom host import api\nDRIVERS = 'host.drivers'\n\ndef load():\n    return api.load(DRIVERS)\n",
    "fw/netlink.py": "import ctypes.util\n\nlibrary = ctypes.util.find_library('netlink')\n",
    "fw/tool.py": "def main():\n    pass\n",
  };
  const plugins = { "host.plugins": ["fw.plugin"], "host.drivers": ["fw.netlink"] };
  const findings = findingsOf(files, { scripts: ["fw.tool:main"], plugins });
  expect(usesOf(findings, "fw/netlink.py")).toEqual(["3 call ctypes.util.find_library !A?"]);
});

describe("plugins of a program that is known to patch", () => {
  const files = {
    "switch/__init__.py": "",
    "switch/driver.py":
      "from neutron_lib.plugins.ml2 import api\nfrom neutron.db import models\nfrom switch import device\n",
    "switch/device.py": WORKER,
    "switch/vendors/__init__.py": "",
    "switch/vendors/acme.py": WORKER,
    "tools/apart.py": WORKER,
  };

  test("wait in it, though they never name Eventlet", () => {
    const plugins = { "neutron.ml2.mechanism_drivers": ["switch.driver"] };
    const findings = findingsOf(files, { plugins });
    expect(usesOf(findings, "switch/device.py")).toEqual(["4 call time.sleep !A?"]);
  });

  test("have what settings name of their package with them, but nothing else", () => {
    const plugins = { "neutron.ml2.mechanism_drivers": ["switch.driver"] };
    const findings = findingsOf(files, { plugins });
    expect(usesOf(findings, "switch/vendors/acme.py")).toEqual(["4 call time.sleep !A?"]);
    expect(findings.patchedGroups["tools.apart"]).toBeUndefined();
  });

  test("do not run what a program of the repository imports", () => {
    const program = {
      "switch/run.py": "from switch.vendors import acme\n\ndef main():\n    acme.work()\n",
    };
    const plugins = { "neutron.ml2.mechanism_drivers": ["switch.driver"] };
    const findings = findingsOf(
      { ...files, ...program },
      { scripts: ["switch.run:main"], plugins },
    );
    expect(findings.patchedGroups["switch.vendors.acme"]).toBeUndefined();
  });

  test("are not those of any other", () => {
    const findings = findingsOf(files, { plugins: { "neutron_lib.drivers": ["switch.driver"] } });
    expect(findings.uses).toEqual([]);
  });
});

test("a repository that declares plugins and no command is a library, whatever its modules do when they are run", () => {
  const files = {
    "flow/__init__.py": "",
    "flow/engine.py":
      "import time\nimport eventlet\n\ndef work():\n    time.sleep(1)\n\nif __name__ == '__main__':\n    work()\n",
  };
  const library = findingsOf(files, { plugins: { "flow.engines": ["flow.engine"] } });
  expect(usesOf(library, "flow/engine.py")).toEqual(["5 call time.sleep !A?"]);
  const program = findingsOf(files, {
    plugins: { "flow.engines": ["flow.engine"] },
    scripts: ["flow.engine:work"],
  });
  expect(program.patchedGroups["flow.engine"]).toBeUndefined();
});
