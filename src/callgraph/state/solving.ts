import { LiteralKind } from "../../python/constraints.ts";
import { IntList, PairMap } from "../int-tables.ts";
import type { DeclaredEntry } from "../program/declared-entry.ts";
import type { ExternalSymbols } from "../program/external-symbols.ts";
import { Hierarchy } from "../program/hierarchy.ts";
import type { Program } from "../program/program.ts";
import type { StarImport } from "../program/star-import.ts";
import { CallLog } from "./call-log.ts";
import type { Calling, DecoratedClass, MemberCall, NewCall } from "./call-shapes.ts";
import { Definitions } from "./definitions.ts";
import { Flow } from "./flow.ts";
import { Functions } from "./functions.ts";
import { GeneratedFields } from "./generated-fields.ts";
import { GivenMembers } from "./given-members.ts";
import type { FieldUse, ForeignRead, LazyRead, MemberRead, MemberStore } from "./meetings.ts";
import { Meetings } from "./meetings.ts";
import { Moments } from "./moments.ts";
import type { MadeObject, ObjectKind } from "./objects.ts";
import { CONTAINERS, Objects, ownVariables, WRAPPERS } from "./objects.ts";
import { ObjectsApart } from "./objects-apart.ts";
import { Operands } from "./operands.ts";
import { Outside } from "./outside.ts";
import { isReceiver } from "./receivers.ts";
import { Repeats } from "./repeats.ts";
import { Rule } from "./rules.ts";
import { type Hint, TypeTests } from "./type-tests.ts";
import { Weight } from "./value-limits.ts";
import { Breadth, Kind, Values } from "./values.ts";

/** Everything that the rules read and grow while one program is solved. */
export class Solving {
  readonly program: Program;
  /** Scripts and plugins that packaging metadata names. */
  readonly declaredEntries: readonly DeclaredEntry[];
  readonly values = new Values((text) => this.program.namesMember(this.text(text)));
  readonly flow: Flow;
  readonly objects = new Objects();
  readonly functions: Functions;
  readonly hierarchy: Hierarchy;
  readonly outside: Outside;
  readonly log = new CallLog();
  /** Integers of constraints in the parts that are solved so far, or being solved. */
  programSize = 0;
  /** Steps after which values are followed less finely; undefined: by the program's size. */
  fineSteps: number | undefined;
  readonly apart = new ObjectsApart(this.values);
  moments = new Moments(this);
  readonly code: IntList;
  /** (value, name) → variable with what reading the attribute gives. */
  readonly attributes = new PairMap(1 << 14);
  /** (value, name) → variable with what was stored in the object itself. */
  readonly fields = new PairMap(1 << 14);
  /** Modules of test files. */
  testModules: ReadonlySet<number> = new Set();
  /** Classes that have instances, those that are supposed to though a subclass stands for them, and those raised. */
  readonly instantiated = new Set<number>();
  readonly stoodFor = new Set<number>();
  readonly raised = new Set<number>();
  /** Variables whose values come from annotations or wide dispatch: edges through them are likely. */
  readonly soft = new Set<number>();
  /** Rules given as functions. */
  readonly actions: ((value: number) => void)[] = [];
  readonly operands = new Operands();
  lastCall: Calling | undefined;
  /** The instance of a function that a call (its record and clone) reaches on a receiver (-1 for none). */
  cloneFor = (_record: number, _context: number, index: number, _self = -1): number => index;
  /** The instance of an inherited `__init__` for a class. */
  initialiserFor = (index: number, _owner: number): number => index;
  /** A module's variable as a clone sees it. */
  variableIn = (_context: number, module: number, variable: number): number =>
    this.variableOf(module, variable);
  /** Questions that have an answer only when all else is settled (`__getattr__`, failed tests). */
  late: (() => void)[] = [];
  /** Until the class hierarchy is known, only names and imports are followed. */
  isSettlingBases = true;
  postponed = new IntList();
  /** Lets stores through the broad `self` of a base class reach who reads them of a subclass's instance. */
  readonly familyFields: Meetings<FieldUse, FieldUse>;
  /** Lets what is set on a class from outside its body reach those who read it through an instance. */
  readonly classStores: Meetings<MemberRead, number>;
  /** Lets a property that is set on a class from outside its body take over stores; in small programs. */
  readonly classSetters: Meetings<MemberStore, number>;
  /** Lets what is put on a library's class (`Query.paged = paged`) reach those who ask its instances for it. */
  readonly foreignStores = new Meetings<ForeignRead, number>((read, owner) => read.meet(owner));
  /** Lets reads of fields run what loads them (lazy-fields.ts). */
  readonly lazyFields: Meetings<LazyRead, number>;
  /** Class → field → variable with what its declared type lets it hold (typed-fields.ts). */
  readonly objectFields = new Map<number, Map<number, number>>();
  /** Variables that hold a request's environment by their name, and whether it tells so for sure (environ-items.ts). */
  readonly environs = new Map<number, boolean>();
  /** `__setattr__` (scope) → whether it never stores in the object itself (diverted-stores.ts). */
  readonly divertingMethods = new Map<number, boolean>();
  /** (class, attribute) that its initialiser stores before it does anything else. */
  readonly initialStores = new PairMap();
  readonly given = new GivenMembers();
  /** The instance of a function that replaces the members of classes, for one member of a class; -1 where there is no room for it. */
  memberInstance = (_call: MemberCall): number => -1;
  /** (call record, function instance) pairs whose arguments flow already. */
  readonly linked = new PairMap(1 << 14);
  readonly repeats = new Repeats();
  /** Class index → site of its statement; function scope → site of its definition. */
  readonly classSites: number[] = [];
  readonly functionSites = new Map<number, number>();
  /** Whether any class of these parts defines `__set_name__`. */
  definesSetName = false;
  definitions = new Definitions();
  readonly generated = new GeneratedFields();
  /** Function scope → the dotted name under which the knowledge describes it; -1 for none. */
  readonly describedWrappers: number[] = [];
  readonly typeTests = new TypeTests();
  readonly hints: Hint[] = [];
  /** Module index → number of its first variable. */
  readonly moduleBases: number[] = [];
  /** Classes on their way through a decorator, while bases are sought. */
  decorated: DecoratedClass[] = [];
  /** Scope → its star imports, in order. */
  readonly stars = new Map<number, StarImport[]>();

