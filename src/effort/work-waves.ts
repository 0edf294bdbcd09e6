import type { FunctionId } from "../callgraph/call-graph.ts";
import { say, type Text } from "../sentence.ts";
import type { Pricing } from "./price-functions.ts";

/** When a piece of work is due: the waves of the plan, by what they are for. */
export interface WorkWaves {
  /** Eventlet's asyncio hub: the first one. */
  readonly hub: number;
  /** The patching of the standard library goes here. */
  readonly unpatch: number;
  /** The last one: what is left of Eventlet goes. */
  readonly cleanup: number;
  /** The earliest wave that changes one of these functions, else one of these files; else the hub's. */
  firstOf(functions: Iterable<FunctionId>, paths?: readonly string[]): number;
  epicOf(wave: number): Text;
}

/** A service wave is called after its entry point: a name, no prose. */
const nameIn = (title: Text) => (typeof title === "string" ? say`${title}` : title);

export function workWaves(input: Pricing): WorkWaves {
  const { verdicts, waves } = input.readiness;
  const waveOf = new Map(verdicts.map((verdict) => [verdict.function, verdict.wave]));
  const waveOfPath = new Map<string, number>();
  for (const { path, verdict } of input.own)
    waveOfPath.set(path, Math.min(verdict.wave, waveOfPath.get(path) ?? verdict.wave));
  const titles = new Map(waves.map(({ number, title }) => [number, title]));
  const numberOf = (kind: string) => waves.find((wave) => wave.kind === kind)?.number;
  const hub = numberOf("hub") ?? 1;
  const last = Math.max(hub, ...waves.map(({ number }) => number));
  const cleanup = numberOf("cleanup") ?? last;
  const least = (found: readonly number[]) =>
    found.reduce((first, wave) => (wave > 0 && wave < first ? wave : first), Infinity);
  const firstOf = (functions: Iterable<FunctionId>, paths: readonly string[] = []) => {
    const byFunction = least([...functions].flatMap((id) => waveOf.get(id) ?? []));
    const byPath = least(paths.flatMap((path) => waveOfPath.get(path) ?? []));
    return [byFunction, byPath, hub].find(Number.isFinite) ?? hub;
  };
  const epicOf = (wave: number) => {
    if (wave === 0) return say`Foundations`;
    const title = titles.get(wave);
    return title === undefined ? say`Wave ${wave}` : say`Wave ${wave}: ${nameIn(title)}`;
  };
  return { hub, unpatch: numberOf("unpatch") ?? cleanup, cleanup, firstOf, epicOf };
}
