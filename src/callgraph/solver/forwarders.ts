import { ArgumentKind, Op } from "../../python/constraints.ts";
import { CallField, readCall } from "../state/calling.ts";
import type { FunctionInstance } from "../state/functions.ts";
import type { Solving } from "../state/solving.ts";
import { Kind } from "../state/values.ts";
import { isPartOfText } from "./higher-order.ts";

/**
 * Functions that hand an argument on to one that calls it (`render(load(func, id))`), or that reads an attribute of
 * that name (`self._get_resource(plugin, "network")`). Followed once for all, they would mix what their callers mean.
 */

/** What the records of a function do with its parameters, by their places. */
interface Roles {
  readonly called: ReadonlySet<number>;
  readonly named: ReadonlySet<number>;
  readonly handings: readonly Handing[];
}

/** One argument of a call in it is one of its parameters. */
interface Handing {
  readonly callee: number;
  readonly parameter: number;
  readonly position: number;
  /** -1 for none. */
  readonly keyword: number;
}

/** A parameter, and what it has to be given so that it matters who gives it. */
interface Wanted {
  readonly parameter: number;
  readonly kinds: readonly number[];
}

const FUNCTIONS: readonly number[] = [Kind.function, Kind.bound];
const NAMES: readonly number[] = [Kind.literal];
/** So many things that are called at one place are looked at. */
const MAXIMAL_CALLEES = 4;
const MAXIMAL_DEPTH = 2;

export interface ForwarderAccess {
  recordsOf(s: Solving, scope: number): readonly number[];
  /** The solver's number of a function's variable in one of its instances. */
  variable(s: Solving, context: number, scope: number, local: number): number;
}

export class Forwarders {
  private readonly known = new Map<number, Roles>();
  readonly #access: ForwarderAccess;

  constructor(access: ForwarderAccess) {
    this.#access = access;
  }

  /** Whether what a call gives is handed on by the function to where it matters. Calls that tests make do not count. */
  isHandedOn(s: Solving, record: number, target: FunctionInstance, receiver: number): boolean {
    const origin = s.code.at(record + CallField.origin);
    if (origin >= 0 && s.testModules.has(s.program.moduleOfSite(origin))) return false;
    const { handings } = this.rolesOf(s, target.scope);
    if (handings.length === 0) return false;
    const isMethod = receiver !== -1 && s.program.classOfMethod(target.scope) !== -1;
    const { args } = readCall(s, record);
    const isGiven = (parameter: number, kinds: readonly number[]): boolean => {
      const place = parameter - (isMethod ? 1 : 0);
      const name = nameOf(s, target.scope, parameter);
      return args.some(
        (each, at) =>
          (each.kind === ArgumentKind.keyword ? s.text(each.name) === name : at === place) &&
          isOf(s, each.variable, kinds),
      );
    };
    // Most arguments are neither: what the function does with those is not asked.
    const matters = new Map<number, boolean>();
    const telling = handings.filter(({ parameter }) => {
      let answer = matters.get(parameter);
      if (answer === undefined) {
        answer = isGiven(parameter, FUNCTIONS) || isGiven(parameter, NAMES);
        matters.set(parameter, answer);
      }
      return answer;
    });
    return this.wantedOf(s, target, telling, 0).some(({ parameter, kinds }) =>
      isGiven(parameter, kinds),
    );
  }

  private wantedBy(s: Solving, target: FunctionInstance, depth: number): readonly Wanted[] {
    if (depth === MAXIMAL_DEPTH) return [];
    return this.wantedOf(s, target, this.rolesOf(s, target.scope).handings, depth);
  }

  private wantedOf(
    s: Solving,
    target: FunctionInstance,
    handings: readonly Handing[],
    depth: number,
  ): readonly Wanted[] {
    return handings.flatMap((handing) => {
      const variable = this.#access.variable(s, target.context, target.scope, handing.callee);
      const callees = s.flow.valuesOf(variable).slice(0, MAXIMAL_CALLEES);
      return callees.flatMap((value) => this.wantedThere(s, value, handing, depth));
    });
  }

