import { say } from "../../sentence.ts";
import { ContainerKind, Op } from "../constraints.ts";
import { newContainer } from "../expressions/displays.ts";
import type { Variable } from "../module-facts.ts";
import type { Flow } from "../reader/flows.ts";
import { readName, unbindName } from "../reader/name-access.ts";
import type { Reader } from "../reader/reader.ts";
import { exceptAlias } from "../scopes/bindings.ts";
import { slotsBoundIn } from "../scopes/scopes.ts";
import {
  childByField,
  childOfKind,
  childrenByField,
  childrenOf,
  firstChild,
} from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { bindTarget } from "./targets.ts";

/** Handlers that mean "the import may fail". */
const IMPORT_FAILURE = /\b(ImportError|ModuleNotFoundError|Exception|BaseException)\b/;

/** `try … except … else … finally`: a handler may start after any assignment of the body. */
export function readTry(reader: Reader, node: number): void {
  const last = childOfKind(reader.tree, node, Kind.finallyClause);
  if (last < 0) readGuarded(reader, node);
  else readFinally(reader, node, last);
}

function readGuarded(reader: Reader, node: number): void {
  const { tree, state } = reader;
  const body = childByField(tree, node, Field.body);
  const clauses = childrenOf(tree, node).filter(
    (child) => reader.kind(child) === Kind.exceptClause,
  );
  const wasOptional = reader.isOptionalImport;
  const isOptional = clauses.some((clause) => catchesImportFailure(reader, clause));
  const entry = state.snapshot();
  const phis = state.openPhis(body < 0 ? [] : slotsBoundIn(tree, state.scope, body));
  state.watch(phis);
  reader.isOptionalImport = wasOptional || isOptional;
  reader.region("try", body < 0 ? node : body, -1, "", () => reader.block(body));
  state.unwatch();
  const otherwise = childOfKind(tree, node, Kind.elseClause);
  if (otherwise >= 0) readElse(reader, otherwise);
  const ends: Flow[] = [state.snapshot()];
  for (const clause of clauses) {
    state.restore(entry);
    state.usePhis(phis);
    reader.isOptionalImport = wasOptional || catchesImportFailure(reader, clause);
    readHandler(reader, clause);
    ends.push(state.snapshot());
  }
  reader.isOptionalImport = wasOptional;
  state.join(ends);
}

function readElse(reader: Reader, clause: number): void {
  const body = childByField(reader.tree, clause, Field.body);
  reader.region("try-else", clause, -1, "", () => reader.block(body));
}

/**
 * The `finally` block is read once, for all the ways into it; behind it only its own assignments
 * change what the normal way brought.
 */
function readFinally(reader: Reader, node: number, clause: number): void {
  const { tree, state } = reader;
  const loop = reader.loops.at(-1);
  const leaving = { breaks: loop?.breaks.length ?? 0, continues: loop?.continues.length ?? 0 };
  const entry = state.snapshot();
  const phis = state.openPhis(slotsBoundIn(tree, state.scope, node));
  state.watch(phis);
  const body = firstChild(tree, clause);
  const { callable } = state;
  // A `return` in the block itself replaces what was to be returned before.
  if (callable && childOfKind(tree, body, Kind.returnStatement) >= 0) {
    state.callable = { ...callable, returns: reader.facts.variable() };
  }
  readGuarded(reader, node);
  state.callable = callable;
  state.unwatch();
  const normal = state.snapshot();
  state.restore(entry);
  state.usePhis(phis);
  reader.region("finally", clause, -1, "", () => reader.block(body));
  const end = state.snapshot();
  const assigned = slotsBoundIn(tree, state.scope, clause);
  const behind = (flow: Flow): Flow => withVersions(flow, end, assigned);
  for (const where of ["breaks", "continues"] as const) {
    const flows = loop?.[where];
    for (let at = leaving[where]; flows !== undefined && at < flows.length; at++) {
      flows[at] = behind(flows[at] as Flow);
    }
  }
  state.restore({ ...behind(normal), isLive: normal.isLive && end.isLive });
}

