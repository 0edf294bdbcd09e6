import type { EntryPoint, RunsIn } from "../call-graph.ts";

/**
 * What is known of names outside the analysed code: the standard library (from typeshed), Eventlet
 * and third-party packages (from the knowledge). The solver asks by canonical dotted name.
 */
export interface ExternalSymbols {
  /** The one name of an object that has several: `eventlet.sleep` → `eventlet.greenthread.sleep`; itself when unknown. */
  canonical(name: string): string;
  /** By canonical name. */
  symbol(name: string): ExternalSymbol | undefined;
  /** Uses of this name must be recorded as ExternalCall / ExternalReference (Eventlet's, patched stdlib, described libraries). */
  isDescribed(name: string): boolean;
  /** The special method of a class, its own or inherited, of which the knowledge tells something where Python itself calls it (`for`, `x[k]`, `len(x)`); undefined for all others. */
  protocol(owner: string, method: string): string | undefined;
  /** Whether a name that is written down anywhere ends in this part: a cheap no for most of what a program calls its own things. */
  isLastPart(part: string): boolean;
  /** What way into the program a function is that this name receives or calls: a route's handler, an RPC endpoint. */
  entryKind(name: string): EntryPoint["kind"] | undefined;
}

export interface ExternalSymbol {
  readonly kind: "module" | "class" | "function" | "property" | "variable";
  /** Classes: base classes, canonical. */
  readonly bases?: readonly string[];
  /**
   * Functions: the type of what a call returns; properties and variables: of the value. Grammar:
   * `pkg.Class` · `list[T]` `dict[K, V]` `tuple[A, B]` `tuple[T, ...]` `Iterator[T]` `type[T]` ·
   * `Awaitable[T]` · `A | B` · `None` · `object` (unknown, inside brackets) · `$self` (the receiver) ·
   * `$arg:0` (an argument as it came) · `$element:0`, `$key:0` (an element, a key of it) ·
   * `$result:0` (what calling it returns) · `$instance:0` (an instance of it) · `$await:0` (what
   * awaiting it gives) · `$entered:0` (what `with` binds) · `$element:self`, `$key:self` (of the
   * receiver). Instead of a position a keyword's name: `$arg:default`. A name without a dot is a
   * builtin; any class may carry arguments, `queue.Queue[T]`: the last is its elements' type, the
   * one before it its keys'.
   * Absent: unknown; for classes: an instance.
   */
  readonly returns?: string;
  readonly isAsync?: boolean;
  /** `classmethod` or `staticmethod`, where the receiver differs. */
  readonly binding?: "class" | "static";
  readonly callbacks?: readonly CallbackArgument[];
  /** Classes: methods of a subclass that the library calls by itself; modules: functions of a module that imports it. */
  readonly overrides?: readonly OverrideCall[];
  /** Classes: attributes that hold other external objects, name → type text; `*`: all that are not described. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Type texts of what joins the receiver's (for classes: the new instance's) elements: `$arg:0` of `list.append`, `$element:0` of `list.extend`. */
  readonly stores?: readonly string[];
  /** Classes: the type of the elements where the class itself fixes it (`str`, `range`). */
  readonly element?: string;
  /** Class decorators: attributes that the class has from then on, name → type text of what its instances have there. */
  readonly puts?: Readonly<Record<string, string>>;
  /** Methods that it calls on its arguments: `__len__` of `len`'s, `read` of `json.load`'s. */
  readonly invokes?: readonly InvokedMethod[];
  /** Decorator-like: what a call returns behaves as its first argument called inside (`functools.lru_cache`, `tenacity.retry`). */
  readonly wraps?: "argument" | "result-of-call";
  /** Classes: a class of the program that keeps an instance in an attribute of this name is an RPC endpoint (`target = oslo_messaging.Target(…)`). */
  readonly endpointAttribute?: string;
  /**
   * Functions: a call makes an object of a class of the program: of its receiver, or of one that is an argument
   * (`sqlite3.connect(path, factory=Connection)`).
   */
  readonly makes?: {
    /** The class: the receiver, or the argument at that place. */
    readonly class: "self" | { readonly position: number; readonly keyword: string };
    /** What making it gets: the receiver, or so many of the call's first arguments; absent: nothing. */
    readonly passes?: "self" | number;
    /** The library's own class: not now, but wherever the library makes one of it (`wsgify(RequestClass=Request)`). */
    readonly insteadOf?: string;
  };
  /** Functions: a call gives what packaging metadata declares in the group that this argument names. */
  readonly loadsGroup?: { readonly position: number; readonly keyword: string };
}

/** An argument that the external callable calls. */
export interface CallbackArgument {
  /** Position, not counting self; and/or keyword; neither where only what the result decorates is called. */
  readonly position?: number;
  readonly keyword?: string;
  /** call: runs before the external call returns, on the caller's stack; spawn: runs concurrently; callback: later, or nobody knows when. */
  readonly mode: "call" | "spawn" | "callback";
  readonly runsIn: RunsIn;
  /** What the callable receives: the rest of the positional and keyword arguments (`spawn(f, *a, **k)`), the members of arguments called so (`Thread(target, args=, kwargs=)`), elements of other arguments (`map(f, xs)`), or fixed types, `$rest` among them for the rest. */
  readonly receives?: "rest" | "args-kwargs" | "elements" | readonly string[];
  /** Position of the first argument that `rest` means, where others come in between. */
  readonly restFrom?: number;
  /** Not the argument is called but this method of it (`emit` of `addHandler`'s). */
  readonly method?: string;
  /** The argument is a class: this method of the instance that is made is called (`default` of `json.dumps(cls=)`). */
  readonly then?: string;
  /** The argument is a list or dict of callables or endpoint objects; with `methods`, all public methods of the object are called. */
  readonly shape?: "callable" | "callables" | "object-methods" | "objects-methods";
  /** Of endpoint objects only these methods are called, not all public ones. */
  readonly methods?: readonly string[];
}

/** A method that an external callable calls on an argument, on the caller's stack. */
export interface InvokedMethod {
  /** Position, not counting self; `self` is the receiver (`MutableMapping.get` asks its `__getitem__`). */
  readonly argument: number | string;
  readonly method: string;
}

/** A method that a library calls on instances of a subclass: `threading.Thread.run` in a native thread. */
export interface OverrideCall {
  /** `do_*` stands for every method whose name begins so. */
  readonly method: string;
  readonly mode: "call" | "spawn" | "callback";
  readonly runsIn: RunsIn;
  /** The external method whose call triggers it (`start`); absent: the library calls when it likes, the method is an entry point. */
  readonly when?: string;
  /** What it gives joins the elements of the instance (`create` of a pool). */
  readonly keeps?: true;
  /** What it gives stands in the instance's place for whoever reads it off an instance of the class whose body holds it (nameko's `get_dependency`). */
  readonly injects?: true;
  /** Types of what it hands over, after `self`. */
  readonly receives?: readonly string[];
}

/** Whether a hook means the method of that name: `on_*` stands for all whose names begin so. */
export function isHook({ method }: OverrideCall, name: string): boolean {
  return method.endsWith("*") ? name.startsWith(method.slice(0, -1)) : method === name;
}
