import { isUtf8 } from "node:buffer";
import { say, type Text } from "../sentence.ts";

/** A file's bytes as the text that the rest of the program sees, and what was odd about them. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
  readonly oddities: readonly Oddity[];
}

export interface Oddity {
  readonly code: string;
  readonly severity: "warning" | "info";
  readonly line: number;
  readonly message: Text;
}

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Decodes Python source as PEP 263 says: a byte order mark, else a coding cookie in the first two
 * lines, else UTF-8. Python would refuse bytes that do not fit; here they are read as Latin-1,
 * which never fails and keeps every ASCII character in its place.
 */
export function decodePython(bytes: Buffer): DecodedText {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return decodeWide(bytes, wide);
  const hasMark = bytes.subarray(0, 3).equals(UTF8_MARK);
  const body = hasMark ? bytes.subarray(3) : bytes;
  const cookie = hasMark ? undefined : codingCookie(body);
  const declared = cookie === undefined ? "utf-8" : canonicalEncoding(cookie.name);
  if (declared === undefined) {
    const name = cookie?.name ?? "";
    return withOddity(decodeUtf8(body), {
      code: "unknown-encoding",
      severity: "warning",
      line: cookie?.line ?? 1,
      message: say`The coding cookie names "${name.slice(0, 40)}", which is not known here.`,
    });
  }
  if (declared === "utf-8") return decodeUtf8(body);
  if (declared === "latin-1") return plain(body.toString("latin1"), declared);
  return plain(new TextDecoder(declared).decode(body), declared);
}

/** Text without a cookie, such as a configuration file. */
export function decodeText(bytes: Buffer): string {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return decodeWide(bytes, wide).text;
  const hasMark = bytes.subarray(0, 3).equals(UTF8_MARK);
  return decodeUtf8(hasMark ? bytes.subarray(3) : bytes).text;
}

/** Whether the bytes are no text at all: compiled code, an archive, a picture. */
export function looksBinary(bytes: Buffer): boolean {
  if (wideEncoding(bytes) !== undefined) return false;
  const sample = bytes.subarray(0, 8192);
  if (!sample.includes(0)) return false;
  let nuls = 0;
  for (const byte of sample) if (byte === 0) nuls += 1;
  return nuls > sample.length / 100;
}

function decodeUtf8(bytes: Buffer): DecodedText {
  if (isUtf8(bytes)) return plain(bytes.toString("utf8"), "utf-8");
  return withOddity(plain(bytes.toString("latin1"), "latin-1"), {
    code: "invalid-encoding",
    severity: "warning",
    line: firstInvalidLine(bytes),
    message: say`The file is not valid UTF-8 and declares no other encoding; it was read as Latin-1.`,
  });
}

function firstInvalidLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end === -1 ? bytes.length : end;
    if (!isUtf8(bytes.subarray(start, stop))) return line;
    start = stop + 1;
  }
  return line;
}

/** Editors on Windows write UTF-16, which Python itself refuses. */
function wideEncoding(bytes: Buffer): "utf-16le" | "utf-16be" | undefined {
  if (bytes.length < 2 || bytes.length % 2 === 1) return undefined;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}

function decodeWide(bytes: Buffer, encoding: string): DecodedText {
  return withOddity(plain(new TextDecoder(encoding).decode(bytes), encoding), {
    code: "unsupported-encoding",
    severity: "warning",
    line: 1,
    message: say`The file is UTF-16, which Python does not run.`,
  });
}

/** Line ends as Python's universal newlines see them; same length apart from `\r\n`. */
function plain(decoded: string, encoding: string): DecodedText {
  const text = decoded.includes("\r") ? decoded.replace(/\r\n?/g, "\n") : decoded;
  const nul = text.indexOf("\0");
  if (nul === -1) return { text, encoding, oddities: [] };
  const line = text.slice(0, nul).split("\n").length;
  const message = say`The file contains NUL bytes, which Python rejects; they were read as spaces.`;
  return {
    text: text.replaceAll("\0", " "),
    encoding,
    oddities: [{ code: "nul-byte", severity: "warning", line, message }],
  };
}

function withOddity(decoded: DecodedText, oddity: Oddity): DecodedText {
  return { ...decoded, oddities: [oddity, ...decoded.oddities] };
}

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK_OR_COMMENT = /^[ \t\f]*(?:#|$)/;

function codingCookie(bytes: Buffer): { name: string; line: number } | undefined {
  const lines = bytes
    .subarray(0, 1024)
    .toString("latin1")
    .split(/\r\n?|\n/, 2);
  for (const [index, text] of lines.entries()) {
    const name = COOKIE.exec(text)?.[1];
    if (name !== undefined) return { name, line: index + 1 };
    if (!BLANK_OR_COMMENT.test(text)) return undefined;
  }
  return undefined;
}

/** Python's names for encodings that the WHATWG list spells otherwise. */
const PYTHON_NAMES: Readonly<Record<string, string>> = {
  ascii: "utf-8",
  "us-ascii": "utf-8",
  "646": "utf-8",
  u8: "utf-8",
  utf: "utf-8",
  "utf8-ucs2": "utf-8",
  "utf8-ucs4": "utf-8",
  "utf-8-sig": "utf-8",
  "future-fstrings": "utf-8",
  latin: "latin-1",
  latin1: "latin-1",
  "latin-1": "latin-1",
  l1: "latin-1",
  cp819: "latin-1",
  8859: "latin-1",
  "iso8859-1": "latin-1",
  "iso-8859-1": "latin-1",
  latin2: "iso-8859-2",
  latin9: "iso-8859-15",
  "latin-9": "iso-8859-15",
  cp932: "shift_jis",
  ms932: "shift_jis",
  mskanji: "shift_jis",
  "s-jis": "shift_jis",
  "shift-jis": "shift_jis",
  cp936: "gbk",
  ms936: "gbk",
  cp949: "euc-kr",
  cp950: "big5",
  ujis: "euc-jp",
  eucjp: "euc-jp",
  euckr: "euc-kr",
  "mac-roman": "macintosh",
  "mac-cyrillic": "x-mac-cyrillic",
};

/** The encoding's name for `TextDecoder`, or `latin-1`, or nothing for what neither knows. */
function canonicalEncoding(name: string): string | undefined {
  const lower = name.toLowerCase().replaceAll("_", "-");
  // Emacs and vim write the line ends into the name, and CPython forgives it for these two.
  const bare = lower.replace(/^(utf-8|latin-1|iso-8859-1|iso-latin-1)-.*$/, "$1");
  const spelled = bare.replace(/^cp(125\d)$/, "windows-$1").replace(/^cp(866)$/, "ibm$1");
  const known = PYTHON_NAMES[bare] ?? (bare === "iso-latin-1" ? "latin-1" : spelled);
  if (known === "latin-1") return known;
  try {
    return new TextDecoder(known.replace(/^iso8859-/, "iso-8859-")).encoding;
  } catch {
    return undefined;
  }
}
