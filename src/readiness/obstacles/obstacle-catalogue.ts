import type { ObstacleFinding } from "../readiness.ts";

/** assets/knowledge/obstacles.json: what stands in the way of `async def`, in words and in figures. */
export interface ObstacleEntry {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  /** async-def: the function cannot be `async def`; caller: it can, its users change shape; both; none: it costs. */
  readonly blocks: ObstacleFinding["blocks"];
  /** Can a function in this position wait through `awaitlet()` when the stack was entered by `async_def()`? */
  readonly awaitletWorks: ObstacleFinding["awaitletWorks"];
  /** Story points for each occurrence, on the scale 0 1 2 3 5 8 13. */
  readonly points: number;
  /** Factor on the effort of the calls inside the construct. */
  readonly multiplier: number;
  readonly source: string;
  /** Why the function stays synchronous, to follow "because"; a message of a Sentence: `{0}` through what, `{1}` in how many places. */
  readonly clause?: string;
  /** Neither `async def` nor Awaitlet can serve a waiting function here: it has to be redesigned. */
  readonly leavesNoWay?: boolean;
  /** A rewrite that ignores it runs and is wrong. */
  readonly isSilent?: boolean;
}

/** A framework that calls its handlers and does not await them. */
export interface SyncFramework {
  readonly pattern: RegExp;
  readonly name: string;
  /** What awaits such handlers. */
  readonly awaits: string;
  /** The framework that this belongs to, where the synchronous one has none of the kind. */
  readonly within?: string;
}

export interface ObstacleCatalogue {
  readonly entries: ReadonlyMap<string, ObstacleEntry>;
  /** Entry point kind → `boundary` (its framework or our own code can await it), `none`, or the obstacle's id. */
  readonly entryKinds: Readonly<Record<string, string>>;
  /** External methods whose override the library, or its async twin, can await. */
  readonly awaitedOverrides: readonly RegExp[];
  readonly twins: readonly { readonly pattern: RegExp; readonly twin: string }[];
  readonly synchronous: readonly SyncFramework[];
  readonly callbacks: {
    readonly awaitable: RegExp;
    readonly fromC: RegExp;
    readonly hooks: RegExp;
  };
  readonly decorators: {
    readonly transparent: readonly RegExp[];
    /** Of these, frameworks that call what they were given synchronously. */
    readonly registering: readonly RegExp[];
    readonly synchronous: readonly RegExp[];
    /** Last words of a decorator's name that tell, where the name is not known, that it wraps the call. */
    readonly synchronousWords: ReadonlySet<string>;
  };
}

interface ObstacleFile {
  readonly obstacles: readonly ObstacleEntry[];
  readonly boundaries: {
    readonly entryKinds: Readonly<Record<string, string>>;
    readonly overrides: readonly { readonly pattern: string; readonly why: string }[];
    readonly twins: readonly { readonly pattern: string; readonly twin: string }[];
    readonly synchronous: readonly (Omit<SyncFramework, "pattern"> & {
      readonly pattern: string;
    })[];
  };
  readonly callbacks: {
    readonly awaitable: string;
    readonly fromC: string;
    readonly hooks: string;
  };
  readonly decorators: {
    readonly transparent: readonly string[];
    readonly registering: readonly string[];
    readonly synchronous: readonly string[];
    readonly synchronousWords: readonly string[];
  };
}

/** Reads the shipped catalogue; its shape is checked against its schema by the tests. */
export function loadObstacles(text: string): ObstacleCatalogue {
  const file = JSON.parse(text) as ObstacleFile;
  const patterns = (list: readonly string[]) => list.map((pattern) => new RegExp(pattern));
  return {
    entries: new Map(file.obstacles.map((entry) => [entry.id, entry])),
    entryKinds: file.boundaries.entryKinds,
    awaitedOverrides: patterns(file.boundaries.overrides.map(({ pattern }) => pattern)),
    twins: file.boundaries.twins.map(({ pattern, twin }) => ({
      pattern: new RegExp(pattern),
      twin,
    })),
    synchronous: file.boundaries.synchronous.map((framework) => ({
      ...framework,
      pattern: new RegExp(framework.pattern),
    })),
    callbacks: {
      awaitable: new RegExp(file.callbacks.awaitable),
      fromC: new RegExp(file.callbacks.fromC),
      hooks: new RegExp(file.callbacks.hooks),
    },
    decorators: {
      transparent: patterns(file.decorators.transparent),
      registering: patterns(file.decorators.registering),
      synchronous: patterns(file.decorators.synchronous),
      synchronousWords: new Set(file.decorators.synchronousWords),
    },
  };
}
