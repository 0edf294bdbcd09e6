import { byCodeUnits } from "../../by-code-units.ts";
import { ArgumentKind, LiteralKind } from "../../python/constraints.ts";
import type { TypeExpression } from "../../python/module-facts.ts";
import type { ArgumentValue, ExternalCall, ExternalReference, FunctionId } from "../call-graph.ts";
import { PairSet } from "../int-tables.ts";
import type { Argument } from "../state/call-shapes.ts";
import { readCall } from "../state/calling.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";
import type { FoundCall } from "./found-calls.ts";
import { bySite, siteRef } from "./graph-edges.ts";

/** A call of a described external, with what is known of its arguments. */
export function externalCall(
  s: Solving,
  ids: readonly FunctionId[],
  { site, target, meta, confidence, record }: FoundCall,
): ExternalCall {
  const args = record === -1 ? [] : readCall(s, record).args;
  let position = 0;
  return {
    caller: ids[s.program.scopeOfSite(site)] as FunctionId,
    callee: s.text(-1 - target),
    site: siteRef(s, site),
    how: meta.how,
    confidence,
    arguments: args.flatMap((argument): readonly ArgumentValue[] => {
      if (argument.kind === ArgumentKind.doubleStar) return unpacked(s, ids, argument);
      const isPositional = argument.kind === ArgumentKind.positional;
      const described = describe(s, ids, argument.variable);
      if (isPositional) return [{ position: position++, ...described }];
      return [argument.name === -1 ? described : { keyword: s.text(argument.name), ...described }];
    }),
  };
}

/** `f(**OPTIONS)`: the keywords of the mappings that arrive, and whether there may be others. */
function unpacked(
  s: Solving,
  ids: readonly FunctionId[],
  { variable }: Argument,
): readonly ArgumentValue[] {
  const values = s.flow.valuesOf(variable);
  const mappings = values
    .map((value) => s.objectOf(value))
    .filter((object) => object !== undefined)
    .filter(({ kind }) => kind === "dict");
  const keywords = new Map<string, number>();
  for (const { slots } of mappings) {
    for (const [key, slot] of slots ?? []) keywords.set(s.text(key).replace(/^s:/, ""), slot);
  }
  const isClosed =
    mappings.length === 1 && values.length === 1 && s.flow.isEmpty(mappings[0]?.rest ?? -1);
  return [
    ...[...keywords].map(([keyword, slot]) => ({ keyword, ...describe(s, ids, slot) })),
    ...(isClosed ? [] : [{}]),
  ];
}

function describe(s: Solving, ids: readonly FunctionId[], variable: number): ArgumentValue {
  const constants = new Set<string | number | boolean | null>();
  const functions = new Set<string>();
  const externals = new Set<string>();
  for (const value of s.flow.valuesOf(variable)) {
    const inner = s.values.kind(value) === Kind.bound ? s.values.first(value) : value;
    const first = s.values.first(inner);
    if (s.values.isLiteral(inner)) addConstant(s, inner, constants);
    else if (s.values.kind(inner) === Kind.function) {
      functions.add(ids[s.functions.get(first).scope] as FunctionId);
    } else if (s.values.kind(inner) === Kind.external) externals.add(s.text(first));
    else if (s.values.kind(inner) === Kind.externalInstance) externals.add(s.text(first));
  }
  return {
    ...(constants.size > 0 && { constants: [...constants].sort(byText) }),
    ...(functions.size > 0 && { functions: [...functions].sort(byCodeUnits) }),
    ...(externals.size > 0 && { externals: [...externals].sort(byCodeUnits) }),
  };
}

function addConstant(s: Solving, value: number, to: Set<string | number | boolean | null>): void {
  const text = s.text(s.values.second(value));
  switch (s.values.first(value)) {
    case LiteralKind.none:
      to.add(null);
      return;
    case LiteralKind.boolean:
      to.add(text === "True");
      return;
    case LiteralKind.integer:
    case LiteralKind.float:
      if (!Number.isNaN(Number(text))) to.add(Number(text));
      return;
    case LiteralKind.string:
      to.add(text);
      return;
    default:
  }
}

function byText(left: unknown, right: unknown): number {
  return byCodeUnits(`${typeof left}${String(left)}`, `${typeof right}${String(right)}`);
}

const NONE: readonly number[] = [];

