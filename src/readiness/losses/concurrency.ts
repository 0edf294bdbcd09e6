import type { ApiEntry, Knowledge } from "../../eventlet/catalogue.ts";
import { findApi } from "../../eventlet/find-api.ts";

/** What the knowledge says of names outside the program that run work side by side. */
export interface Concurrency {
  partOf(api: string): ApiEntry["concurrency"];
  /** It waits for what was started, or for what that delivers. */
  joins(api: string): boolean;
  /** Of a class of pools, or of its constructor. */
  poolOf(name: string): ApiEntry["pool"];
}

export function readConcurrency(knowledge: Knowledge): Concurrency {
  const entryOf = (name: string) => findApi(knowledge, knowledge.aliases[name] ?? name);
  const partOf = (api: string) => entryOf(api)?.concurrency;
  return {
    partOf,
    joins: (api) => partOf(api) === "joins" || partOf(api) === "drains",
    poolOf: (name) => entryOf(name.replace(/\.__init__$/, ""))?.pool,
  };
}
