/** What a bench prints, and how it ends when it is asked wrongly. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

export function usage(text) {
  process.stderr.write(`Usage: ${text}\n`);
  process.exit(2);
}
