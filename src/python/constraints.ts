/**
 * The constraint language of `ModuleFacts.code`: a flat Int32Array of records
 * `[operation, length, ...operands]`, `length` counting the whole record. A flat array instead of
 * objects because half a million lines make some three million of them.
 *
 * Operands are variables (V), string indices (S), scope indices (F), site indices (@), type
 * indices (T), numbers (n). -1 stands for "none" wherever an operand may be missing. Every value
 * that an expression computes lands in some variable; statements are emitted in evaluation order,
 * so that a reader who walks the records of one scope sees its effects in source order.
 */
export const Op = {
  /** dst:V scope:F @  — the function object of a `def` or `lambda` (before decorators). */
  Function: 1,
  /** dst:V scope:F @  — the class object; its body runs here. */
  Class: 2,
  /** dst:V kind:n value:S|-1  — a literal (`LiteralKind`); value is its text (strings unescaped, numbers in decimal). */
  Literal: 3,
  /** dst:V kind:n @  — a new list, tuple, set or dict display (`ContainerKind`), also the list/set/dict of a comprehension, and a list in place of a generator expression's generator; entries follow as StoreItem and Extend. */
  Container: 4,
  /** dst:V src:V (scope:F region:n (given:T))  — one of several bindings of a module's or class's name tells where it is made; region is -1 for none. What stands under tests of parameters tells those, too. */
  Copy: 5,
  /** dst:V name:S @  — a name that nothing in the file binds: a star import's or a builtin's. Once a scope; @ may be -1 where a builtin only may shine through. */
  LoadName: 6,
  /** dst:V base:V name:S @ (stored:V)  — stored, where it is given, was stored there right before and is what an attribute of its own holds; a name `match:0` stands for what the class names in `__match_args__` at that place. */
  LoadAttribute: 7,
  /** base:V name:S src:V @ flags:n  — `StoreFlag`. */
  StoreAttribute: 8,
  /** base:V name:S @ */
  DeleteAttribute: 9,
  /** dst:V base:V constantKey:S|-1 key:V|-1 @  — constantKey is `s:text` for a string, `i:number` for an integer, `t:[…]` for a tuple of such, `c:None`, `member:X` for a key that is written as an attribute (`K.X`; it decides where K is an enumeration), `slice` or `slice:1:3` for a slice (dst is then such a container with src's elements, or what `__getitem__` gives). key is given for constants too. */
  LoadItem: 10,
  /** base:V constantKey:S|-1 key:V|-1 src:V @  — @ is -1 for an entry of a display (no `__setitem__` runs). Elements of a list, tuple or set without a known index have neither key. */
  StoreItem: 11,
  /** base:V constantKey:S|-1 key:V|-1 @ */
  DeleteItem: 12,
  /** dst:V src:V @  — all elements of iterable src (mapping src for `**`) flow into container dst: `[*src]`, `{**src}`, comprehension results. */
  Extend: 13,
  /** dst:V src:V @ isAsync:n  — dst receives what iterating src gives. */
  Iterate: 14,
  /** dst:V src:V index:n @  — one target of an unpacking assignment; index -1: some element, -2 - n: some element from the nth on (in and behind a star); `placeAround` also says how many stand behind it. */
  Unpack: 15,
  /** dst:V callee:V @ count:n, then count × (kind:n name:S|-1 value:V)  — `ArgumentKind`. */
  Call: 16,
  /** dst:V manager:V @ isAsync:n  — `with` is entered; dst receives what `as` binds. */
  Enter: 17,
  /** manager:V @ isAsync:n */
  Exit: 18,
  /** dst:V src:V @ */
  Await: 19,
  /** dst:V src:V scope:F @  — `yield from`: src's elements are yielded by scope; dst receives what the subgenerator returns. */
  YieldFrom: 20,
  /** dst:V method:S reflected:S|-1 inPlace:S|-1 left:V right:V|-1 @  — an operator by its dunder (`__add__`, `__radd__`, `__iadd__`); also `__contains__` (left is the container), `__bool__` (truth test), `__neg__`, `__len__`, `__format__`/`__str__`/`__repr__` (f-strings, %-formatting, backticks). */
  Operator: 21,
  /** dst:V|-1 module:S @  — the module object with this absolute dotted name; importing it runs it. */
  Import: 22,
  /** dst:V module:S name:S @ */
  ImportFrom: 23,
  /** scope:F module:S @  — the module's public names become visible in scope. */
  ImportStar: 24,
  /** dst:V src:V type:T flags:n (`NarrowFlag`) — what of src passes (or fails) an isinstance-like test; where src is unknown and the test is positive, an instance of type. */
  Narrow: 25,
  /** dst:V type:T  — an annotation: dst holds instances of type. */
  Hint: 26,
  /** src:V @ cause:V context:V  — cause is named by `from`, context what a handler around it caught; -1 for none. */
  Raise: 27,
  /** dst:V class:V @  — `except class as dst`. */
  Catch: 28,
  /** src:V @  — `del name`: one reference less to what it held. */
  Discard: 29,
  /** dst:V hidden:V module:S name:S  — a name of a module behind a star import of that module: what it brings, else what the name was before. */
  StarName: 30,
} as const;