type How = ExternalReference["how"];
const HOWS: readonly How[] = [
  "import",
  "read",
  "subclass",
  "except",
  "decorator",
  "argument",
  "annotation",
];

/** Uses of described externals that are no calls. */
export class References {
  private readonly described = new Map<number, readonly number[]>();
  /** By variable: looked at, and nothing found there, as in most. */
  private readonly isBare: Uint8Array;
  private readonly found: ExternalReference[] = [];
  /** Site; name and manner. */
  private readonly known = new PairSet(1 << 14);
  readonly #s: Solving;
  readonly #ids: readonly FunctionId[];

  constructor(s: Solving, ids: readonly FunctionId[]) {
    this.#s = s;
    this.#ids = ids;
    this.isBare = new Uint8Array(s.flow.variables);
  }

  sorted(): ExternalReference[] {
    return [...this.found].sort(
      (left, right) =>
        byCodeUnits(left.user, right.user) ||
        bySite(left.site, right.site) ||
        byCodeUnits(left.name, right.name) ||
        byCodeUnits(left.how, right.how),
    );
  }

  /** Imports, bases, decorators, caught classes and annotations of every module. */
  addDeclared(): void {
    const s = this.#s;
    for (const [module, facts] of s.program.modules.entries()) {
      for (const { module: from, name, site } of facts.imports) {
        const dotted = name === undefined || name === "*" ? from : `${from}.${name}`;
        if (s.program.findModule(from, module) !== -1) continue;
        this.add(s.program.site(module, site), s.outside.name(dotted), "import");
      }
      for (const scope of facts.scopes) {
        for (const { variable, site } of scope.decorators) {
          this.addValues(s.program.site(module, site), s.variableOf(module, variable), "decorator");
        }
      }
    }
    this.addBases();
    this.addAnnotations();
  }

  /** Attribute reads, arguments and caught classes: whatever described thing a variable holds there. */
  addValues(site: number, variable: number, how: How): void {
    for (const name of this.describedIn(variable)) this.add(site, name, how);
  }

  private describedIn(variable: number): readonly number[] {
    if (this.isBare[variable] === 1) return NONE;
    const known = this.described.get(variable);
    if (known) return known;
    const s = this.#s;
    const names: number[] = [];
    s.flow.some(variable, (value) => {
      const inner = s.values.kind(value) === Kind.bound ? s.values.first(value) : value;
      const name = s.values.first(inner);
      if (s.values.kind(inner) === Kind.external && s.outside.isDescribed(name)) names.push(name);
      return false;
    });
    if (names.length > 0) this.described.set(variable, names);
    else this.isBare[variable] = 1;
    return names;
  }

  add(site: number, name: number, how: How): void {
    const s = this.#s;
    if (site < 0 || !s.outside.isDescribed(name)) return;
    if (!this.known.add(site, name * HOWS.length + HOWS.indexOf(how))) return;
    this.found.push({
      user: this.#ids[s.program.scopeOfSite(site)] as FunctionId,
      name: s.text(name),
      site: siteRef(s, site),
      how,
    });
  }

  private addBases(): void {
    const s = this.#s;
    for (const [index, scope] of s.program.classScopes.entries()) {
      const module = s.program.moduleOf(scope);
      for (const base of s.program.classFacts(index).bases) {
        this.addValues(s.classSites[index] ?? -1, s.variableOf(module, base), "subclass");
      }
    }
  }

  private addAnnotations(): void {
    const s = this.#s;
    for (let scope = 0; scope < s.program.scopeCount; scope += 1) {
      const callable = s.program.callable(scope);
      const site = s.functionSites.get(scope);
      if (!callable || site === undefined) continue;
      const module = s.program.moduleOf(scope);
      for (const { type } of callable.parameters) this.addType(site, module, type);
      this.addType(site, module, callable.returnType);
    }
  }

  private addType(site: number, module: number, index: number | undefined): void {
    if (index === undefined) return;
    const type: TypeExpression | undefined = this.#s.program.facts(module).types[index];
    if (type?.kind === "name") {
      this.addValues(site, this.#s.variableOf(module, type.variable), "annotation");
    } else if (type?.kind === "apply") {
      for (const each of [type.base, ...type.arguments]) this.addType(site, module, each);
    } else if (type?.kind === "union") {
      for (const each of type.options) this.addType(site, module, each);
    }
  }
}