  /** `expectedSize`: about how many integers of constraints there will be. */
  constructor(
    program: Program,
    symbols: ExternalSymbols,
    declaredEntries: readonly DeclaredEntry[],
    expectedSize: number,
  ) {
    this.program = program;
    this.declaredEntries = declaredEntries;
    this.functions = new Functions(program);
    this.code = new IntList(expectedSize * 3 + (1 << 16));
    this.outside = new Outside(symbols, program.names);
    this.hierarchy = new Hierarchy(this.outside);
    this.flow = new Flow(
      this.values,
      (owner, value) => isReceiver(this, owner, value),
      expectedSize,
    );
    this.familyFields = new Meetings((read, store) => {
      if (!this.hierarchy.isSubclass(read.index, store.index)) return;
      this.flow.edge(store.variable, read.variable);
    });
    this.lazyFields = new Meetings((read, owner) => {
      if (this.hierarchy.isSubclass(read.index, owner)) read.load();
    });
    this.classSetters = new Meetings(({ index, name, receiver, src, site }, owner) => {
      if (!this.hierarchy.isSubclass(index, owner)) return;
      const from = this.field(this.classValue(owner), name);
      this.flow.watch(from, this.record(Rule.bindStore, src, receiver, owner, site));
    });
    this.classStores = new Meetings((read, owner) => {
      if (!this.hierarchy.isSubclass(read.index, owner)) return;
      const from = this.field(this.classValue(owner), read.name);
      this.flow.watch(from, this.record(Rule.bind, read.attribute, read.receiver, owner));
    });
  }

  /** These modules, numbered and declared, are solved from now on. */
  begin(modules: ReadonlySet<number>): void {
    for (const module of modules) this.programSize += this.program.facts(module).code.length;
    this.apart.grow(this.programSize);
    const setName = this.name("__set_name__");
    this.definesSetName ||= this.program.classScopes.some(
      (scope, index) =>
        modules.has(this.program.moduleOf(scope)) && this.program.methods(index).has(setName),
    );
  }

  /** The solver's number of a module's variable. */
  variableOf(module: number, variable: number): number {
    return (this.moduleBases[module] as number) + variable;
  }

  name(text: string): number {
    return this.program.names.id(text);
  }

  text(name: number): string {
    return this.program.names.text(name);
  }

