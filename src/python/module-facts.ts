import type { Text } from "../sentence.ts";
/**
 * What one Python file says, reduced once and for all: every later stage reads this and never the
 * syntax tree. Plain data: it is cached by content hash and travels between worker threads.
 *
 * A file becomes a small system of inclusion constraints (Andersen 1994; PyCG's assignment graph,
 * ICSE 2021) over numbered variables. `code` holds the constraints, in evaluation order
 * (constraints.ts describes them); everything else names and places what they speak of.
 */
export interface ModuleFacts {
  /** Repository-relative POSIX path. */
  readonly path: string;
  /** Dotted name from the import root, `pkg.mod`; a package's `__init__` is `pkg`. */
  readonly module: string;
  readonly isPackage: boolean;
  readonly lines: number;
  /** Identifiers, literals and texts that `code` and the tables below refer to by index. */
  readonly strings: readonly string[];
  /** Scopes in source order (pre-order); `[0]` is the module itself. */
  readonly scopes: readonly ScopeFacts[];
  /** Where things happen: `SITE_WIDTH` integers a site (see `SiteField`). */
  readonly sites: Int32Array;
  /** The constructs that enclose sites: loops, `with`, `try`, decorators …; a forest. */
  readonly regions: readonly RegionFacts[];
  readonly types: readonly TypeExpression[];
  readonly variableCount: number;
  readonly code: Int32Array;
  /** Every import statement, in source order; the constraints bind the names. */
  readonly imports: readonly ImportFacts[];
  readonly diagnostics: readonly FactsDiagnostic[];
}

/** A variable of one module's constraints: an index below `variableCount`. */
export type Variable = number;
/** An index into `ModuleFacts.strings`. */
export type StringIndex = number;
/** An index into `ModuleFacts.types`. */
export type TypeIndex = number;

/** Integers per site in `ModuleFacts.sites`. Lines count from 1, columns from 0 (in UTF-16 units). */
export const SITE_WIDTH = 6;
export const SiteField = {
  line: 0,
  column: 1,
  endLine: 2,
  endColumn: 3,
  scope: 4,
  region: 5,
} as const;

export interface ScopeFacts {
  readonly kind: "module" | "class" | "function" | "lambda";
  /** `f`, `C`, `<lambda1>` (numbered per enclosing scope in source order), `<module>`. */
  readonly name: string;
  /** Dotted path below the module without `<locals>`: `C.m.inner`; empty for the module. A second definition of the same name in a scope gets `#2`, a third `#3`. */
  readonly qualifiedName: string;
  /** Index of the enclosing scope; -1 for the module. */
  readonly parent: number;
  /** Line of `def`, `class` or `lambda`. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** Line of the first decorator, where there is one. */
  readonly decoratorLine?: number;
  /** Names bound in this scope and the variable that holds everything ever assigned to each (locals read in straight-line code may use finer, flow-sensitive variables that feed it). */
  readonly names: readonly (readonly [name: StringIndex, variable: Variable])[];
  /** Functions and lambdas only. */
  readonly callable?: CallableFacts;
  /** Classes only. */
  readonly class?: ClassFacts;
  readonly decorators: readonly DecoratorFacts[];
  /** Statements directly in the body, nested ones included, nested scopes not. */
  readonly statements: number;
  /** McCabe's cyclomatic complexity of the body. */
  readonly complexity: number;
  readonly hasDocstring: boolean;
  /** The body does nothing but `pass`, `...`, a docstring or `raise NotImplementedError`. */
  readonly isStub: boolean;
  /** Names declared `global` here and assigned. */
  readonly globalWrites: readonly StringIndex[];
}

export interface CallableFacts {
  readonly parameters: readonly ParameterFacts[];
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Everything `return` gives. */
  readonly returns: Variable;
  /** Everything `yield` gives; -1 when it is no generator. */
  readonly yields: Variable;
  /** What each `yield` gives, in order, where all of them stand in the body itself, under no condition and in no loop. */
  readonly yielded?: readonly Variable[];
  /** What `yield` receives by `send()`; -1 when it is no generator. */
  readonly sends: Variable;
  readonly returnType?: TypeIndex;
}

export interface ParameterFacts {
  readonly name: StringIndex;
  readonly variable: Variable;
  readonly kind:
    | "positional-only"
    | "positional"
    | "var-positional"
    | "keyword-only"
    | "var-keyword";
  /** The value of its default, read where the function is defined. */
  readonly default?: Variable;
  readonly type?: TypeIndex;
}

export interface ClassFacts {
  /** Base expressions in order; a starred one stands for all of its elements. */
  readonly bases: readonly Variable[];
  /** The bases as written, for messages. */
  readonly baseTexts: readonly string[];
  readonly keywords: readonly (readonly [name: StringIndex, value: Variable])[];
  /** Base expressions as type expressions (generics' arguments kept), same order as `bases`. */
  readonly baseTypes: readonly TypeIndex[];
}

