import type { Lexer } from "./lexer.ts";
import type { NodeStore } from "./node-store.ts";
import { giveUp } from "./not-plain.ts";

/** Reads what stands at the current token, and moves behind it; the node. */
export type Parse = (p: Parsing) => number;

/** What contains itself: the files of this folder reach each other's rules through it. */
export interface Grammar {
  readonly expression: Parse;
  /** An expression, or `name := expression`. */
  readonly namedExpression: Parse;
  /** An expression that is neither `lambda` nor conditional. */
  readonly disjunction: Parse;
  /** One expression, or several with commas. */
  readonly expressions: Parse;
  readonly yield: Parse;
  /** What a loop binds. */
  readonly targets: Parse;
  /** `: …` behind a head: the block becomes the last child, and the node ends where its code does. */
  readonly block: (p: Parsing, parent: number, field: number) => number;
}

/** One file on its way from text to nodes. */
export interface Parsing {
  readonly lexer: Lexer;
  readonly nodes: NodeStore;
  readonly grammar: Grammar;
  /** How deep we are in expressions and blocks. */
  depth: number;
}

/** Deeper code is left to the full parser, which needs no stack. */
const DEPTH_LIMIT = 150;

export function descend(p: Parsing): void {
  p.depth++;
  if (p.depth > DEPTH_LIMIT) giveUp();
}

/** A node without children: the current token, which is passed. */
export function leaf(p: Parsing, kind: number): number {
  const node = p.nodes.add(kind, p.lexer.start, p.lexer.end);
  p.lexer.next();
  return node;
}

/** A node that begins at the current token. */
export function open(p: Parsing, kind: number): number {
  return p.nodes.add(kind, p.lexer.start, p.lexer.start);
}

/** A node around one that is there already. */
export function wrap(p: Parsing, kind: number, child: number, field = 0): number {
  const { nodes } = p;
  const node = nodes.add(kind, nodes.start[child] as number, nodes.end[child] as number);
  nodes.append(node, child, field);
  return node;
}

/** Ends a node behind the token before the current one. */
export function close(p: Parsing, node: number): number {
  p.nodes.end[node] = p.lexer.previousEnd;
  return node;
}
