const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
/** 1980-01-01 00:00, the earliest that a ZIP file can say (APPNOTE 4.4.6). */
const EARLIEST = { time: 0, date: (1 << 5) | 1 } as const;

/** The same archive with one fixed time on all entries: same content, same bytes. */
export function fixZipTimes(bytes: Uint8Array): Uint8Array {
  const fixed = Uint8Array.from(bytes);
  const view = new DataView(fixed.buffer);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let entry = 0; entry < count && view.getUint32(at, true) === CENTRAL_HEADER; entry++) {
    stamp(view, at + 12);
    stamp(view, view.getUint32(at + 42, true) + 10);
    at +=
      46 +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
  }
  return fixed;
}

function stamp(view: DataView, at: number): void {
  view.setUint16(at, EARLIEST.time, true);
  view.setUint16(at + 2, EARLIEST.date, true);
}

function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0; at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  throw new RangeError("not a ZIP archive");
}
