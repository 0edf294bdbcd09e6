import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Debian's python3 has Eventlet when its packages are installed; another one may come first on PATH. */
const CANDIDATES = ["/usr/bin/python3", "python3"];

/** asyncio.timeout() came with Python 3.11. */
const PROBE = "import asyncio, eventlet, greenlet; asyncio.timeout";

/** The first Python that can run both an Eventlet program and its twin; undefined when there is none. */
export async function findPython(): Promise<string | undefined> {
  for (const python of CANDIDATES) {
    const works = await run(python, ["-W", "ignore", "-c", PROBE]).then(
      () => true,
      () => false,
    );
    if (works) return python;
  }
  return undefined;
}

interface Given {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs a script that prints one JSON document. `-B`: leave no compiled files in the fixtures. */
export async function runJson(
  python: string,
  args: readonly string[],
  { environment = {}, input = "" }: Given = {},
): Promise<unknown> {
  const running = run(python, ["-B", "-W", "ignore", ...args], {
    env: { ...process.env, EVENTLET_NO_GREENDNS: "yes", ...environment },
    timeout: 60_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  running.child.stdin?.end(input);
  const { stdout } = await running;
  return JSON.parse(stdout);
}
