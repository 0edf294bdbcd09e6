/** What a renderer returns: a file that `writeFiles` puts on the disk. */
export interface RenderedFile {
  /** File name without folder, such as `report.html`. */
  readonly name: string;
  readonly content: string | Uint8Array;
}
