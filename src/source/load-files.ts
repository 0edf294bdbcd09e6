import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { type Sentence, say } from "../sentence.ts";
import { mapBounded } from "./bounded.ts";
import { type FileKind, hasPythonShebang, hasShellShebang } from "./classify.ts";
import { decodePython, decodeText, looksBinary } from "./decode.ts";
import { byPath } from "./paths.ts";
import { readBytes, readHead } from "./read-bytes.ts";
import type {
  Diagnostic,
  ReadOptions,
  SignalFile,
  SignalFileKind,
  SkippedPath,
  SkipReason,
} from "./source-tree.ts";
import type { FoundFile } from "./walk.ts";

export interface LoadedPython {
  readonly path: string;
  readonly text: string;
  readonly encoding: string;
  readonly hash: string;
  readonly isScript: boolean;
}

/** Everything read, each list sorted by path. */
export interface Loaded {
  readonly python: readonly LoadedPython[];
  readonly signals: readonly SignalFile[];
  readonly skipped: readonly SkippedPath[];
  readonly diagnostics: readonly Diagnostic[];
  /** The text of CODEOWNERS. */
  readonly owners?: string;
}

const FILES_AT_ONCE = 24;
const DEFAULT_MAX_FILE = 2_097_152;
const PROGRESS_STEP = 64;

/** Lock files are long; nothing else that tells how a program is run needs half a megabyte. */
const MAX_SIGNAL_FILE = 524_288;
const MAX_DEPENDENCY_FILE = 4_194_304;
const MAX_SIGNAL_FILES = 4000;
const MAX_SIGNAL_TOTAL = 33_554_432;

/** What matters most is read first, so that the limits cut documentation before anything else. */
const SIGNAL_ORDER: readonly SignalFileKind[] = [
  "dependency",
  "deployment",
  "service",
  "env",
  "ci",
  "shell",
  "config",
  "doc",
];

interface LoadedOne {
  readonly python?: LoadedPython;
  readonly signal?: SignalFile;
  readonly skipped?: SkippedPath;
  readonly diagnostics?: readonly Diagnostic[];
  readonly owners?: string;
}

/** Reads and decodes the files. What cannot be read becomes a diagnostic. */
export async function loadFiles(
  found: readonly FoundFile[],
  options: ReadOptions,
): Promise<Loaded> {
  const { kept, cut } = limitSignals(found);
  let done = 0;
  const all = await mapBounded(kept, FILES_AT_ONCE, async (file) => {
    const loaded = await loadOne(file, options.maxFileBytes ?? DEFAULT_MAX_FILE);
    done += 1;
    if (done % PROGRESS_STEP === 0) {
      options.onProgress?.(done, kept.length);
      // A signal is heard here.
      await setImmediate();
    }
    return loaded;
  });
  options.onProgress?.(kept.length, kept.length);
  const signals = limitTotal(all.flatMap(({ signal }) => signal ?? []));
  const owners = all.find((one) => one.owners !== undefined)?.owners;
  return {
    python: all.flatMap(({ python }) => python ?? []).toSorted(byPath),
    signals: signals.kept.toSorted(byPath),
    skipped: all.flatMap(({ skipped }) => skipped ?? []).toSorted(byPath),
    diagnostics: [
      ...all.flatMap(({ diagnostics }) => diagnostics ?? []),
      ...limitDiagnostic(cut + signals.cut),
    ],
    ...(owners === undefined ? {} : { owners }),
  };
}

function limitSignals(found: readonly FoundFile[]): { kept: FoundFile[]; cut: number } {
  const isSignal = ({ kind }: FoundFile): boolean => rankOf(kind) >= 0;
  const signals = found
    .filter(isSignal)
    .toSorted((left, right) => rankOf(left.kind) - rankOf(right.kind) || byPath(left, right));
  const code = found.filter((file) => !isSignal(file)).toSorted(byPath);
  const kept = [...code, ...signals.slice(0, MAX_SIGNAL_FILES)];
  return { kept, cut: Math.max(0, signals.length - MAX_SIGNAL_FILES) };
}

function rankOf(kind: FileKind): number {
  return (SIGNAL_ORDER as readonly FileKind[]).indexOf(kind);
}

function limitTotal(signals: readonly SignalFile[]): { kept: SignalFile[]; cut: number } {
  let total = 0;
  const kept = signals.filter(({ text }) => {
    total += text.length;
    return total <= MAX_SIGNAL_TOTAL;
  });
  return { kept, cut: signals.length - kept.length };
}

