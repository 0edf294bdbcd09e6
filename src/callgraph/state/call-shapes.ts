import { ArgumentKind } from "../../python/constraints.ts";
import type { Origin } from "./call-log.ts";

/** An argument as a call passes it. */
export interface Argument {
  readonly kind: number;
  /** Keyword's name, else -1. */
  readonly name: number;
  readonly variable: number;
}

/** A variable as the next argument by position. */
export function positional(variable: number): Argument {
  return { kind: ArgumentKind.positional, name: -1, variable };
}

/** The argument that a call passes by a keyword. */
export function keywordArgument(args: readonly Argument[], name: number): Argument | undefined {
  return args.find((each) => each.kind === ArgumentKind.keyword && each.name === name);
}

/** A call record, read. */
export interface Calling {
  readonly record: number;
  readonly dst: number;
  readonly origin: Origin;
  readonly meta: number;
  /** The clone in which the call stands, 0 for none. */
  readonly context: number;
  readonly args: readonly Argument[];
}

export interface NewCall {
  readonly dst: number;
  readonly callee: number;
  readonly origin: number;
  readonly meta: number;
  readonly args: readonly Argument[];
  /** The clone in which the call stands. */
  readonly context?: number;
  /** The call stands in the source, so it counts as unresolved when nothing is found. */
  readonly isWritten?: boolean;
}

/** A call of a function that replaces the members of a class: what it does with one of them. */
export interface MemberCall {
  readonly record: number;
  readonly context: number;
  /** The function instance. */
  readonly index: number;
  readonly class: number;
  readonly name: number;
}

/** A class that a decorator line hands to a callable, seen while the bases of classes are sought. */
export interface DecoratedClass {
  readonly callee: number;
  readonly class: number;
  readonly dst: number;
}
