import { defined } from "../defined.ts";
import { type LibraryReader, openLibraries } from "../source/library-reader.ts";
import { findLibraryRoots } from "../source/library-roots.ts";
import { readSource } from "../source/read-source.ts";
import type { SourceTree } from "../source/source-tree.ts";
import type { UserKnowledge } from "./read-knowledge.ts";

export interface AnalyseOptions {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly maxFileBytes?: number;
  /** Worker threads; default one per core. */
  readonly workers?: number;
  /** Megabytes that the run may need; absent: what the process may allocate. */
  readonly memoryMegabytes?: number;
  /** Folder of what is kept from run to run; absent: nothing is. */
  readonly cacheFolder?: string;
  readonly knowledge?: UserKnowledge;
  /** Folders of installed packages whose code is followed too. */
  readonly libraries?: readonly string[];
  /** A virtualenv whose site-packages is followed too. */
  readonly venv?: string;
}

/** Told what is going on; every number is a count of the stage's items. */
export interface Progress {
  stage(name: string): void;
  update(done: number, total: number): void;
  /** Runs what computes for long without giving way to the event loop. */
  computing<Result>(compute: () => Result): Result;
}

/** Modules of installed packages that are read at most. */
const LIBRARY_BUDGET = 2000;

/** The repository's files, as the options choose them. */
export async function readRepository(
  root: string,
  { include, exclude, maxFileBytes }: AnalyseOptions,
  progress: Progress,
): Promise<SourceTree> {
  progress.stage("files");
  return readSource(root, {
    ...defined({ include, exclude, maxFileBytes }),
    onProgress: (done, total) => progress.update(done, total),
  });
}

/** The installed packages that the options name; undefined where they name none. */
export async function openInstalled({
  libraries = [],
  venv,
}: AnalyseOptions): Promise<LibraryReader | undefined> {
  const roots = await findLibraryRoots(libraries, venv === undefined ? [] : [venv]);
  return roots.length === 0 ? undefined : openLibraries(roots, LIBRARY_BUDGET);
}
