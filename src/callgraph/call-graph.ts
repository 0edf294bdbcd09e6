import type { ModuleFacts } from "../python/module-facts.ts";

/** A node's unique id: its dotted name; `@path` is appended where two modules share one dotted name. External: the dotted name (`socket.socket.recv`, `<builtin>.len`). */
export type FunctionId = string;

export type Confidence = "certain" | "likely" | "possible";

export interface GraphNode {
  readonly id: FunctionId;
  readonly kind: "function" | "method" | "lambda" | "module" | "class-body" | "external";
  /** Absent for external nodes, as is everything below. */
  readonly path?: string;
  /** Line of `def`, `class` or `lambda`; 1 for a module. */
  readonly line?: number;
  readonly endLine?: number;
  readonly decoratorLine?: number;
  /** Index into the solved modules and into `ModuleFacts.scopes`: how later rooms get back to the facts. */
  readonly module?: number;
  readonly scope?: number;
  readonly isTest?: boolean;
  /** The file is an installed package's, read through `--library` or `--venv`: in the graph, not in the assessment. */
  readonly isLibrary?: boolean;
  /** The class that a method belongs to (a class id, see `ClassInfo`). */
  readonly class?: string;
}

/** How control gets from caller to callee; readiness asks for it (a property cannot be awaited at the read). */
export type EdgeHow =
  | "call"
  | "constructor"
  | "property"
  | "descriptor"
  | "operator"
  | "with"
  | "async-with"
  | "iteration"
  | "generator"
  | "await"
  | "decorator"
  | "class-body"
  | "getattr"
  | "argument"
  | "override"
  | "fallback";

/** A call site, by position and by the facts behind it. */
export interface SiteRef {
  readonly line: number;
  readonly column: number;
  /** Index into `ModuleFacts.sites` (times SITE_WIDTH) of the caller's module. */
  readonly site: number;
}

export interface CallEdge {
  readonly from: FunctionId;
  readonly to: FunctionId;
  readonly kind: "call" | "spawn" | "callback";
  readonly how: EdgeHow;
  readonly confidence: Confidence;
  /** Sorted by line, then column. */
  readonly sites: readonly SiteRef[];
  /** The external callable that makes a spawn or callback edge: `eventlet.greenthread.spawn`, `threading.Thread`. */
  readonly through?: string;
  /** Where the callee runs, for spawn and callback edges. */
  readonly runsIn?: RunsIn;
  /**
   * Where caller or callee was analysed anew per call site or class: which instance of the caller calls which of the
   * callee. 0 is the one that every function has, -1 stands for any. Absent: any calls any.
   */
  readonly contexts?: readonly (readonly [from: number, to: number])[];
}

export type RunsIn =
  | "caller"
  | "green-thread"
  | "native-thread"
  | "process"
  | "hub"
  | "loop"
  | "signal"
  | "exit"
  | "finalizer"
  | "framework"
  | "unknown";

/** A call from the repository to an external callable that the knowledge describes, with what is known of its arguments. */
export interface ExternalCall {
  readonly caller: FunctionId;
  /** Canonical dotted name of the callee. */
  readonly callee: string;
  readonly site: SiteRef;
  readonly how: EdgeHow;
  readonly confidence: Confidence;
  readonly arguments: readonly ArgumentValue[];
}

/** Neither position nor keyword: `*rest`, or a `**options` that may hold keywords which are not known. */
export interface ArgumentValue {
  readonly position?: number;
  readonly keyword?: string;
  /** Constant values that may arrive here, sorted; absent when none is known. */
  readonly constants?: readonly (string | number | boolean | null)[];
  /** Functions, and dotted names of external objects, that may arrive here. */
  readonly functions?: readonly FunctionId[];
  readonly externals?: readonly string[];
}

/** A use of a described external that is no call: an attribute read, a subclass, a value passed on or caught. */
export interface ExternalReference {
  readonly user: FunctionId;
  readonly name: string;
  readonly site: SiteRef;
  readonly how: "import" | "read" | "subclass" | "except" | "decorator" | "argument" | "annotation";
}

