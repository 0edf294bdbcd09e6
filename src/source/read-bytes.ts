import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { systemCode } from "../failure.ts";
import type { SkipReason } from "./source-tree.ts";

export type ReadBytes =
  | { readonly bytes: Buffer; readonly changed: boolean }
  | { readonly refused: SkipReason; readonly detail: string };

// A FIFO would block the open for ever, and a link may have replaced the file since it was listed.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/*
 * Synchronous inside: a promise for each of open, stat, read and close costs ten times what the
 * system takes for them, and repositories have thousands of small files. Whoever reads many gives
 * way to the event loop now and then.
 */

/** The whole content of a regular file, or why there is none. Never throws for what the disk does. */
export async function readBytes(path: Buffer | string, maxBytes: number): Promise<ReadBytes> {
  return withFile(path, (file, before) =>
    before.size > maxBytes ? tooLarge(before.size) : readWhole(file, before, maxBytes),
  );
}

/** The first bytes of a regular file of any size. */
export async function readHead(path: Buffer | string, length: number): Promise<ReadBytes> {
  return withFile(path, (file) => {
    const buffer = Buffer.alloc(length);
    const count = readSync(file, buffer, 0, length, 0);
    return { bytes: buffer.subarray(0, count), changed: false };
  });
}

function withFile(
  path: Buffer | string,
  read: (file: number, before: Stats) => ReadBytes,
): ReadBytes {
  let file: number | undefined;
  try {
    file = openSync(path, FLAGS);
    const before = fstatSync(file);
    if (!before.isFile()) return { refused: "not-a-regular-file", detail: "no regular file" };
    return read(file, before);
  } catch (error) {
    return refusalOf(error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readWhole(file: number, before: Stats, maxBytes: number): ReadBytes {
  const bytes = readUpTo(file, before, maxBytes);
  if (bytes.length > maxBytes) return tooLarge(bytes.length);
  return { bytes, changed: bytes.length !== before.size };
}

/** One read is enough for a file that nobody changes; a growing one is read on up to the limit. */
function readUpTo(file: number, { size }: Stats, maxBytes: number): Buffer {
  let buffer = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const count = readSync(file, buffer, length, buffer.length - length, null);
    length += count;
    if (count === 0 || length > maxBytes) return buffer.subarray(0, length);
    if (length < buffer.length) {
      if (length === size) return buffer.subarray(0, length);
      continue;
    }
    buffer = Buffer.concat([buffer], Math.min(buffer.length * 2, maxBytes + 1));
  }
}

function tooLarge(size: number): ReadBytes {
  return { refused: "too-large", detail: `${(size / 1_048_576).toFixed(1)} MiB` };
}

function refusalOf(error: unknown): ReadBytes {
  const code = systemCode(error) ?? "unknown";
  if (code === "ENOENT" || code === "ENOTDIR") return { refused: "vanished", detail: code };
  if (code === "ELOOP" || code === "EMLINK") return { refused: "link", detail: code };
  if (code === "ENXIO") return { refused: "not-a-regular-file", detail: code };
  return { refused: "unreadable", detail: code };
}