function limitDiagnostic(cut: number): Diagnostic[] {
  if (cut === 0) return [];
  const message = say`${cut} documents and settings beyond the first ${MAX_SIGNAL_FILES} files or ${MAX_SIGNAL_TOTAL >> 20} MiB were not searched for signs of Eventlet.`;
  return [{ code: "too-many-documents", severity: "info", path: "", message }];
}

async function loadOne(file: FoundFile, maxFileBytes: number): Promise<LoadedOne> {
  switch (file.kind) {
    case "python":
      return loadPython(file, maxFileBytes, "always");
    case "named":
      return loadPython(file, maxFileBytes, "if-python");
    case "owners":
      return loadOwners(file);
    case "script?":
      return loadScript(file, maxFileBytes);
    default:
      return loadSignal(file, file.kind);
  }
}

async function loadScript(file: FoundFile, maxFileBytes: number): Promise<LoadedOne> {
  const head = await readHead(file.absolute, 256);
  if (!("bytes" in head)) return notSearched(file.path, head.refused, head.detail);
  const start = head.bytes.toString("latin1");
  if (hasPythonShebang(start)) return loadPython(file, maxFileBytes, "always");
  return hasShellShebang(start) ? loadSignal(file, "shell") : {};
}

async function loadPython(
  file: FoundFile,
  maxFileBytes: number,
  accept: "always" | "if-python",
): Promise<LoadedOne> {
  const read = await readBytes(file.absolute, maxFileBytes);
  if (!("bytes" in read)) return refused(file.path, read.refused, read.detail);
  const { bytes, changed } = read;
  if (looksBinary(bytes)) return refused(file.path, "binary", "");
  const { text, encoding, oddities } = decodePython(bytes);
  const isScript = hasPythonShebang(text);
  if (accept === "if-python" && !isScript && !/\.(?:pyw?|py[23]|wsgi)$/i.test(file.path)) return {};
  const hash = createHash("sha256").update(bytes).digest("hex");
  const diagnostics = oddities.map((oddity) => ({ ...oddity, path: file.path }));
  return {
    python: { path: file.path, text, encoding, hash, isScript },
    diagnostics: changed ? [...diagnostics, changedDuringRead(file.path)] : diagnostics,
  };
}

function changedDuringRead(path: string): Diagnostic {
  const message = say`The file changed while it was read; what was assessed may be half old, half new.`;
  return { code: "changed-during-read", severity: "warning", path, message };
}

const REFUSALS: Readonly<Partial<Record<SkipReason, Sentence>>> = {
  binary: say`The file has a Python name, but its content is not text`,
  link: say`The file was replaced by a link while the repository was read`,
  "not-a-regular-file": say`It is a pipe, a device or a socket, not a file`,
  "too-large": say`The file is larger than the limit for one file`,
  unreadable: say`The file could not be read`,
  vanished: say`The file vanished while the repository was read`,
};

function refused(path: string, why: SkipReason, detail: string): LoadedOne {
  const cause = REFUSALS[why] ?? say`The file could not be read`;
  const message =
    detail === ""
      ? say`${cause}; it was not assessed.`
      : say`${cause} (${detail}); it was not assessed.`;
  const code = why === "too-large" ? "file-too-large" : `file-${why}`;
  return {
    skipped: { path, why },
    diagnostics: [{ code, severity: "error", path, message }],
  };
}

/** Settings, requirements, documents and the like: without them something may be missed, but no code. */
function notSearched(path: string, why: SkipReason, detail: string): LoadedOne {
  const cause = REFUSALS[why] ?? say`The file could not be read`;
  const message = say`${cause} (${detail}); it was not searched for signs of Eventlet.`;
  const isLarge = why === "too-large";
  const code = isLarge ? "file-too-large" : `file-${why}`;
  return { diagnostics: [{ code, severity: isLarge ? "info" : "warning", path, message }] };
}

async function loadSignal(file: FoundFile, kind: SignalFileKind): Promise<LoadedOne> {
  const limit = kind === "dependency" ? MAX_DEPENDENCY_FILE : MAX_SIGNAL_FILE;
  const read = await readBytes(file.absolute, limit);
  if (!("bytes" in read)) return notSearched(file.path, read.refused, read.detail);
  if (looksBinary(read.bytes)) return {};
  return { signal: { path: file.path, kind, text: decodeText(read.bytes) } };
}

async function loadOwners(file: FoundFile): Promise<LoadedOne> {
  const read = await readBytes(file.absolute, MAX_SIGNAL_FILE);
  return "bytes" in read
    ? { owners: decodeText(read.bytes) }
    : notSearched(file.path, read.refused, read.detail);
}
