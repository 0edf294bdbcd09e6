import { type FileHandle, open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inflateSync } from "node:zlib";

/** A commit is a few hundred bytes; more is a mistake or an attack. */
const MAX_COMMIT = 1_048_576;
const OBJ_COMMIT = 1;

/** The committer date of a commit, ISO 8601 in UTC, from a loose or packed object. */
export async function readCommitDate(gitFolder: string, id: string): Promise<string | undefined> {
  const objects = join(gitFolder, "objects");
  try {
    const text = (await looseCommit(objects, id)) ?? (await packedCommit(objects, id));
    const seconds = /^committer .* (\d+) [+-]\d{4}$/m.exec(text ?? "")?.[1];
    if (seconds === undefined) return undefined;
    return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
  } catch {
    // The date is a courtesy: a damaged object store must not stop an assessment.
    return undefined;
  }
}

async function looseCommit(objects: string, id: string): Promise<string | undefined> {
  const path = join(objects, id.slice(0, 2), id.slice(2));
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return undefined;
  return inflateSync(bytes, { maxOutputLength: MAX_COMMIT }).toString("utf8");
}

async function packedCommit(objects: string, id: string): Promise<string | undefined> {
  const folder = join(objects, "pack");
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((file) => file.endsWith(".idx")).toSorted()) {
    const offset = await offsetInPack(join(folder, name), id);
    if (offset !== undefined) return commitAt(join(folder, name.replace(/idx$/, "pack")), offset);
  }
  return undefined;
}

/** Looks an id up in a version-2 pack index (gitformat-pack), reading only what it needs. */
async function offsetInPack(path: string, id: string): Promise<number | undefined> {
  return withOpened(path, async (file) => {
    const head = await bytesAt(file, 0, 8 + 256 * 4);
    if (head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2) return undefined;
    const wanted = Buffer.from(id, "hex");
    const first = wanted[0] ?? 0;
    const start = first === 0 ? 0 : head.readUInt32BE(8 + (first - 1) * 4);
    const end = head.readUInt32BE(8 + first * 4);
    const total = head.readUInt32BE(8 + 255 * 4);
    const ids = await bytesAt(
      file,
      head.length + start * wanted.length,
      (end - start) * wanted.length,
    );
    const index = indexOfId(ids, wanted);
    if (index === undefined) return undefined;
    const offsets = head.length + total * (wanted.length + 4);
    const offset = (await bytesAt(file, offsets + (start + index) * 4, 4)).readUInt32BE(0);
    if (offset < 0x8000_0000) return offset;
    const large = await bytesAt(file, offsets + total * 4 + (offset - 0x8000_0000) * 8, 8);
    return Number(large.readBigUInt64BE(0));
  });
}

function indexOfId(ids: Buffer, wanted: Buffer): number | undefined {
  for (let at = 0; at < ids.length; at += wanted.length) {
    if (ids.subarray(at, at + wanted.length).equals(wanted)) return at / wanted.length;
  }
  return undefined;
}

/** Nothing where the commit is stored as a difference to another: rare for a commit at the head. */
async function commitAt(path: string, offset: number): Promise<string | undefined> {
  return withOpened(path, async (file) => {
    const bytes = await bytesAt(file, offset, 65_536);
    if ((((bytes[0] ?? 0) >> 4) & 7) !== OBJ_COMMIT) return undefined;
    let at = 0;
    while (((bytes[at] ?? 0) & 0x80) !== 0) at += 1;
    const body = inflateSync(bytes.subarray(at + 1), {
      maxOutputLength: MAX_COMMIT,
      // What follows belongs to the next object.
      finishFlush: 2,
    });
    return body.toString("utf8");
  });
}

async function withOpened<Result>(
  path: string,
  read: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  const file = await open(path, "r");
  try {
    return await read(file);
  } finally {
    await file.close();
  }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
