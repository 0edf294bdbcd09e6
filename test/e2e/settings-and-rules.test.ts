import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Assessment } from "../../src/assessment/assessment.ts";
import { freshFolder, runCli } from "./run-cli.ts";

describe("settings", () => {
  const withSettings = (name: string, text: string) => {
    const cwd = freshFolder();
    writeFileSync(join(cwd, "one.py"), "import eventlet\neventlet.sleep(1)\n");
    writeFileSync(join(cwd, name), text);
    return runCli(["one.py", "--json", "--no-cache"], { cwd });
  };

  test("are found beside the code and shape the result", () => {
    const run = withSettings("assess.config.yaml", "profile: expert\nreport:\n  client: ACME\n");
    const { options, branding } = JSON.parse(run.stdout) as Assessment;
    expect(options["profile"]).toBe("expert");
    expect(branding).toEqual({ client: "ACME" });
  });

  test("a wrong one is refused with file and line", () => {
    const run = withSettings("assess.config.yaml", "profile: expert\nreport:\n  cliemt: ACME\n");
    expect(run.status).toBe(2);
    expect(`${run.stdout}${run.stderr}`).toMatch(/assess\.config\.yaml:3.*cliemt/);
  });

  test("a file that is not there, or is a folder, is told as that", () => {
    const cwd = freshFolder();
    writeFileSync(join(cwd, "one.py"), "import eventlet\n");
    const missing = runCli(["one.py", "--config", "nothere.yaml"], { cwd });
    expect(missing.stderr).toMatch(/nothere\.yaml\s+does\s+not\s+exist/);
    expect(missing.stderr).toContain("NO_SUCH_PATH");
    expect(runCli(["one.py", "--config", "."], { cwd }).stderr).toMatch(/it\s+is\s+a\s+folder/);
  });

  test("pyproject.toml may hold them", () => {
    const run = withSettings(
      "pyproject.toml",
      "[project]\nname = 'x'\n[tool.assess]\nprofile = 'first-timer'\n",
    );
    expect((JSON.parse(run.stdout) as Assessment).options["profile"]).toBe("first-timer");
  });
});

test("an installed package that is read along passes the reach on", () => {
  const cwd = freshFolder();
  const site = join(cwd, "venv/lib/python3.11/site-packages/drv");
  mkdirSync(site, { recursive: true });
  mkdirSync(join(cwd, "app"));
  writeFileSync(join(site, "__init__.py"), "");
  writeFileSync(join(site, "core.py"), "import eventlet\n\ndef call():\n    eventlet.sleep(1)\n");
  writeFileSync(join(cwd, "app/main.py"), "from drv import core\n\ndef main():\n    core.call()\n");
  const assessed = (...more: string[]) =>
    (JSON.parse(runCli(["app", "--json", "--no-cache", ...more], { cwd }).stdout) as Assessment)
      .functions;
  expect(assessed()).toEqual([]);
  const [main] = assessed("--venv", "venv");
  expect(main).toMatchObject({ id: "main.main", reach: "suspends", via: ["library"] });
  expect(main?.evidence.map(({ calls }) => calls)).toEqual([
    "drv.core.call",
    "eventlet.greenthread.sleep",
  ]);
});

describe("rules", () => {
  test("lists what is known, and tells all of one rule", () => {
    const { stdout } = runCli(["rules", "--filter", "greenthread.sleep"]);
    expect(stdout).toContain("eventlet.greenthread.sleep");
    expect(runCli(["rules", "eventlet.sleep"]).stdout).toContain("asyncio.sleep");
    expect(runCli(["rules", "property"]).stdout).toContain("Remedy");
  });

  test("an unknown one is refused with what is alike", () => {
    const run = runCli(["rules", "eventlet.greenthread.slepe"]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("no rule");
    expect(run.stderr).toContain("Did you mean eventlet.greenthread.sleep?");
  });
});
