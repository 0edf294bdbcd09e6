import { Op } from "../constraints.ts";
import { givenTests } from "../expressions/given-tests.ts";
import { pairMembers } from "../expressions/member-tests.ts";
import { applyNarrowings, narrowingsOf } from "../expressions/narrowing.ts";
import { truthTest } from "../expressions/operators.ts";
import { heldUnder } from "../held/held-names.ts";
import type { Variable } from "../module-facts.ts";
import type { Flow } from "../reader/flows.ts";
import { ownSlot } from "../reader/name-access.ts";
import type { OpenLoop, Reader } from "../reader/reader.ts";
import { turnsOf } from "../reader/turns.ts";
import { slotsBoundIn } from "../scopes/scopes.ts";
import { childByField, childrenByField, withoutParentheses } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { bindTarget } from "./targets.ts";
import { truthOnPython3 } from "./version-tests.ts";

/** `if … elif … else`: each branch starts with what its tests tell, and the ends meet again. */
export function readIf(reader: Reader, node: number): void {
  const { tree, state } = reader;
  const ends: Flow[] = [];
  let isSettled = readBranch(reader, node, node, ends);
  let hasElse = false;
  for (const clause of childrenByField(tree, node, Field.alternative)) {
    if (isSettled) break;
    if (reader.kind(clause) === Kind.elifClause) {
      isSettled = readBranch(reader, node, clause, ends);
    } else {
      hasElse = true;
      const head = `not (${reader.shortSource(childByField(tree, node, Field.condition), 80)})`;
      const body = childByField(tree, clause, Field.body);
      reader.branch(node, clause, head, () => reader.block(body));
      ends.push(state.snapshot());
    }
  }
  if (!hasElse) ends.push(state.snapshot());
  state.join(ends);
}

/**
 * One test and its branch; leaves the state as it is where the test fails. True where Python 3 never
 * gets past the branch. What only Python 2 runs is not read: asyncio is not there for it.
 */
function readBranch(reader: Reader, statement: number, clause: number, ends: Flow[]): boolean {
  const { tree, state } = reader;
  const test = childByField(tree, clause, Field.condition);
  if (test >= 0) truthTest(reader, test, reader.expression(test));
  const before = state.snapshot();
  const onPython3 = test < 0 ? undefined : truthOnPython3(reader.source(test));
  if (onPython3 === false) return false;
  const constant = onPython3 ?? constantTruth(reader, test);
  const body = childByField(tree, clause, Field.consequence);
  if (constant === false && !hasImport(reader, body)) return false;
  const given = givenTests(reader, test, true);
  const otherwise = givenTests(reader, test, false);
  if (test >= 0) applyNarrowings(reader, narrowingsOf(reader, test, true));
  state.assume(given);
  readGuarded(reader, statement, test, body < 0 ? clause : body);
  const end = state.snapshot();
  ends.push(constant === false ? { ...end, isLive: false } : end);
  state.restore(before);
  if (constant === true) state.isLive = false;
  state.assume(otherwise);
  if (test >= 0) applyNarrowings(reader, narrowingsOf(reader, test, false));
  return onPython3 === true;
}

/** `if False: import x` brings names for type checkers. */
function hasImport({ tree }: Reader, body: number): boolean {
  for (let node = body; node >= 0 && node < (tree.after[body] as number); node++) {
    const kind = tree.kind[node];
    if (kind === Kind.importStatement || kind === Kind.importFromStatement) return true;
  }
  return false;
}

/** The branch behind a test, as a region that says what kind of test it was. */
function readGuarded(reader: Reader, statement: number, test: number, body: number): void {
  const head = reader.shortSource(test, 80);
  const read = (): void => reader.block(body);
  if (/(^|\.)TYPE_CHECKING$/.test(head)) {
    const before = reader.isTypeChecking;
    reader.isTypeChecking = true;
    reader.region("type-checking", body, -1, head, read);
    reader.isTypeChecking = before;
  } else if (isMainGuard(head)) {
    reader.region("main-guard", body, -1, head, read);
  } else {
    reader.branch(statement, body, head, read);
  }
}

