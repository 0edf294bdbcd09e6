import { Op } from "../../src/python/constraints.ts";
import { type ModuleFacts, SITE_WIDTH, SiteField } from "../../src/python/module-facts.ts";

/** What each operand of an operation is: variable, string, scope, site (`?` where it may be -1), type, number. */
const OPERANDS: Readonly<Record<number, string>> = {
  [Op.Function]: "VF@",
  [Op.Class]: "VF@",
  [Op.Literal]: "Vns",
  [Op.Container]: "Vn@",
  [Op.Copy]: "VV",
  [Op.LoadName]: "VS?",
  [Op.LoadAttribute]: "VVS@",
  [Op.StoreAttribute]: "VSV@n",
  [Op.DeleteAttribute]: "VS@",
  [Op.Discard]: "V@",
  [Op.LoadItem]: "VVsv?",
  [Op.StoreItem]: "VsvV?",
  [Op.DeleteItem]: "Vsv@",
  [Op.Extend]: "VV@",
  [Op.Iterate]: "VV@n",
  [Op.Unpack]: "VVi@",
  [Op.Call]: "VV@n",
  [Op.Enter]: "VV@n",
  [Op.Exit]: "V@n",
  [Op.Await]: "VV@",
  [Op.YieldFrom]: "VVF@",
  [Op.Operator]: "VSssVv@",
  [Op.Import]: "vS@",
  [Op.ImportFrom]: "VSS@",
  [Op.ImportStar]: "FS@",
  [Op.Narrow]: "VVTn",
  [Op.Hint]: "VT",
  [Op.Raise]: "V@vv",
  [Op.Catch]: "VV@",
  [Op.StarName]: "VVSS",
};

/** By operation and length: a read right behind a store names what was stored, too, a name that is bound again where it is bound. */
const LONGER: Readonly<Record<number, string>> = {
  [Op.LoadAttribute * 16 + 7]: "VVS@V",
  [Op.Copy * 16 + 6]: "VVFi",
  [Op.Copy * 16 + 7]: "VVFiT",
};

/** Everything that must hold of any facts; the violations, empty when all is well. */
export function violationsOf(facts: ModuleFacts, text: string): string[] {
  return [...recordViolations(facts), ...siteViolations(facts, text), ...tableViolations(facts)];
}

function* recordViolations(facts: ModuleFacts): Generator<string> {
  const { code } = facts;
  let at = 0;
  while (at < code.length) {
    const operation = code[at] as number;
    const length = code[at + 1] as number;
    const operands = LONGER[operation * 16 + length] ?? OPERANDS[operation];
    if (operands === undefined) return yield `operation ${operation} at ${at}`;
    const count = operation === Op.Call ? (code[at + 5] as number) : 0;
    if (length !== operands.length + 2 + count * 3)
      return yield `length ${length} of ${operation} at ${at}`;
    yield* operandViolations(facts, operands, at);
    yield* argumentViolations(facts, count, at);
    at += length;
  }
  if (at !== code.length) yield `code ends at ${code.length}, records at ${at}`;
}

function* operandViolations(facts: ModuleFacts, operands: string, at: number): Generator<string> {
  for (const [index, kind] of [...operands].entries()) {
    const value = facts.code[at + 2 + index] as number;
    if (!isWithin(facts, kind, value))
      yield `operand ${index} (${kind}) of ${facts.code[at]} at ${at}: ${value}`;
  }
}

function* argumentViolations(facts: ModuleFacts, count: number, at: number): Generator<string> {
  for (let index = 0; index < count; index++) {
    const [kind = -1, name = -2, value = -1] = facts.code.subarray(at + 6 + index * 3);
    const isRight =
      kind >= 0 && kind <= 3 && isWithin(facts, "s", name) && isWithin(facts, "V", value);
    if (!isRight) yield `argument ${index} at ${at}`;
  }
}

function isWithin(facts: ModuleFacts, kind: string, value: number): boolean {
  const limits: Readonly<Record<string, number>> = {
    V: facts.variableCount,
    S: facts.strings.length,
    F: facts.scopes.length,
    "@": facts.sites.length / SITE_WIDTH,
    T: facts.types.length,
    n: Number.POSITIVE_INFINITY,
  };
  const isOptional = kind === "v" || kind === "s" || kind === "?";
  if (isOptional && value === -1) return true;
  if (kind === "n") return value >= -1;
  if (kind === "i") return Number.isInteger(value);
  const limit = limits[kind === "?" ? "@" : kind.toUpperCase()] ?? 0;
  return value >= 0 && value < limit;
}

function* siteViolations({ sites, scopes, regions }: ModuleFacts, text: string): Generator<string> {
  const lines = text.replace(/\r(?!\n)/g, "\n").split("\n");
  for (let at = 0; at < sites.length; at += SITE_WIDTH) {
    const [line = 0, column = -1, endLine = 0, endColumn = -1, scope = -1, region = -2] =
      sites.subarray(at);
    const widthOf = (number: number) => lines[number - 1]?.length ?? -1;
    const isOrdered = line < endLine || (line === endLine && column <= endColumn);
    const isInside = column >= 0 && column <= widthOf(line) && endColumn <= widthOf(endLine);
    if (!isOrdered || !isInside)
      yield `site ${at / SITE_WIDTH}: ${line}:${column}-${endLine}:${endColumn}`;
    if (scope < 0 || scope >= scopes.length) yield `site ${at / SITE_WIDTH} in scope ${scope}`;
    if (region !== -1 && regions[region]?.scope !== scope)
      yield `site ${at / SITE_WIDTH} in region ${region}`;
  }
  if (sites.length % SITE_WIDTH !== 0 || SiteField.region !== SITE_WIDTH - 1) yield "site width";
}

function* tableViolations(facts: ModuleFacts): Generator<string> {
  for (const index of facts.scopes.keys()) yield* scopeViolations(facts, index);
  const ids = facts.scopes.map(({ qualifiedName }) => qualifiedName);
  if (new Set(ids).size !== ids.length) yield "qualified names are not unique";
  for (const [index, region] of facts.regions.entries()) {
    const isNested =
      region.parent < index &&
      (region.parent < 0 || facts.regions[region.parent]?.scope === region.scope);
    if (!isNested) yield `region ${index} in ${region.parent}`;
  }
  for (const [index, type] of facts.types.entries()) {
    if (type.kind === "name" && !isWithin(facts, "V", type.variable)) yield `type ${index}`;
  }
}

function* scopeViolations(facts: ModuleFacts, index: number): Generator<string> {
  const scope = facts.scopes[index];
  if (scope === undefined) return;
  const isVariable = (value: number): boolean => isWithin(facts, "V", value);
  if (scope.parent >= index) yield `scope ${index} before its parent`;
  if (!scope.names.every(([name, variable]) => isWithin(facts, "S", name) && isVariable(variable)))
    yield `names of scope ${index}`;
  if ((scope.class !== undefined) !== (scope.kind === "class")) yield `class of scope ${index}`;
  if (!scope.decorators.every(({ variable }) => isVariable(variable)))
    yield `decorators of scope ${index}`;
  const { callable } = scope;
  if ((callable !== undefined) !== (scope.kind === "function" || scope.kind === "lambda"))
    yield `callable of scope ${index}`;
  if (callable === undefined) return;
  if (!callable.parameters.every(({ variable }) => isVariable(variable)))
    yield `parameters of scope ${index}`;
  if (callable.isGenerator && !(isVariable(callable.yields) && isVariable(callable.sends)))
    yield `generator ${index}`;
}
