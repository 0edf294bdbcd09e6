import type { RenderedFile } from "../report/rendered-file.ts";

interface Head {
  readonly name: string;
  readonly bytes: number;
}

/** Files as one run of bytes: a line that tells their names and lengths, then one after the other. */
export function packFiles(files: readonly RenderedFile[]): Uint8Array {
  const heads = files.map(
    ({ name, content }): Head => ({ name, bytes: Buffer.byteLength(content) }),
  );
  const head = Buffer.from(`${JSON.stringify(heads)}\n`);
  const packed = Buffer.allocUnsafe(heads.reduce((sum, { bytes }) => sum + bytes, head.length));
  packed.set(head);
  let at = head.length;
  for (const [index, { content }] of files.entries()) {
    if (typeof content === "string") packed.write(content, at);
    else packed.set(content, at);
    at += heads[index]?.bytes ?? 0;
  }
  return packed;
}

/** The files again; they share the memory of the bytes. */
export function unpackFiles(packed: Uint8Array): RenderedFile[] {
  const start = packed.indexOf(LINE_END) + 1;
  const heads = JSON.parse(Buffer.from(packed.subarray(0, start)).toString()) as Head[];
  let at = start;
  return heads.map(({ name, bytes }) => {
    const content = packed.subarray(at, at + bytes);
    at += bytes;
    return { name, content };
  });
}

const LINE_END = 10;