function isMainGuard(head: string): boolean {
  return /^\(?(__name__ == ["']__main__["']|["']__main__["'] == __name__)\)?$/.test(head);
}

/** The outcome of a test that is a literal, undefined for all others. */
function constantTruth(reader: Reader, test: number): boolean | undefined {
  if (test < 0) return undefined;
  const node = withoutParentheses(reader.tree, test);
  switch (reader.kind(node)) {
    case Kind.true:
      return true;
    case Kind.false:
    case Kind.none:
      return false;
    case Kind.integer:
      return !/^0+[lL]?$/.test(reader.source(node));
    default:
      return undefined;
  }
}

export function readFor(reader: Reader, node: number): void {
  const { facts, tree } = reader;
  const right = childByField(tree, node, Field.right);
  const held = heldUnder(reader, right)?.content;
  const iterable = reader.expression(right);
  const content = held ?? reader.contentOf(iterable);
  const last = content?.shape === "sequence" ? content.values.at(-1) : undefined;
  const isAsync = reader.text.startsWith("async", tree.start[node]);
  const head = reader.shortSource(right, 80);
  const kind = isAsync ? "async-for" : "for";
  const target = childByField(tree, node, Field.left);
  const body = childByField(tree, node, Field.body);
  const turns = isAsync ? [] : turnsOf(reader, content, body);
  if (turns.length > 0) {
    reader.region(kind, node, iterable, head, () => readTurns(reader, target, body, turns));
    readElse(reader, node);
    return;
  }
  readLoop(reader, node, () =>
    reader.region(kind, node, iterable, head, () => {
      const element = facts.variable();
      const site = reader.site(right < 0 ? node : right);
      facts.emit(Op.Iterate, element, iterable, site, isAsync ? 1 : 0);
      const exit = reader.state.snapshot();
      bindTarget(reader, target, element);
      pairMembers(reader, right, target);
      reader.block(body);
      const isCut = (reader.loops.at(-1)?.continues.length ?? 0) > 0;
      return last === undefined || isCut ? exit : afterLast(reader, target, element, last);
    }),
  );
}

function readTurns(reader: Reader, target: number, body: number, turns: readonly Variable[]): void {
  reader.facts.repeating(() => {
    for (const element of turns) {
      bindTarget(reader, target, element);
      reader.block(body);
    }
  });
}

/** Over a display that is not empty the loop ends behind its last turn, where the target is the last element. */
function afterLast(reader: Reader, target: number, element: Variable, last: Variable): Flow {
  const { state } = reader;
  if (reader.kind(target) === Kind.identifier) {
    const slot = ownSlot(state, reader.identifier(target));
    if (slot !== undefined && state.canRefine(slot) && state.current(slot) === element) {
      state.refine(slot, last);
    }
  }
  return state.snapshot();
}

export function readWhile(reader: Reader, node: number): void {
  const { tree, state } = reader;
  const test = childByField(tree, node, Field.condition);
  const isEndless = constantTruth(reader, test) === true;
  readLoop(reader, node, () =>
    reader.region("while", node, -1, reader.shortSource(test, 80), () => {
      if (test >= 0) truthTest(reader, test, reader.expression(test));
      const atTest = state.snapshot();
      if (test >= 0) applyNarrowings(reader, narrowingsOf(reader, test, false));
      const exit = isEndless ? { ...state.snapshot(), isLive: false } : state.snapshot();
      state.restore(atTest);
      if (test >= 0) applyNarrowings(reader, narrowingsOf(reader, test, true));
      reader.block(childByField(tree, node, Field.body));
      return exit;
    }),
  );
}

/**
 * A loop: names that it assigns get a variable at its head that also receives what each turn leaves.
 * `readTurn` reads head and body and returns the state in which the loop ends by itself.
 */
function readLoop(reader: Reader, node: number, readTurn: () => Flow): void {
  const { tree, state } = reader;
  const wasLive = state.isLive;
  const assigned = slotsBoundIn(tree, state.scope, node);
  const phis = state.openPhis(assigned);
  state.usePhis(phis);
  const loop: OpenLoop = { breaks: [], continues: [] };
  reader.loops.push(loop);
  const exit = readTurn();
  reader.loops.pop();
  state.closePhis(phis, state.snapshot());
  for (const again of loop.continues) state.closePhis(phis, again);
  state.restore(exit);
  readElse(reader, node);
  state.join([state.snapshot(), ...loop.breaks]);
  // An endless loop without `break` ends the path; the code behind it is still read.
  if (!wasLive) state.isLive = false;
}

/** The `else` of a loop. */
function readElse(reader: Reader, node: number): void {
  const { tree } = reader;
  const body = childByField(tree, node, Field.body);
  const otherwise = childrenByField(tree, node, Field.alternative).find(
    (child) => reader.kind(child) === Kind.elseClause && child > body,
  );
  if (otherwise !== undefined) reader.block(childByField(tree, otherwise, Field.body));
}