/** Lengths of a copy that tells where it is made, and of one that tells under which tests as well. */
export const TELLING_COPY = 6;
export const GIVEN_COPY = 7;

/** Place of the flags among a store's operands. */
export const STORE_FLAGS = 4;
/** `passing`: replaced before anybody can read it. `initial`: surely done before an initialiser runs anything else. */
export const StoreFlag = { passing: 1, initial: 2 } as const;
export const LiteralKind = {
  none: 0,
  boolean: 1,
  integer: 2,
  float: 3,
  complex: 4,
  string: 5,
  bytes: 6,
  ellipsis: 7,
} as const;
export const ContainerKind = { list: 0, tuple: 1, set: 2, dict: 3 } as const;
export const ArgumentKind = { positional: 0, keyword: 1, star: 2, doubleStar: 3 } as const;

/** What a test asks: whether it failed; whether the value is a class below the type (`issubclass`), no instance of it; whether it is of that class and none below it (`type(x) is C`). */
export const NarrowFlag = { negative: 1, subclass: 2, exact: 4 } as const;

/** Where a target of an unpacking stands that has a star, or one in front: `count` targets are left with itself. */
export function placeAround(star: number, count: number, isStar: boolean): number {
  if (star >= PLACES || count > PLACES) return -2 - Math.min(star, PLACES - 1);
  return -2 - star - PLACES * (isStar ? count - 1 : PLACES + count);
}

/** What such a place says: behind how many elements the star begins, and how many stand behind it, or from here on. */
export function aroundStar(index: number): { start: number; behind: number; isStar: boolean } {
  const place = -2 - index;
  const count = Math.floor(place / PLACES);
  const isStar = count < PLACES;
  return { start: place % PLACES, behind: isStar ? count : count - PLACES, isStar };
}

const PLACES = 1000;

/** One argument of a call, as it is written. */
export interface WrittenArgument {
  /** `ArgumentKind` */
  readonly kind: number;
  /** A keyword's string; -1 for none. */
  readonly name: number;
  readonly variable: number;
}

/** The arguments of the call whose first operand is `code[at]`. */
export function argumentsOf(code: ArrayLike<number>, at: number): readonly WrittenArgument[] {
  const found: WrittenArgument[] = [];
  for (let place = at + 4; found.length < (code[at + 3] as number); place += 3) {
    const [kind, name, variable] = [code[place], code[place + 1], code[place + 2]] as Operands;
    found.push({ kind, name, variable });
  }
  return found;
}

type Operands = [number, number, number];

/** The records of `code` one after another: `visit(operation, at)`, where `code[at]` is the first operand. */
export function forEachConstraint(
  code: Int32Array,
  visit: (operation: number, at: number) => void,
): void {
  let at = 0;
  while (at < code.length) {
    visit(code[at] as number, at + 2);
    at += code[at + 1] as number;
  }
}