export interface ClassInfo {
  /** Dotted, like a function's id. */
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly isTest: boolean;
  /** Linearised (C3) ancestors without the class itself: ids of the repository's classes and dotted names of external ones. */
  readonly ancestors: readonly string[];
  /** Those ancestors outside the program of which no stub tells the methods, or which call some of them by themselves; absent: none. */
  readonly unreadBases?: readonly string[];
  /** Methods defined in the body: name → function id. */
  readonly methods: Readonly<Record<string, FunctionId>>;
  /** The program makes instances of it (or we cannot tell). */
  readonly isInstantiated: boolean;
}

/** How a function is entered from outside the analysed code. */
export interface EntryPoint {
  readonly function: FunctionId;
  readonly kind:
    | "main"
    | "console-script"
    | "module"
    | "wsgi-app"
    | "web-handler"
    | "rpc-endpoint"
    | "task"
    | "service"
    | "green-thread"
    | "native-thread"
    | "process"
    | "signal-handler"
    | "exit-handler"
    | "finalizer"
    | "callback"
    | "test"
    | "plugin";
  readonly path: string;
  readonly line: number;
  /** What makes it an entry: the script's name, the external callable that takes it, the base class that calls it. */
  readonly because: string;
  /** Declared by packaging metadata in this group: what loads plugins names it. */
  readonly group?: string;
}

/** One module importing another of the analysed code. Kept apart from call edges. */
export interface ModuleImport {
  readonly from: FunctionId;
  readonly to: FunctionId;
  /** The function whose execution imports (the module itself for a top-level import). */
  readonly within: FunctionId;
  readonly line: number;
  readonly isOptional: boolean;
  readonly isTypeOnly: boolean;
}

/** An import of a module outside the analysed code, in source order per file. */
export interface ExternalImport {
  readonly within: FunctionId;
  readonly module: string;
  readonly name?: string;
  readonly alias?: string;
  readonly line: number;
  readonly column: number;
  /** It stands in a `try` that catches a failing import: the program runs without it too. */
  readonly isOptional?: boolean;
  /** Below `if TYPE_CHECKING:`, which never runs. */
  readonly isTypeOnly?: boolean;
}

export type UnresolvedReason =
  | "unknown-receiver"
  | "unknown-name"
  | "unknown-parameter"
  | "unknown-result"
  | "dynamic"
  | "budget";

export interface CallGraph {
  /** The facts that were solved, repository first, in path order; nodes refer to them by index. */
  readonly modules: readonly ModuleFacts[];
  /** Sorted by id. */
  readonly nodes: readonly GraphNode[];
  /** Sorted by from, to, kind, how. */
  readonly edges: readonly CallEdge[];
  /** Sorted by caller, line, column, callee. */
  readonly externalCalls: readonly ExternalCall[];
  readonly externalReferences: readonly ExternalReference[];
  readonly classes: readonly ClassInfo[];
  readonly entryPoints: readonly EntryPoint[];
  readonly moduleImports: readonly ModuleImport[];
  readonly externalImports: readonly ExternalImport[];
  /** Families of methods that override each other within the repository, one per root method; sorted. */
  readonly overrideFamilies: readonly (readonly FunctionId[])[];
  /** Methods that override a method of a class outside the repository → that method's dotted name. */
  readonly externalOverrides: Readonly<Record<FunctionId, string>>;
  readonly unresolved: Readonly<Record<UnresolvedReason, number>>;
  /** The unresolved calls of each function, for coverage and `undetermined`. */
  readonly unresolvedSites: readonly {
    readonly function: FunctionId;
    readonly site: SiteRef;
    readonly reason: UnresolvedReason;
    readonly text: string;
  }[];
  readonly steps: number;
  readonly isComplete: boolean;
  node(id: FunctionId): GraphNode | undefined;
  callersOf(id: FunctionId): readonly CallEdge[];
  calleesOf(id: FunctionId): readonly CallEdge[];
}