  /** The constant key that a text is: `s:text`. */
  textKey(name: number): number {
    return this.program.names.textKey(name);
  }

  record(rule: number, ...operands: readonly number[]): number {
    const at = this.code.pushPair(rule, operands.length + 2);
    for (const operand of operands) this.code.push(operand);
    return at;
  }

  /** A variable that holds one value. */
  holding(value: number): number {
    const variable = this.flow.variable();
    this.flow.add(variable, value);
    return variable;
  }

  /** Runs an action for every value of a variable. */
  each(variable: number, action: (value: number) => void): void {
    this.actions.push(action);
    this.flow.watch(variable, this.record(Rule.run, this.actions.length - 1));
  }

  call({ dst, callee, origin, meta, args, context = -1, isWritten = false }: NewCall): void {
    const isBare = dst === -1 && args.length === 0 && context <= 0 && !isWritten;
    const manner = meta * 2 + context + 1;
    if (isBare && !this.repeats.bareCall(origin, callee, manner)) return;
    const at = this.code.push(Rule.call);
    this.code.push(9 + args.length * 3);
    this.code.pushPair(dst, callee);
    this.code.pushPair(origin, meta);
    this.code.pushPair(isWritten ? 1 : 0, context);
    this.code.push(args.length);
    for (const { kind, name, variable } of args) {
      this.code.pushPair(kind, name);
      this.code.push(variable);
    }
    this.flow.watch(callee, at);
  }

  instance(index: number): number {
    return this.values.of(Kind.instance, index, Breadth.exact);
  }

  classValue(index: number): number {
    return this.values.of(Kind.class, index);
  }

  external(name: number): number {
    return this.values.of(Kind.external, name);
  }

  builtinInstance(name: string): number {
    return this.values.of(Kind.externalInstance, this.outside.builtin(name));
  }

  string(text: string): number {
    return this.values.of(Kind.literal, LiteralKind.string, this.name(text));
  }

  /** The scope of a function or class value; -1 for anything else. */
  scopeOfValue(value: number): number {
    const [kind, first] = [this.values.kind(value), this.values.first(value)];
    if (kind === Kind.function) return this.functions.get(first).scope;
    if (kind === Kind.class) return this.program.classScopes[first] as number;
    return kind === Kind.bound ? this.scopeOfValue(first) : -1;
  }

  /** What was stored under a name in the object itself (not in its class). */
  field(value: number, name: number): number {
    const owner = this.apart.attributesOf(value);
    const known = this.fields.get(owner, name);
    if (known !== -1) return known;
    const variable = this.flow.variable();
    this.fields.set(owner, name, variable);
    return variable;
  }

  /** Makes the object of an origin and role, once; `parts` are its own variables. */
  object(origin: number, role: number, kind: ObjectKind, parts: Partial<MadeObject> = {}): number {
    const index = this.objects.at(origin, role, () => ({
      kind,
      className: parts.className ?? this.outside.builtin(kind),
      isDisplay: parts.isDisplay ?? false,
      slots: undefined,
      listeners: undefined,
      ...ownVariables(kind, () => this.flow.variable()),
      record: parts.record ?? -1,
    }));
    const value = this.values.of(Kind.object, index);
    if (CONTAINERS.has(kind)) this.values.weigh(value, Weight.outside);
    else if (WRAPPERS.has(kind)) this.values.weigh(value, Weight.function);
    return value;
  }

  objectOf(value: number): MadeObject | undefined {
    if (this.values.kind(value) !== Kind.object) return undefined;
    return this.objects.get(this.values.first(value));
  }

  /** The element of a container under a constant key. */
  slot(object: MadeObject, key: number): number {
    const known = object.slots?.get(key);
    if (known !== undefined) return known;
    // Where everything meets everything, elements that come now are not told apart.
    if (this.flow.bounds.isNarrow) return object.rest;
    const variable = this.flow.variable();
    object.slots ??= new Map();
    object.slots.set(key, variable);
    for (const listen of object.listeners ?? []) listen(key, variable);
    return variable;
  }

  /** Tells of every slot that a container has or will have. */
  eachSlot(object: MadeObject, listen: (key: number, variable: number) => void): void {
    object.listeners ??= [];
    object.listeners.push(listen);
    for (const [key, variable] of [...(object.slots ?? [])]) listen(key, variable);
  }
}
