import type { TypeIndex, Variable } from "../module-facts.ts";
import { findOverlay, ownSlot } from "../reader/name-access.ts";
import type { Question, Reader } from "../reader/reader.ts";
import { childByField, childrenOf, withoutParentheses } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";
import { constantText } from "./literals.ts";

/**
 * Tests of what goes through the members of an object: `name.startswith("test_")` of their names,
 * `getattr(member, "is_test", False)` of the functions that a decorator has marked.
 */

/** A name, and what passes where the test holds. */
export interface MemberTest {
  readonly name: string;
  readonly type: TypeIndex;
}

/** What a call says of a name when it comes out so. */
export function memberTestOf(
  reader: Reader,
  node: number,
  outcome: boolean,
): MemberTest | undefined {
  const callee = childByField(reader.tree, node, Field.function);
  if (reader.kind(callee) === Kind.attribute) return affixTest(reader, node, callee);
  const question = outcome ? attributeAsked(reader, node) : undefined;
  return question && { name: question.name, type: marked(reader, question.attribute) };
}

/** What a truth test of a name says of another: `mark = getattr(f, "mark", None)`, then `if mark:`. */
export function rememberedTest(reader: Reader, name: string): MemberTest | undefined {
  if (reader.asked.size === 0) return undefined;
  const question = reader.asked.get(versionOf(reader, name));
  if (question === undefined || versionOf(reader, question.name) !== question.version) return;
  return { name: question.name, type: marked(reader, question.attribute) };
}

/** `value` is what the expression at `node` gave: remembered where that asks a name for an attribute. */
export function rememberQuestion(reader: Reader, node: number, value: Variable): void {
  if (reader.kind(node) !== Kind.call) return;
  const asked = attributeAsked(reader, node);
  if (asked === undefined) return;
  const version = versionOf(reader, asked.name);
  if (version >= 0) reader.asked.set(value, { ...asked, version });
}

