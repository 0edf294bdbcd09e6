import { addToGroup } from "../../group-by.ts";
import type {
  CallableFacts,
  ClassFacts,
  ModuleFacts,
  ScopeFacts,
} from "../../python/module-facts.ts";
import { SITE_WIDTH, SiteField } from "../../python/module-facts.ts";
import { Names, PairMap } from "../int-tables.ts";

/** What was asked for stands in a module that is not numbered yet. */
export class NotNumbered extends Error {}

/**
 * The modules under analysis with everything numbered through: scopes, sites, classes and names of
 * all modules in one range each, so that the solver's tables can be flat. All modules are known by
 * their names from the start; what they hold is numbered part by part.
 */
export class Program {
  /** Modules from this index on are libraries. */
  readonly repositoryModules: number;
  readonly names = new Names();
  /** Class index → scope. */
  readonly classScopes: number[] = [];
  /** Modules whose file speaks of `sys.modules`: they may put something in their own place. */
  readonly selfReplacing = new Set<number>();
  private readonly allModules: ModuleFacts[];
  /** By module; -1 as long as it is not numbered. */
  private readonly scopeBases: Int32Array;
  private readonly siteBases: Int32Array;
  private readonly isStandard: (name: string) => boolean;
  private scopeModule: Int32Array = new Int32Array(0);
  private siteModule: Int32Array = new Int32Array(0);
  private classOfScope = new Int32Array(0);
  private readonly byName = new Map<string, number[]>();
  private readonly prefixes = new Set<string>();
  private readonly members = new PairMap(1 << 14);
  private readonly methodTables: (ReadonlyMap<number, readonly number[]> | undefined)[] = [];
  private readonly localNames: Int32Array[] = [];

  /** `repository` and `libraries` sorted by path; `isStandard` knows the standard library's modules. */
  constructor(
    repository: readonly ModuleFacts[],
    libraries: readonly ModuleFacts[],
    isStandard: (name: string) => boolean = () => false,
  ) {
    this.isStandard = isStandard;
    this.allModules = [...repository, ...libraries];
    this.repositoryModules = repository.length;
    this.scopeBases = new Int32Array(this.allModules.length).fill(-1);
    this.siteBases = new Int32Array(this.allModules.length).fill(-1);
    for (const [index, { module }] of this.allModules.entries()) this.registerName(index, module);
  }

  get modules(): readonly ModuleFacts[] {
    return this.allModules;
  }

  get scopeCount(): number {
    return this.scopeModule.length;
  }

  /** Puts what was read meanwhile in the place of a module known by its name alone. */
  fill(index: number, facts: ModuleFacts): void {
    this.allModules[index] = facts;
  }

  /** Numbers what these modules hold, in their order, after all that is numbered. */
  number(part: readonly number[]): void {
    const scopes = part.map((module) => this.facts(module).scopes.length);
    const sites = part.map((module) => this.facts(module).sites.length / SITE_WIDTH);
    this.scopeModule = withRanges(this.scopeModule, part, scopes, this.scopeBases);
    this.siteModule = withRanges(this.siteModule, part, sites, this.siteBases);
    const classes = new Int32Array(this.scopeCount).fill(-1);
    classes.set(this.classOfScope);
    this.classOfScope = classes;
    for (const module of part) this.numberClasses(module);
  }

  private numberClasses(module: number): void {
    const { scopes, strings } = this.facts(module);
    for (const [local, { kind }] of scopes.entries()) {
      if (kind !== "class") continue;
      this.classOfScope[this.scope(module, local)] = this.classScopes.length;
      this.classScopes.push(this.scope(module, local));
    }
    if (strings.includes("modules") && strings.includes("sys")) this.selfReplacing.add(module);
  }

  private registerName(index: number, name: string): void {
    addToGroup(this.byName, name, index);
    const parts = name.split(".");
    for (let count = 1; count < parts.length; count += 1) {
      this.prefixes.add(parts.slice(0, count).join("."));
    }
  }

  /** Global number of a module's name or literal. */
  name(module: number, local: number): number {
    let table = this.localNames[module];
    if (table === undefined) {
      table = new Int32Array(this.facts(module).strings.length).fill(-1);
      this.localNames[module] = table;
    }
    let id = table[local] as number;
    if (id === -1) {
      id = this.names.id(this.facts(module).strings[local] ?? "");
      table[local] = id;
    }
    return id;
  }

  facts(module: number): ModuleFacts {
    return this.allModules[module] as ModuleFacts;
  }

  scope(module: number, local: number): number {
    const base = this.scopeBases[module] as number;
    if (base < 0) throw new NotNumbered();
    return base + local;
  }

  moduleOf(scope: number): number {
    return this.scopeModule[scope] as number;
  }

  localScope(scope: number): number {
    return scope - (this.scopeBases[this.moduleOf(scope)] as number);
  }

  scopeFacts(scope: number): ScopeFacts {
    return this.facts(this.moduleOf(scope)).scopes[this.localScope(scope)] as ScopeFacts;
  }

  callable(scope: number): CallableFacts | undefined {
    return this.scopeFacts(scope).callable;
  }

