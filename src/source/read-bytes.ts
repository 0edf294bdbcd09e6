import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { SkipReason } from "./source-tree.ts";

export type ReadBytes =
  | { readonly bytes: Buffer; readonly changed: boolean }
  | { readonly refused: SkipReason; readonly detail: string };

// A FIFO would block the open for ever, and a link may have replaced the file since it was listed.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** The whole content of a regular file, or why there is none. Never throws for what the disk does. */
export function readBytes(path: Buffer | string, maxBytes: number): Promise<ReadBytes> {
  return withFile(path, (file, before) =>
    before.size > maxBytes ? tooLarge(before.size) : readWhole(file, before, maxBytes),
  );
}

/** The first bytes of a regular file of any size. */
export function readHead(path: Buffer | string, length: number): Promise<ReadBytes> {
  return withFile(path, async (file) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return { bytes: buffer.subarray(0, bytesRead), changed: false };
  });
}

async function withFile(
  path: Buffer | string,
  read: (file: FileHandle, before: Stats) => Promise<ReadBytes> | ReadBytes,
): Promise<ReadBytes> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, FLAGS);
    const before = await file.stat();
    if (!before.isFile()) return { refused: "not-a-regular-file", detail: "no regular file" };
    return await read(file, before);
  } catch (error) {
    return refusalOf(error);
  } finally {
    await file?.close();
  }
}

async function readWhole(file: FileHandle, before: Stats, maxBytes: number): Promise<ReadBytes> {
  const bytes = await readUpTo(file, before, maxBytes);
  if (bytes.length > maxBytes) return tooLarge(bytes.length);
  return { bytes, changed: bytes.length !== before.size };
}

/** One read is enough for a file that nobody changes; a growing one is read on up to the limit. */
async function readUpTo(file: FileHandle, { size }: Stats, maxBytes: number): Promise<Buffer> {
  let buffer = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
    length += bytesRead;
    if (bytesRead === 0 || length > maxBytes) return buffer.subarray(0, length);
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
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  if (code === "ENOENT" || code === "ENOTDIR") return { refused: "vanished", detail: code };
  if (code === "ELOOP" || code === "EMLINK") return { refused: "link", detail: code };
  if (code === "ENXIO") return { refused: "not-a-regular-file", detail: code };
  return { refused: "unreadable", detail: code };
}
