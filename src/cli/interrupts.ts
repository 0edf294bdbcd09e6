import { constants } from "node:os";
import { outputNotWritable } from "../failure.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function leave(signal: NodeJS.Signals): never {
  // `exit` runs the listeners that remove half-written files and end the browser.
  process.exit(128 + constants.signals[signal]);
}

/** From now on Ctrl-C and its kin end the process at once with 128 plus the signal's number. */
export function exitOnSignals(): void {
  for (const signal of SIGNALS) process.on(signal, leave);
}

/**
 * Runs a long computation that never gives way to the event loop. Our listeners would hear a signal
 * only after it; without them the system ends the process itself, and nothing is half written yet.
 */
export function computing<Result>(compute: () => Result): Result {
  const wereListening = SIGNALS.filter((signal) => process.listeners(signal).includes(leave));
  for (const signal of wereListening) process.off(signal, leave);
  try {
    return compute();
  } finally {
    for (const signal of wereListening) process.on(signal, leave);
  }
}

/**
 * A reader that has seen enough (`assess --json | head`) closes the pipe; that is no error. Whatever
 * else keeps the output from its place ends the program with one line and the status of wrong use.
 */
export function exitOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit();
      if (stream === process.stdout) {
        const { code, message } = outputNotWritable("Standard output", error);
        process.stderr.write(`Error: ${message} (${code})\n`);
      }
      process.exit(2);
    });
  }
}