export interface DecoratorFacts {
  /** The value of the decorator expression (already called when it is a decorator factory). */
  readonly variable: Variable;
  readonly site: number;
  /** Source text without `@`, shortened to 200 characters. */
  readonly text: string;
}

/**
 * A construct around sites that matters to readiness. `parent` is another region of the same scope,
 * or -1. `condition` is the branch that an `if`, `elif`, `else` or `case` guards (not the test);
 * `short-circuit` an operand that is evaluated only perhaps; `await` what is awaited; `decorator`,
 * `default`, `base` and `annotation` what is evaluated when the definition runs.
 */
export interface RegionFacts {
  readonly kind: RegionKind;
  readonly parent: number;
  readonly scope: number;
  readonly line: number;
  readonly endLine: number;
  /** `with`/`async-with`: the manager; `for`: the iterable; `except`: the exception classes; else -1. */
  readonly variable: Variable;
  /** Shortened source text of the head: the manager, the iterable, the condition, the caught classes. */
  readonly text: string;
  /** `condition` and `except` only: a `return` or `raise` stands in it under no further condition. */
  readonly leaves?: true;
  /** `try`, `with` and `async-with`: a `yield` stands in it, so that what ends it may run when a generator is thrown away. */
  readonly yields?: true;
  /** `condition` only: line of the `if` or `match` that this is one branch of. */
  readonly choice?: number;
  /** `except` only: a bare `raise` stands in the handler itself, under no condition. */
  readonly passesOn?: true;
}

export type RegionKind =
  | "for"
  | "async-for"
  | "while"
  | "with"
  | "async-with"
  | "try"
  | "except"
  | "try-else"
  | "finally"
  | "comprehension"
  | "generator-expression"
  | "decorator"
  | "default"
  | "base"
  | "annotation"
  | "condition"
  | "short-circuit"
  | "await"
  | "assert"
  | "type-checking"
  | "main-guard";

/** A type annotation, base or `isinstance` operand, with its names resolved to variables. */
export type TypeExpression =
  | { readonly kind: "name"; readonly variable: Variable }
  | { readonly kind: "apply"; readonly base: TypeIndex; readonly arguments: readonly TypeIndex[] }
  | { readonly kind: "union"; readonly options: readonly TypeIndex[] }
  | { readonly kind: "none" }
  /** A test alone: a text that begins (or ends) with one of these, or with what a variable holds. */
  | {
      readonly kind: "text";
      readonly affixes: readonly string[];
      readonly variable: Variable;
      readonly isSuffix: boolean;
    }
  /** A test alone: functions and classes whose names begin or end so, or are one of these. */
  | {
      readonly kind: "named";
      readonly texts: readonly string[];
      readonly fit: "start" | "end" | "whole";
    }
  /** A test alone: classes whose statements name bases, or that have inherited an attribute (-1: none) which their metaclass gives. */
  | { readonly kind: "derived"; readonly attribute: StringIndex }
  /** A test alone: what can be called, or such of it. */
  | { readonly kind: "callable"; readonly only?: CallableKind }
  /** A test alone: what has the attribute, of functions those on which the program puts it. */
  | { readonly kind: "marked"; readonly name: StringIndex }
  /** No test of a value: a copy under tests of others, all of which came out so. */
  | { readonly kind: "given"; readonly tests: readonly GivenTest[] }
  | { readonly kind: "unknown" };

/** A value that is (or is not) one of the constants (keys as of `LoadItem`), or whose truth was asked where there are none. */
export interface GivenTest {
  readonly value: Variable;
  readonly keys: readonly string[];
  readonly outcome: boolean;
}
export type GivenTests = readonly GivenTest[];

/** `inspect.isclass`, `isfunction`, `iscoroutinefunction`, `isgeneratorfunction`, `isasyncgenfunction`. */
export type CallableKind = "class" | "function" | "coroutine" | "generator" | "async-generator";

export interface ImportFacts {
  /** Absolute dotted name of the module that is imported (relative ones resolved). */
  readonly module: string;
  /** `from module import name`: the name, or `*`; absent for `import module`. */
  readonly name?: string;
  /** The name bound here, absent for `*`. */
  readonly alias?: string;
  readonly site: number;
  readonly scope: number;
  /** Inside `try` with an ImportError-like handler, or inside such a handler. */
  readonly isOptional: boolean;
  /** Under `if TYPE_CHECKING:`. */
  readonly isTypeOnly: boolean;
}

export interface FactsDiagnostic {
  readonly code: string;
  readonly severity: "info" | "warning" | "error";
  readonly line: number;
  readonly message: Text;
}
