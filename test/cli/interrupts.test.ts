import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";

// Signals reach whole processes only, so these tests run the built program's own module in one.
const MODULE = new URL("../../dist/cli/interrupts.js", import.meta.url).href;

function start(body: string): ChildProcess {
  const code = `import(${JSON.stringify(MODULE)}).then((m) => {
    m.exitOnSignals();
    m.exitOnClosedPipe();
    process.on("exit", () => process.stderr.write("cleaned up"));
    ${body}
  });`;
  return spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "pipe"] });
}

async function endAfter(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.stdout === null || child.stderr === null) throw new Error("no pipes");
  const errors = text(child.stderr);
  await once(child.stdout, "data");
  child.kill(signal);
  const [code, killedBy] = await once(child, "exit");
  return { code, killedBy, errors: await errors };
}

test.each<[NodeJS.Signals, number]>([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
])("%s ends a waiting program at once with %i, after its clean-up", async (signal, code) => {
  const child = start(`console.log("ready"); setInterval(() => {}, 1000);`);
  expect(await endAfter(child, signal)).toEqual({ code, killedBy: null, errors: "cleaned up" });
});

test("a long computation is ended by the system, at once too", async () => {
  const child = start(`m.computing(() => { console.log("ready"); for (;;); });`);
  expect(await endAfter(child, "SIGINT")).toMatchObject({ code: null, killedBy: "SIGINT" });
});

test("after a computation our own listeners are back", async () => {
  const child = start(`m.computing(() => 0); console.log("ready"); setInterval(() => {}, 1000);`);
  expect(await endAfter(child, "SIGINT")).toMatchObject({ code: 130 });
});

test("a reader that closes the pipe is no error", async () => {
  const child = start(`setInterval(() => console.log("x".repeat(1000)), 1);`);
  if (child.stdout === null || child.stderr === null) throw new Error("no pipes");
  const errors = text(child.stderr);
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [code] = await once(child, "exit");
  expect({ code, errors: await errors }).toEqual({ code: 0, errors: "cleaned up" });
});

test("a program that was never built says what to do", async () => {
  const root = mkdtempSync(join(tmpdir(), "assess-unbuilt-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, "bin"));
  writeFileSync(join(root, "package.json"), '{"type": "module"}');
  copyFileSync(new URL("../../bin/run.js", import.meta.url), join(root, "bin/run.js"));
  const child = spawn(process.execPath, [join(root, "bin/run.js"), "."]);
  const errors = text(child.stderr);
  const [code] = await once(child, "exit");
  expect(code).toBe(2);
  expect(await errors).toContain("npm ci && npm run build");
});
