import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { systemCode } from "../failure.ts";
import { say } from "../sentence.ts";
import { mapBounded } from "./bounded.ts";
import { classify, type FileKind } from "./classify.ts";
import { decodeText } from "./decode.ts";
import { type Choice, type IgnoreRules, isIgnored, withRules } from "./ignore-rules.ts";
import { readBytes, readHead } from "./read-bytes.ts";
import { HIDDEN_FOLDERS, skipByContent, skipByName } from "./skip-folders.ts";
import type { Diagnostic, SkippedPath, SkipReason } from "./source-tree.ts";

export interface FoundFile {
  readonly path: string;
  /** Bytes, because a name on disk need not be text. */
  readonly absolute: Buffer;
  readonly kind: FileKind;
}

export interface Walked {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly SkippedPath[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface WalkOptions {
  readonly rules: IgnoreRules;
  readonly choice: Choice;
}

interface Folder {
  /** `""` for the root, else ending with `/`. */
  readonly path: string;
  readonly name: string;
  readonly absolute: Buffer;
  readonly rules: IgnoreRules;
  /** Entered only because something below may be wanted: what is not, is passed over. */
  readonly onlyWanted?: SkipReason;
}

interface Findings {
  readonly files: FoundFile[];
  readonly skipped: SkippedPath[];
  readonly diagnostics: Diagnostic[];
  readonly folders: Folder[];
}

const SEPARATOR = Buffer.from("/");
const FOLDERS_AT_ONCE = 16;
const MAX_IGNORE_FILE = 1_048_576;

/** Lists the files worth reading, breadth first, without following a single link. */
export async function walk(root: Buffer, { rules, choice }: WalkOptions): Promise<Walked> {
  const found: Omit<Findings, "folders"> = { files: [], skipped: [], diagnostics: [] };
  let level: readonly Folder[] = [{ path: "", name: "", absolute: root, rules }];
  while (level.length > 0) {
    const visited = await mapBounded(level, FOLDERS_AT_ONCE, (folder) =>
      visitFolder(folder, root, choice),
    );
    for (const { files, skipped, diagnostics } of visited) {
      found.files.push(...files);
      found.skipped.push(...skipped);
      found.diagnostics.push(...diagnostics);
    }
    level = visited.flatMap(({ folders }) => folders);
  }
  return found;
}

async function visitFolder(folder: Folder, root: Buffer, choice: Choice): Promise<Findings> {
  const found: Findings = { files: [], skipped: [], diagnostics: [], folders: [] };
  const entries = await listFolder(folder, found);
  const names = new Set(entries.map((entry) => decodeName(entry.name)));
  const reason = await skipByInside(folder, names);
  if (reason !== undefined && !choice.isIncluded(folder.path)) {
    found.skipped.push({ path: folder.path, why: reason });
    return found;
  }
  const rules = names.has(".gitignore") ? await withGitignore(folder) : folder.rules;
  for (const entry of entries)
    await visitEntry(entry, { ...folder, rules }, { root, choice, found });
  return found;
}

async function listFolder(folder: Folder, found: Findings): Promise<Dirent<Buffer>[]> {
  try {
    return await readdir(folder.absolute, { withFileTypes: true, encoding: "buffer" });
  } catch (error) {
    const code = systemCode(error) ?? "unknown";
    const why = code === "ENOENT" || code === "ENOTDIR" ? "vanished" : "unreadable";
    found.skipped.push({ path: folder.path, why });
    const message = say`The folder could not be read (${code}); nothing in it was assessed.`;
    found.diagnostics.push({
      code: `folder-${why}`,
      severity: "error",
      path: folder.path,
      message,
    });
    return [];
  }
}

async function skipByInside(
  folder: Folder,
  names: ReadonlySet<string>,
): Promise<SkipReason | undefined> {
  if (folder.path === "") return undefined;
  if (names.has("assessment.json") && (await isFormerReport(folder))) return "former-report";
  return (await isOldVirtualenv(folder, names)) ? "virtualenv" : skipByContent(folder.name, names);
}

/** Before Python 3.3, virtualenv wrote no pyvenv.cfg. */
async function isOldVirtualenv(folder: Folder, names: ReadonlySet<string>): Promise<boolean> {
  if (!names.has("bin") || !names.has("lib")) return false;
  const script = Buffer.concat([folder.absolute, Buffer.from("/bin/activate")]);
  return stat(script).then(
    () => true,
    () => false,
  );
}

/** Our own output, which may lie in the repository that it describes. */
async function isFormerReport(folder: Folder): Promise<boolean> {
  const path = Buffer.concat([folder.absolute, SEPARATOR, Buffer.from("assessment.json")]);
  const read = await readHead(path, 4096);
  if (!("bytes" in read)) return false;
  const head = read.bytes.toString("utf8");
  return /"schemaVersion"/.test(head) && /"tool"\s*:\s*\{\s*"name"\s*:\s*"assess"/.test(head);
}

async function withGitignore(folder: Folder): Promise<IgnoreRules> {
  const path = Buffer.concat([folder.absolute, SEPARATOR, Buffer.from(".gitignore")]);
  const read = await readBytes(path, MAX_IGNORE_FILE);
  if (!("bytes" in read)) return folder.rules;
  return withRules(folder.rules, decodeText(read.bytes), folder.path);
}

interface Visit {
  readonly root: Buffer;
  readonly choice: Choice;
  readonly found: Findings;
}

async function visitEntry(entry: Dirent<Buffer>, folder: Folder, visit: Visit): Promise<void> {
  const name = decodeName(entry.name);
  const place = {
    path: folder.path + name,
    name,
    absolute: Buffer.concat([folder.absolute, SEPARATOR, entry.name]),
  };
  if (entry.isDirectory()) visitSubfolder(place, folder, visit);
  else if (entry.isSymbolicLink()) await visitLink(place, visit);
  else visitFile(place, entry.isFile(), folder, visit);
}

type Place = Pick<Folder, "path" | "name" | "absolute">;

function visitSubfolder(place: Place, folder: Folder, { choice, found }: Visit): void {
  if (HIDDEN_FOLDERS.has(place.name)) return;
  const path = `${place.path}/`;
  const isWanted = choice.isIncluded(path);
  const why = isWanted ? undefined : (whySkip(path, folder, choice) ?? skipByName(place.name));
  if (why !== undefined && !choice.mayIncludeBelow(path)) {
    found.skipped.push({ path, why });
    return;
  }
  const next = { ...place, path, rules: folder.rules };
  found.folders.push(why === undefined ? next : { ...next, onlyWanted: why });
}

function whySkip(path: string, folder: Folder, choice: Choice): SkipReason | undefined {
  if (choice.isExcluded(path)) return "excluded";
  return folder.onlyWanted ?? (isIgnored(folder.rules, path) ? "gitignored" : undefined);
}

function visitFile(place: Place, isRegular: boolean, folder: Folder, visit: Visit): void {
  const { choice, found } = visit;
  const kind = classify(place.path);
  if (kind === undefined) return;
  const why = choice.isIncluded(place.path) ? undefined : whySkip(place.path, folder, choice);
  if (isRegular && why === undefined) {
    found.files.push({ path: place.path, absolute: place.absolute, kind });
  } else if (kind === "python") {
    found.skipped.push({ path: place.path, why: why ?? "not-a-regular-file" });
  } else if (kind !== "script?" && why === undefined) {
    const message = say`A pipe, a device or a socket: it was not searched for signs of Eventlet.`;
    const code = "file-not-a-regular-file";
    found.diagnostics.push({ code, severity: "warning", path: place.path, message });
  }
}

/**
 * A link is never followed. What it points to inside the repository is read where it really lies;
 * what lies outside is none of our business.
 */
async function visitLink(place: Place, { root, found }: Visit): Promise<void> {
  const target = await realpath(place.absolute, { encoding: "buffer" }).catch(() => undefined);
  const isPython = classify(place.path) === "python";
  if (target === undefined) {
    if (!isPython) return;
    const message = say`The link is broken or circular.`;
    found.skipped.push({ path: place.path, why: "link" });
    found.diagnostics.push({ code: "broken-link", severity: "info", path: place.path, message });
    return;
  }
  const inside = target.equals(root) || isBelow(target, root);
  if (!inside) found.skipped.push({ path: place.path, why: "link-outside" });
  else if (isPython || (await isFolder(target)))
    found.skipped.push({ path: place.path, why: "link" });
}

function isBelow(path: Buffer, root: Buffer): boolean {
  const head = root.equals(SEPARATOR) ? root : Buffer.concat([root, SEPARATOR]);
  return path.subarray(0, head.length).equals(head);
}

async function isFolder(path: Buffer): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Bytes that are no UTF-8 become `\xNN`, so that two names never become one. */
function decodeName(name: Buffer): string {
  const text = name.toString("utf8");
  if (!text.includes("\u{fffd}")) return text;
  return Array.from(validPieces(name)).join("");
}

function* validPieces(name: Buffer): Generator<string> {
  for (let at = 0; at < name.length; ) {
    const length = [4, 3, 2, 1].find((size) => isOneCharacter(name.subarray(at, at + size), size));
    if (length === undefined) yield `\\x${(name[at] ?? 0).toString(16).padStart(2, "0")}`;
    else yield name.toString("utf8", at, at + length);
    at += length ?? 1;
  }
}

function isOneCharacter(bytes: Buffer, size: number): boolean {
  const text = bytes.toString("utf8");
  const isWhole = bytes.length === size && [...text].length === 1;
  return isWhole && Buffer.from(text).equals(bytes);
}
