import type { UnresolvedReason } from "../call-graph.ts";
import { CallField } from "../state/calling.ts";
import { CONTAINERS } from "../state/objects.ts";
import { Rule } from "../state/rules.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";

/** A call in the source of which no callee is known. */
export interface UnresolvedCall {
  readonly site: number;
  readonly reason: UnresolvedReason;
  /** `.method` or nothing. */
  readonly text: string;
  /** Name of the method, -1 when the callee is no attribute. */
  readonly method: number;
  /** Nothing at all is known of the receiver. */
  readonly isBlind: boolean;
  /** The call itself. */
  readonly record: number;
}

/** Written calls without callee, in order of site; a call that any instance of its function resolves is resolved. */
export function findUnresolved(s: Solving): readonly UnresolvedCall[] {
  const origins = findOrigins(s);
  const open = new Map<number, UnresolvedCall>();
  const resolved = new Set<number>();
  eachRecord(s, (operation, record) => {
    if (operation !== Rule.call || s.code.at(record + CallField.isWritten) !== 1) return;
    const site = s.code.at(record + CallField.origin);
    const callee = s.code.at(record + CallField.callee);
    if (hasCallee(s, callee)) resolved.add(site);
    else if (!open.has(site)) open.set(site, explain(s, record, origins));
  });
  return [...open.values()]
    .filter(({ site }) => !resolved.has(site))
    .sort((left, right) => left.site - right.site);
}

function eachRecord(s: Solving, visit: (operation: number, record: number) => void): void {
  for (let at = 0; at < s.code.length; at += s.code.at(at + 1)) visit(s.code.at(at), at);
}

function hasCallee(s: Solving, variable: number): boolean {
  const isNothing = (value: number) =>
    s.values.isLiteral(value) || s.values.kind(value) === Kind.member;
  return s.flow.some(variable, (value) => !isNothing(value));
}

/** By variable: there are millions. */
interface Origins {
  /** Record of the attribute read that fills it, plus one. */
  readonly loads: Int32Array;
  /** Whether it is a call's result, a parameter. */
  readonly results: Uint8Array;
  readonly parameters: Uint8Array;
}

function findOrigins(s: Solving): Origins {
  const loads = new Int32Array(s.flow.variables);
  const results = new Uint8Array(s.flow.variables);
  const parameters = new Uint8Array(s.flow.variables);
  eachRecord(s, (operation, record) => {
    if (operation === Rule.load) loads[s.code.at(record + 2)] = record + 1;
    else if (operation === Rule.call) results[s.code.at(record + CallField.dst)] = 1;
  });
  for (let scope = 0; scope < s.program.scopeCount; scope += 1) {
    const index = s.functions.of(scope);
    if (index === -1) continue;
    for (const { variable } of s.functions.get(index).parameters) parameters[variable] = 1;
  }
  return { loads, results, parameters };
}

function explain(s: Solving, record: number, origins: Origins): UnresolvedCall {
  const site = s.code.at(record + CallField.origin);
  const callee = s.code.at(record + CallField.callee);
  const load = (origins.loads[callee] ?? 0) - 1;
  if (load === -1) {
    const reason = origins.results[callee]
      ? "unknown-result"
      : origins.parameters[callee]
        ? "unknown-parameter"
        : "unknown-name";
    return { site, reason, text: "", method: -1, isBlind: false, record };
  }
  const base = s.code.at(load + 3);
  const method = s.code.at(load + 4);
  const text = `.${s.text(method)}`;
  const receivers = s.flow.valuesOf(base);
  const isBlind = receivers.every((value) => isMute(s, value));
  const reason = origins.results[base]
    ? "unknown-result"
    : origins.parameters[base]
      ? "unknown-parameter"
      : "unknown-receiver";
  const isModule = receivers.some((value) => s.values.kind(value) === Kind.module);
  return { site, reason: isModule ? "unknown-name" : reason, text, method, isBlind, record };
}

/** It is known to lack the method, or nothing is known of it: what really comes there is something else. */
function isMute(s: Solving, value: number): boolean {
  const kind = s.values.kind(value);
  const object = s.objectOf(value);
  return (
    s.values.isNone(value) ||
    s.values.isLiteral(value) ||
    kind === Kind.member ||
    kind === Kind.externalInstance ||
    (object !== undefined && CONTAINERS.has(object.kind))
  );
}
