import { createReadStream } from "node:fs";
import { Failure, inputTooLarge, notReadable } from "../failure.ts";

/** A file that the user names, or its settings; what is larger, or has no end as a device, is refused. */
export async function readInput(path: string, mostMegabytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > mostMegabytes * 1_000_000) throw inputTooLarge(path, mostMegabytes);
    }
  } catch (error) {
    throw error instanceof Failure ? error : notReadable(path, error);
  }
  return Buffer.concat(chunks);
}