/** Where a loop goes through names and members at once, each pair of names that it binds. */
const PAIRS =
  /(?:^|[(,\s])(?:vars|globals|locals|(?:inspect\.)?getmembers)\(|\.__dict__\.(?:iter)?items\(\)/;

/** `for name, member in vars(module).items()`: what is asked of the name is asked of the member's name. */
export function pairMembers(reader: Reader, right: number, target: number): void {
  const [name, member, more] = childrenOf(reader.tree, withoutParentheses(reader.tree, target));
  if (name === undefined || member === undefined || more !== undefined) return;
  if (reader.kind(name) !== Kind.identifier || reader.kind(member) !== Kind.identifier) return;
  if (!PAIRS.test(reader.source(right)) && !isNamespace(reader, right)) return;
  const version = versionOf(reader, reader.identifier(member));
  const of = versionOf(reader, reader.identifier(name));
  if (of >= 0) reader.pairs.set(of, { name: reader.identifier(member), version });
}

/** `names.items()` in `__new__(mcs, name, bases, names)`. */
function isNamespace(reader: Reader, right: number): boolean {
  const { facts, state } = reader;
  const { callable, scope } = state;
  const names = callable?.parameters[3];
  if (names === undefined || !/^__(new|init)__$/.test(scope.name)) return false;
  return reader.source(right).includes(`${facts.strings[names.name]}.items()`);
}

/** `name.startswith("job_")` in such a loop. */
export function pairedTest(reader: Reader, node: number): MemberTest | undefined {
  const { tree } = reader;
  if (reader.pairs.size === 0) return undefined;
  const callee = childByField(tree, node, Field.function);
  if (reader.kind(callee) !== Kind.attribute) return undefined;
  const subject = childByField(tree, callee, Field.object);
  const method = reader.source(childByField(tree, callee, Field.attribute));
  if (reader.kind(subject) !== Kind.identifier) return undefined;
  if (method !== "startswith" && method !== "endswith") return undefined;
  const pair = reader.pairs.get(versionOf(reader, reader.identifier(subject)));
  if (pair === undefined || versionOf(reader, pair.name) !== pair.version) return undefined;
  const [given, more] = childrenOf(tree, childByField(tree, node, Field.arguments));
  if (given === undefined || more !== undefined) return undefined;
  const parts = reader.kind(given) === Kind.tuple ? childrenOf(tree, given) : [given];
  const texts = parts.map((part) => constantText(reader, part) ?? "");
  if (texts.includes("")) return undefined;
  const fit = method === "startswith" ? "start" : "end";
  return { name: pair.name, type: reader.facts.type({ kind: "named", texts, fit }) };
}

function marked(reader: Reader, attribute: string): TypeIndex {
  return reader.facts.type({ kind: "marked", name: reader.facts.string(attribute) });
}

/** The variable that a name stands for here; -1 for none. */
function versionOf({ state }: Reader, name: string): Variable {
  const hidden = findOverlay(state.overlay, name);
  const slot = ownSlot(state, name);
  if (hidden >= 0 || slot === undefined) return hidden;
  return state.canRefine(slot) ? state.current(slot) : -1;
}

/** A prefix says something of a member's name where it has a letter. */
const AFFIX = /^\w*[A-Za-z]\w*$/;

/** `name.startswith("do_")`, `name.endswith(("_a", "_b"))`, in files that read members by name. */
function affixTest(reader: Reader, node: number, callee: number): MemberTest | undefined {
  const { tree } = reader;
  const subject = childByField(tree, callee, Field.object);
  const method = reader.source(childByField(tree, callee, Field.attribute));
  if (method !== "startswith" && method !== "endswith") return undefined;
  if (reader.kind(subject) !== Kind.identifier || !reader.readsMembersByName) return undefined;
  const [given, more] = childrenOf(tree, childByField(tree, node, Field.arguments));
  if (given === undefined || more !== undefined) return undefined;
  const parts = reader.kind(given) === Kind.tuple ? childrenOf(tree, given) : [given];
  const affixes = parts.map((part) => constantText(reader, part) ?? "");
  const isSuffix = method === "endswith";
  const name = reader.identifier(subject);
  if (NAMED.has(reader.kind(given))) {
    const variable = reader.expression(given);
    return { name, type: reader.facts.type({ kind: "text", affixes: [], variable, isSuffix }) };
  }
  if (affixes.length === 0 || !affixes.every((each) => AFFIX.test(each))) return undefined;
  return { name, type: reader.facts.type({ kind: "text", affixes, variable: -1, isSuffix }) };
}

/** `PREFIX`, `self.prefix`. */
const NAMED: ReadonlySet<number> = new Set([Kind.identifier, Kind.attribute]);

const FALSE: ReadonlySet<string> = new Set(["None", "False", "0", '""', "''", "()", "[]", "{}"]);
/** What Python itself puts on functions tells nothing of them. */
const OWN = /^(__\w+__|im_\w+|func_\w+)$/;

/** `hasattr(f, "mark")`, `getattr(f, "mark", None)`: true only where f has the attribute. */
function attributeAsked(reader: Reader, node: number): Omit<Question, "version"> | undefined {
  const { tree } = reader;
  const callee = childByField(tree, node, Field.function);
  if (reader.kind(callee) !== Kind.identifier) return undefined;
  const word = reader.source(callee);
  if (word !== "hasattr" && word !== "getattr") return undefined;
  const [subject, name, otherwise] = childrenOf(tree, childByField(tree, node, Field.arguments));
  if (subject === undefined || name === undefined) return undefined;
  if (otherwise !== undefined && !FALSE.has(reader.source(otherwise))) return undefined;
  const inner = withoutParentheses(tree, subject);
  const attribute = constantText(reader, name);
  if (reader.kind(inner) !== Kind.identifier || attribute === undefined) return undefined;
  const asked = reader.identifier(inner);
  return OWN.test(attribute) || isGiven(reader, asked) ? undefined : { name: asked, attribute };
}

/** A parameter, or a function that is defined here: no member that is one of many. */
function isGiven({ state, facts, table }: Reader, name: string): boolean {
  const { callable, scope } = state;
  if (callable?.parameters.some((each) => facts.strings[each.name] === name) === true) return true;
  return table.scopes.some((each) => each.parent === scope.index && each.name === name);
}