  /** What of it is wanted by what a value calls. */
  private wantedThere(
    s: Solving,
    value: number,
    { parameter, position, keyword }: Handing,
    depth: number,
  ): readonly Wanted[] {
    const isBound = s.values.kind(value) === Kind.bound;
    const inner = isBound ? s.values.first(value) : value;
    if (s.values.kind(inner) !== Kind.function) return [];
    const called = s.functions.get(s.values.first(inner));
    const place = placeOf(s, called.scope, isBound ? position + 1 : position, keyword);
    const { called: isCalled, named } = this.rolesOf(s, called.scope);
    if (isCalled.has(place)) return [{ parameter, kinds: FUNCTIONS }];
    if (named.has(place)) return [{ parameter, kinds: NAMES }];
    return this.wantedBy(s, called, depth + 1)
      .filter((wanted) => wanted.parameter === place)
      .map(({ kinds }) => ({ parameter, kinds }));
  }

  private rolesOf(s: Solving, scope: number): Roles {
    let roles = this.known.get(scope);
    if (roles === undefined) {
      roles = readRoles(s, scope, this.#access.recordsOf(s, scope));
      this.known.set(scope, roles);
    }
    return roles;
  }
}

/** A function may be on its way: what is bound to an object comes later than the call. */
function isOf(s: Solving, variable: number, kinds: readonly number[]): boolean {
  if (kinds === FUNCTIONS && s.flow.isEmpty(variable)) return true;
  return s.flow.some(variable, (value) => kinds.includes(s.values.kind(value)));
}

/** The place of the parameter that an argument fills. */
function placeOf(s: Solving, scope: number, position: number, keyword: number): number {
  if (keyword === -1) return position;
  const parameters = s.program.callable(scope)?.parameters ?? [];
  return parameters.findIndex((_, place) => nameOf(s, scope, place) === s.text(keyword));
}

function nameOf(s: Solving, scope: number, place: number): string | undefined {
  const parameter = s.program.callable(scope)?.parameters[place];
  return parameter && s.text(s.program.name(s.program.moduleOf(scope), parameter.name));
}

/** What is known of a function while its records are read. */
interface Reading {
  readonly code: ArrayLike<number>;
  readonly strings: readonly string[];
  /** The program's number of a name in the function's module. */
  nameOf(local: number): number;
  /** Variable → the parameter that it holds, or a text of which that is a part. */
  readonly given: Map<number, number>;
  readonly readers: Set<number>;
  readonly called: Set<number>;
  readonly named: Set<number>;
  readonly handings: Handing[];
}

const READ: Readonly<Record<number, (reading: Reading, at: number) => void>> = {
  [Op.Copy]: readCopy,
  [Op.Narrow]: readCopy,
  [Op.LoadName]: ({ code, strings, readers }, at) => {
    if (strings[code[at + 3] as number] === "getattr") readers.add(code[at + 2] as number);
  },
  [Op.Operator]: ({ code, strings, given }, at) => {
    const [left, right] = [code[at + 6] as number, code[at + 7] as number];
    const part = given.get(right) ?? given.get(left);
    if (part !== undefined && isPartOfText(strings, code, at, given))
      given.set(code[at + 2] as number, part);
  },
  [Op.Call]: (reading, at) => {
    const { code, given, called } = reading;
    const place = given.get(code[at + 3] as number);
    if (place !== undefined) called.add(place);
    for (let index = 0; index < (code[at + 5] as number); index += 1)
      readHanding(reading, at, index);
  },
};

function readCopy({ code, given }: Reading, at: number): void {
  const place = given.get(code[at + 3] as number);
  if (place !== undefined) given.set(code[at + 2] as number, place);
}

function readHanding(reading: Reading, call: number, position: number): void {
  const { code, given, readers, named, handings } = reading;
  const [callee, argument] = [code[call + 3] as number, call + 6 + position * 3];
  const [kind, name] = [code[argument], code[argument + 1] as number];
  const parameter = given.get(code[argument + 2] as number);
  const isPlain = kind === ArgumentKind.positional || kind === ArgumentKind.keyword;
  if (parameter === undefined || !isPlain) return;
  if (readers.has(callee) && position === 1) named.add(parameter);
  handings.push({ callee, parameter, position, keyword: name === -1 ? -1 : reading.nameOf(name) });
}

function readRoles(s: Solving, scope: number, records: readonly number[]): Roles {
  const module = s.program.moduleOf(scope);
  const { code, strings } = s.program.facts(module);
  const parameters = s.program.callable(scope)?.parameters ?? [];
  const reading: Reading = {
    code,
    strings,
    nameOf: (local) => s.program.name(module, local),
    given: new Map(parameters.map(({ variable }, place) => [variable, place])),
    readers: new Set(),
    called: new Set(),
    named: new Set(),
    handings: [],
  };
  for (const at of records) READ[code[at] as number]?.(reading, at);
  return reading;
}