function withVersions(flow: Flow, from: Flow, slots: readonly number[]): Flow {
  const versions = flow.versions.slice();
  for (const slot of slots) versions[slot] = from.versions[slot] as number;
  return { ...flow, versions };
}

function readHandler(reader: Reader, clause: number): void {
  const { facts, tree } = reader;
  const { classes, alias } = parts(reader, clause);
  const caught = facts.variable();
  const head = classes.map((node) => reader.shortSource(node, 80)).join(", ");
  const values = classes.map((node) => readCaught(reader, node, caught));
  const variable = values.length === 0 ? -1 : reader.either(values);
  const { caught: outer } = reader;
  reader.caught = caught;
  reader.region("except", clause, variable, head, () => {
    if (alias >= 0)
      bindAlias(reader, alias, isGroup(reader, clause) ? group(reader, clause, caught) : caught);
    const body = childOfKind(tree, clause, Kind.block);
    reader.block(body);
    for (const child of childrenOf(tree, clause)) {
      if (reader.kind(child) === Kind.error) reader.block(child);
    }
  });
  reader.caught = outer;
  const name =
    alias < 0 ? -1 : reader.kind(alias) === Kind.asPatternTarget ? firstChild(tree, alias) : alias;
  if (name >= 0 && reader.kind(name) === Kind.identifier)
    unbindName(reader, reader.identifier(name));
}

/** `except* E as group`. */
function isGroup(reader: Reader, clause: number): boolean {
  return /^except\s*\*/.test(reader.text.slice(reader.tree.start[clause], reader.tree.end[clause]));
}

/** A group with what was caught in it. */
function group(reader: Reader, clause: number, caught: Variable): Variable {
  const { facts } = reader;
  const made = facts.variable();
  const site = reader.site(clause);
  facts.emit(Op.Catch, made, readName(reader, "ExceptionGroup", clause), site);
  const members = newContainer(reader, ContainerKind.tuple, clause);
  facts.emit(Op.StoreItem, members, -1, -1, caught, -1);
  facts.emit(Op.StoreAttribute, made, facts.string("exceptions"), members, site, 0);
  return made;
}

function bindAlias(reader: Reader, alias: number, caught: Variable): void {
  if (reader.tree.field[alias] === Field.value) reader.noticePython2(alias, say`except clause`);
  bindTarget(reader, alias, caught);
}

/** Each class of a handler's tuple is caught on its own. */
function readCaught(reader: Reader, node: number, caught: Variable): Variable {
  const { facts, tree } = reader;
  const isTuple = reader.kind(node) === Kind.tuple;
  const variables = isTuple
    ? childrenOf(tree, node).map((child) => reader.expression(child))
    : [reader.expression(node)];
  const site = reader.site(node);
  for (const variable of variables) facts.emit(Op.Catch, caught, variable, site);
  return reader.either(variables);
}

/** The classes of `except A as e`, `except (A, B), e` (Python 2) or `except A, B` (3.14), and the alias. */
function parts(reader: Reader, clause: number): { classes: number[]; alias: number } {
  const { tree } = reader;
  const values = childrenByField(tree, clause, Field.value);
  const written = exceptAlias(tree, reader.text, clause);
  const [first] = values;
  if (first !== undefined && reader.kind(first) === Kind.asPattern) {
    const alias = childByField(tree, first, Field.alias);
    return { classes: [firstChild(tree, first)], alias };
  }
  return { classes: values.filter((value) => value !== written), alias: written };
}

function catchesImportFailure(reader: Reader, clause: number): boolean {
  const { classes } = parts(reader, clause);
  if (classes.length === 0) return true;
  return classes.some((node) => IMPORT_FAILURE.test(reader.source(node)));
}
