import type { RenderedFile } from "../report/rendered-file.ts";

interface Head {
  readonly name: string;
  readonly bytes: number;
}

/** Files as one run of bytes: a line that tells their names and lengths, then one after the other. */
export function packFiles(files: readonly RenderedFile[]): Uint8Array {
  const contents = files.map(({ content }) =>
    typeof content === "string" ? Buffer.from(content) : content,
  );
  const heads = files.map(({ name }, at): Head => ({ name, bytes: contents[at]?.length ?? 0 }));
  return Buffer.concat([Buffer.from(`${JSON.stringify(heads)}\n`), ...contents]);
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