  parent(scope: number): number {
    const parent = this.scopeFacts(scope).parent;
    return parent === -1 ? -1 : this.scope(this.moduleOf(scope), parent);
  }

  classOf(scope: number): number {
    return scope < 0 ? -1 : (this.classOfScope[scope] as number);
  }

  /** The class in whose body the function stands; -1 when it is no method. */
  classOfMethod(scope: number): number {
    return this.classOf(this.parent(scope));
  }

  /** The method that a scope is or stands in; -1 where there is none. */
  enclosingMethod(scope: number): number {
    let at = scope;
    while (at >= 0 && this.classOfMethod(at) === -1) at = this.parent(at);
    return at;
  }

  classFacts(index: number): ClassFacts {
    const facts = this.scopeFacts(this.classScopes[index] as number).class;
    return facts ?? { bases: [], baseTexts: [], keywords: [], baseTypes: [] };
  }

  /** Functions in a class's body by name; a name can be defined more than once (a property's setter). */
  methods(index: number): ReadonlyMap<number, readonly number[]> {
    let table = this.methodTables[index];
    if (table === undefined) {
      table = this.readMethods(this.classScopes[index] as number);
      this.methodTables[index] = table;
    }
    return table;
  }

  private readMethods(scope: number): ReadonlyMap<number, readonly number[]> {
    const module = this.moduleOf(scope);
    const local = this.localScope(scope);
    const table = new Map<number, number[]>();
    const { scopes } = this.facts(module);
    for (let index = local + 1; index < scopes.length; index += 1) {
      const facts = scopes[index] as ScopeFacts;
      // Scopes stand in pre-order: the first that is no descendant ends the body.
      if (facts.parent < local) break;
      if (facts.parent !== local || facts.kind !== "function") continue;
      const name = this.names.id(facts.name);
      addToGroup(table, name, this.scope(module, index));
    }
    return table;
  }

  site(module: number, local: number): number {
    return local < 0 ? -1 : (this.siteBases[module] as number) + local;
  }

  localSite(site: number): number {
    return site - (this.siteBases[this.moduleOfSite(site)] as number);
  }

  /** -1 for what happens at no site. */
  moduleOfSite(site: number): number {
    return site < 0 ? -1 : (this.siteModule[site] as number);
  }

  siteField(site: number, field: keyof typeof SiteField): number {
    const { sites } = this.facts(this.moduleOfSite(site));
    return sites[this.localSite(site) * SITE_WIDTH + SiteField[field]] as number;
  }

  /** The function, class body or module whose execution reaches the site. */
  scopeOfSite(site: number): number {
    return this.scope(this.moduleOfSite(site), this.siteField(site, "scope"));
  }

  /** Remembers which variable holds a module's or class's name. */
  declare(scope: number, name: number, variable: number): void {
    this.members.set(scope, name, variable);
  }

  /** The variable behind a name of a module or class; -1 when the scope binds no such name. */
  declared(scope: number, name: number): number {
    return this.members.get(scope, name);
  }

  /** The module of that dotted name, the nearest to the importer where several bear it. */
  findModule(name: string, importer: number): number {
    const all = this.byName.get(name);
    if (all === undefined) return -1;
    if (importer < 0) return all[0] as number;
    const { path } = this.facts(importer);
    // `misc/getpass.py` is Python's `getpass` for nobody but the scripts beside it: they alone have
    // their own folder before the standard library in `sys.path`.
    const candidates = this.isStandard(name)
      ? all.filter((each) => path.startsWith(importFolder(this.facts(each))))
      : all;
    if (candidates.length <= 1) return candidates[0] ?? -1;
    const nearness = candidates.map((each) => commonPrefix(this.facts(each).path, path));
    return candidates[nearness.indexOf(Math.max(...nearness))] as number;
  }

  /** Whether a text names something in a module by its path: `pkg.mod.Class`, `pkg.mod:Class`. */
  namesMember(text: string): boolean {
    const end = Math.max(text.lastIndexOf("."), text.lastIndexOf(":"));
    return end > 0 && this.byName.has(text.slice(0, end));
  }

  /** True for `a` and `a.b` when a module `a.b.c` is analysed. */
  isPackagePrefix(name: string): boolean {
    return this.prefixes.has(name);
  }
}

/** The owners of numbers, with a range more for each module; `bases` gets the first number of each. */
function withRanges(
  owners: Int32Array,
  modules: readonly number[],
  sizes: readonly number[],
  bases: Int32Array,
): Int32Array {
  let end = owners.length;
  const longer = new Int32Array(end + sizes.reduce((sum, size) => sum + size, 0));
  longer.set(owners);
  for (const [at, module] of modules.entries()) {
    const start = end;
    bases[module] = start;
    end += sizes[at] as number;
    longer.fill(module, start, end);
  }
  return longer;
}

/** `src/` of `src/pkg/mod.py`: the folder from which its dotted name is imported. */
function importFolder({ path, module, isPackage }: ModuleFacts): string {
  const depth = module.split(".").length + (isPackage ? 1 : 0);
  return path
    .split("/")
    .slice(0, -depth)
    .map((folder) => `${folder}/`)
    .join("");
}

function commonPrefix(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}
