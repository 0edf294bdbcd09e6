import { addToGroup, groupBy } from "../group-by.ts";
import type { Wave } from "../readiness/readiness.ts";
import type { Piece } from "./piece.ts";
import { FIRST_TESTS } from "./price-tests.ts";
import { waveGraph } from "./serial-time.ts";

export interface NumberedPiece extends Piece {
  readonly id: string;
}

/** By wave, within a wave by step, within a step by what it unlocks per point. */
export function byOrderOfWork(a: Piece, b: Piece): number {
  const gain = ({ leverage, points }: Piece) => leverage / Math.max(points, 0.01);
  return (
    a.wave - b.wave ||
    a.step - b.step ||
    gain(b) - gain(a) ||
    ((a.packages[0] ?? "") < (b.packages[0] ?? "") ? -1 : 1)
  );
}

/**
 * What each story waits for: code for the first tests of its files; the story that starts a service
 * the new way for all others of its wave; and each wave for what closes the waves before it (its
 * services, or where it has none its last stories). Cycles cannot arise: a story waits only for
 * earlier waves, and within its wave for earlier steps.
 */
export function prerequisites(
  stories: readonly NumberedPiece[],
  waves: readonly Wave[],
): ReadonlyMap<string, readonly string[]> {
  const members = groupBy(stories, ({ wave }) => wave);
  const orders = new Map([...members].map(([wave, own]) => [wave, orderWithin(own)]));
  const before = nearestBefore([...members.keys()], waves);
  const after = new Map<string, readonly string[]>();
  for (const [wave, own] of members) {
    const gate = (before.get(wave) ?? []).flatMap((other) => orders.get(other)?.closers ?? []);
    for (const story of own) {
      const inWave = orders.get(wave)?.before(story) ?? [];
      after.set(story.id, inWave.length > 0 ? inWave : gate);
    }
  }
  return after;
}

const isFirstTests = ({ packages }: Piece) => packages.every((id) => id.startsWith(FIRST_TESTS));
const startsService = ({ packages }: Piece) => packages.some((id) => id.startsWith("service:"));

interface WaveOrder {
  /** What later waves wait for. */
  readonly closers: readonly string[];
  /** The stories of the wave that this one of it waits for. */
  before(story: NumberedPiece): readonly string[];
}

function orderWithin(own: readonly NumberedPiece[]): WaveOrder {
  const testsBefore = firstTestsBefore(own);
  const services = own.filter(startsService);
  const others = own.filter((story) => !startsService(story));
  const awaited = new Set(others.flatMap(testsBefore));
  const ends = others.map(({ id }) => id).filter((id) => !awaited.has(id));
  return {
    closers: services.length > 0 ? services.map(({ id }) => id) : ends,
    before: (story) => (startsService(story) ? ends : testsBefore(story)),
  };
}

/** Code waits for the first tests of its files, in the order of the stories. */
function firstTestsBefore(own: readonly NumberedPiece[]): WaveOrder["before"] {
  const places = new Map<string, number[]>();
  for (const [place, story] of own.entries()) {
    if (!isFirstTests(story)) continue;
    for (const path of story.paths) addToGroup(places, path, place);
  }
  return (story) => {
    if (isFirstTests(story) || story.kind !== "function") return [];
    const found = new Set(story.paths.flatMap((path) => places.get(path) ?? []));
    return [...found].sort((a, b) => a - b).map((place) => own[place]?.id ?? "");
  };
}

/** Waves that directly come before each; one that already comes before another of them is left out. */
function nearestBefore(
  numbers: readonly number[],
  waves: readonly Wave[],
): ReadonlyMap<number, readonly number[]> {
  const all = [...new Set([...numbers, ...waves.map(({ number }) => number)])];
  const graph = waveGraph(all, waves);
  const earlier = new Map<number, ReadonlySet<number>>();
  const nearest = new Map<number, readonly number[]>();
  for (const wave of all.sort((a, b) => a - b)) {
    const direct = (graph.predecessors(String(wave)) ?? []).map(Number);
    const known = new Set(direct.flatMap((other) => [other, ...(earlier.get(other) ?? [])]));
    earlier.set(wave, known);
    const present = [...known].filter((other) => numbers.includes(other)).sort((a, b) => a - b);
    const implied = new Set(present.flatMap((other) => [...(earlier.get(other) ?? [])]));
    nearest.set(
      wave,
      present.filter((other) => !implied.has(other)),
    );
  }
  return nearest;
}
