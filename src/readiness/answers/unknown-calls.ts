import type { FunctionId } from "../../callgraph/call-graph.ts";
import type { UnknownPackage } from "../../eventlet/findings.ts";
import { addToGroup } from "../../group-by.ts";
import { say } from "../../sentence.ts";
import type { Verdict } from "../readiness.ts";

/** Which packages of which nothing is known a function calls itself, by function. */
export type UnknownCalls = ReadonlyMap<FunctionId, readonly string[]>;

export function readUnknownCalls(packages: readonly UnknownPackage[]): UnknownCalls {
  const found = new Map<FunctionId, string[]>();
  for (const { name, functions } of packages)
    for (const id of functions) addToGroup(found, id, name);
  return found;
}

/** The code of a function that is ready as far as is known, and calls what is not. */
const CODE = "unknown-package";

/**
 * "Ready" holds for the calls that are known. What an unknown package waits for is counted nowhere, so
 * a verdict that needs it to wait for nothing says that it was not looked at.
 */
export function withUnknownCalls(verdict: Verdict, packages: readonly string[]): Verdict {
  if (verdict.verdict !== "asyncio-ready" || packages.length === 0) return verdict;
  const named = packages.slice(0, MAXIMUM_NAMES).map((name) => `\`${name}\``);
  const reason = say`${verdict.reason} It also calls ${named}, of which nothing is known: whether that waits is not counted.`;
  return { ...verdict, reason, reasonCode: CODE };
}

const MAXIMUM_NAMES = 3;
