import type { Analysis } from "../assessment/analyse.ts";
import type { AssessOptions } from "../assessment/assess.ts";
import type { Assessment } from "../assessment/assessment.ts";
import type { KeptRun } from "../assessment/kept-run.ts";
import { openRun } from "../assessment/open-run.ts";
import type { Progress } from "../assessment/read-repository.ts";
import { renderJson } from "../report/render-json.ts";
import { renderSummary } from "../report/render-summary.ts";
import type { RenderedFile } from "../report/rendered-file.ts";
import { readMessages } from "../report/report-texts.ts";
import { type Language, makeWords } from "../report/words.ts";
import { readAsset } from "../shipped.ts";
import { packFiles, unpackFiles } from "./packed-files.ts";

/** Where a report comes from: worked out now, or kept by an earlier run of the same input. */
export interface ReportSource {
  readonly assessment: () => Promise<Assessment>;
  /** The files that `render` makes of the assessment; `what` names all that they depend on besides. */
  readonly files: (what: readonly unknown[], render: Render) => Promise<readonly RenderedFile[]>;
}

export type Render = (assessment: Assessment) => Promise<readonly RenderedFile[]>;

export const JSON_FILE = ["json"] as const;
const HEADLINE = ["headline"] as const;
const PLACES = ["places"] as const;

/** Nothing is kept and nothing looked up; the assessment is made at most once. */
export function madeNow(make: () => Promise<Assessment>): ReportSource {
  let making: Promise<Assessment> | undefined;
  const assessment = () => {
    making ??= make();
    return making;
  };
  return { assessment, files: async (_, render) => render(await assessment()) };
}

/** Kept: nothing had to be worked out. */
export type Origin = "kept" | "made";

export interface SettledSource extends ReportSource {
  /** To be awaited in the end: only then is everything kept. */
  readonly settled: () => Promise<Origin>;
}

/** A function of the repository, whether or not it reaches Eventlet. */
export interface Place {
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}

/** The report of a repository, and where all its functions stand. */
export async function openReport(
  path: string,
  options: AssessOptions,
  progress: Progress,
): Promise<SettledSource & { readonly places: () => Promise<readonly Place[]> }> {
  const { analyse, cache } = await openRun(path, options, progress);
  let places: readonly Place[] | undefined;
  const make = async () => {
    const { judge } = await import("../assessment/assess.ts");
    const analysis = await analyse();
    places = placesOf(analysis);
    await cache?.put(JSON.stringify(PLACES), packFiles(listed(places)));
    return judge(analysis, options, progress);
  };
  const source: SettledSource =
    cache === undefined
      ? { ...madeNow(make), settled: async () => "made" }
      : keptOrMade(cache, make);
  return {
    ...source,
    places: async () => {
      const [file] = await source.files(PLACES, async () =>
        listed(places ?? placesOf(await analyse())),
      );
      return parse<readonly Place[]>(file);
    },
  };
}

function placesOf({ graph }: Analysis): Place[] {
  return graph.nodes
    .filter(({ kind }) => kind !== "external")
    .map(({ id, path = "", line = 0, endLine = line }) => ({ id, path, line, endLine }));
}

function listed(places: readonly Place[]): RenderedFile[] {
  return [{ name: "places", content: JSON.stringify(places) }];
}

/** What the cache holds is taken from it; what it lacks is made, and kept. */
function keptOrMade(cache: KeptRun, make: () => Promise<Assessment>): SettledSource {
  const keeping: Promise<void>[] = [];
  const fresh = new Map<string, Uint8Array>();
  let isMade = false;
  const lookUp = async (what: readonly unknown[]): Promise<Uint8Array | undefined> => {
    const name = JSON.stringify(what);
    return fresh.get(name) ?? cache.get(name);
  };
  const keep = (what: readonly unknown[], files: readonly RenderedFile[]): Uint8Array => {
    const packed = packFiles(files);
    fresh.set(JSON.stringify(what), packed);
    // Compressed by other threads while this one renders what comes next.
    keeping.push(cache.put(JSON.stringify(what), packed));
    return packed;
  };
  const { assessment } = madeNow(async () => {
    const kept = await lookUp(JSON_FILE);
    if (kept !== undefined) return parse<Assessment>(unpackFiles(kept)[0]);
    isMade = true;
    const made = await make();
    keep(JSON_FILE, [renderJson(made)]);
    return made;
  });
  return {
    assessment,
    files: async (what, render) => {
      const kept = await lookUp(what);
      if (kept !== undefined) return unpackFiles(kept);
      const made = await assessment();
      // The assessment's own file was rendered with it.
      return unpackFiles(fresh.get(JSON.stringify(what)) ?? keep(what, await render(made)));
    },
    settled: async () => {
      await Promise.all(keeping);
      return isMade ? "made" : "kept";
    },
  };
}

/** The bytes of assessment.json. */
export async function jsonOf({ files }: ReportSource): Promise<string | Uint8Array> {
  const [file] = await files(JSON_FILE, async (assessment) => [renderJson(assessment)]);
  return file?.content ?? "";
}

function parse<Value>(file: RenderedFile | undefined): Value {
  return JSON.parse(Buffer.from(file?.content ?? "").toString()) as Value;
}

/** What the terminal shows of a report. */
export interface Headline {
  readonly text: string;
  /** Functions that reach Eventlet. */
  readonly reaching: number;
}

export async function headlineOf({ files }: ReportSource, lang: Language): Promise<Headline> {
  const [file] = await files([...HEADLINE, lang], async (assessment) => {
    const words = makeWords(lang, await readMessages({ asset: readAsset }, lang));
    const text = renderSummary(assessment, words);
    const headline = { text, reaching: assessment.summary.reaching };
    return [{ name: "headline", content: JSON.stringify(headline) }];
  });
  return parse<Headline>(file);
}
