import { chmod, mkdir, mkdtemp, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Browser, BrowserWish } from "../../src/report/find-browser.ts";
import { findBrowsers } from "../../src/report/find-browser.ts";

async function program(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "#!/bin/sh\n");
  await chmod(path, 0o755);
  return path;
}

async function first(wish: BrowserWish) {
  const { value } = await findBrowsers(wish).next();
  return value;
}

describe.skipIf(process.platform === "win32")("which browser prints", () => {
  test("the one that is named, and no other", async () => {
    const home = await mkdtemp(join(tmpdir(), "assess-browser-"));
    const named = await program(join(home, "mine"));
    const env = { PATH: dirname(await program(join(home, "bin/chromium"))) };
    expect(await first({ path: named, env })).toMatchObject({ path: named, isShell: false });
    expect(await first({ env: { ...env, PUPPETEER_EXECUTABLE_PATH: named } })).toMatchObject({
      path: named,
    });
  });

  test("a named one that is not there is a failure", async () => {
    await expect(first({ path: "/nowhere/chrome", env: {} })).rejects.toMatchObject({
      code: "NO_BROWSER",
    });
  });

  test("one on the PATH, Chrome before Chromium", async () => {
    const home = await mkdtemp(join(tmpdir(), "assess-browser-"));
    await program(join(home, "chromium"));
    const chrome = await program(join(home, "google-chrome"));
    expect(await first({ env: { PATH: home } })).toMatchObject({ path: chrome });
  });

  test("puppeteer's cache, the newest first, after what is installed", async () => {
    const home = await mkdtemp(join(tmpdir(), "assess-browser-"));
    const cache = join(home, "cache");
    await program(join(cache, "chrome/linux-99.0.1/chrome-linux64/chrome"));
    const newest = await program(join(cache, "chrome/linux-131.0.1/chrome-linux64/chrome"));
    const found: string[] = [];
    for await (const browser of findBrowsers({ env: { PATH: "", PUPPETEER_CACHE_DIR: cache } })) {
      found.push(browser.path);
      if (browser.path.startsWith(cache)) break;
    }
    expect(found.at(-1)).toBe(newest);
  });

  test.skipIf(process.platform !== "linux" || process.arch !== "x64")(
    "the one of the package last, never what somebody else put in its place",
    async () => {
      const home = await mkdtemp(join(tmpdir(), "assess-browser-"));
      const planted = await program(join(home, "chromium"));
      vi.stubEnv("TMPDIR", home);
      onTestFinished(() => void vi.unstubAllEnvs());
      const found: Browser[] = [];
      for await (const browser of findBrowsers({ env: { PATH: "" } })) found.push(browser);
      const [unpacked] = found.filter(({ isUnpacked }) => isUnpacked);
      if (unpacked === undefined) return;
      expect(unpacked.path).not.toBe(planted);
      const { mode, size } = await stat(unpacked.path);
      expect(mode & 0o077).toBe(0);
      expect(size).toBeGreaterThan(1_000_000);
      expect((await stat(dirname(unpacked.path))).mode & 0o077).toBe(0);
      expect(process.env["TMPDIR"]).toBe(home);
    },
  );
});
