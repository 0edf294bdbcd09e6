import type { ExternalSymbol } from "../callgraph/program/external-symbols.ts";
import type { ApiEntry, Yields } from "./catalogue.ts";

/**
 * What entries say of special methods, which Python calls by itself: of a class by its words
 * (`iterationYields`), of one method by an entry of its own (`QuerySet.__len__`).
 */

/** Whether a special method of a class waits by its words; undefined where it says nothing. */
export function protocolYields(entry: ApiEntry, protocol: string): Yields | undefined {
  switch (protocol) {
    case "__enter__":
    case "__aenter__":
      return entry.enterYields;
    case "__exit__":
    case "__aexit__":
      return entry.exitYields;
    case "__iter__":
    case "__next__":
      return entry.iterationYields;
    case "__getitem__":
    case "__setitem__":
    case "__delitem__":
      return entry.itemYields;
    case "__call__":
      return entry.callYields;
    case "__init__":
    case "__new__":
      return entry.yields;
    default:
      return undefined;
  }
}

/** Methods that Python asks for in `for`, `x[k]`, `x in y`, `len(x)`, truth tests and where a descriptor is read. */
const ASKED = /\.__(iter|getitem|contains|len|bool|get)__$/;

/** The special methods of which entries say that they wait, by their dotted names. */
export function protocolsOf(entries: readonly ApiEntry[]): readonly string[] {
  const names = entries.flatMap((entry): readonly string[] => {
    if (waits(entry.yields) && ASKED.test(entry.name)) return [entry.name];
    const owner = entry.kind === "class" ? entry.name : iteratorOf(entry);
    return [
      ...(owner !== undefined && waits(entry.iterationYields) ? [`${owner}.__iter__`] : []),
      ...(owner !== undefined && waits(entry.itemYields) ? [`${owner}.__getitem__`] : []),
    ];
  });
  return [...new Set(names)].sort();
}

/** What `with` asks of classes whose entries say that it waits there: without a name of its own nobody would see it called. */
export function managersOf(entries: readonly ApiEntry[]): readonly string[] {
  return entries
    .filter(({ kind }) => kind === "class")
    .flatMap(({ name, enterYields, exitYields }) => [
      ...(waits(enterYields) ? [`${name}.__enter__`] : []),
      ...(waits(exitYields) ? [`${name}.__exit__`] : []),
    ])
    .sort();
}

const waits = (yields: Yields | undefined): boolean => yields !== undefined && yields !== "never";

/**
 * A generator of a library that waits between its elements (`pubsub.listen()`) has a class of its own,
 * named after the function, so that whoever goes through it is told from who goes through any other.
 */
const ITERATOR = "Iterator";

const PLAIN_ITERATOR = /^(Iterator|Iterable|Generator)(?=\[|$)/;

/** The class of the iterator that a function gives; undefined where it gives something with a name. */
function iteratorOf({ name, kind, iterationYields, symbol }: ApiEntry): string | undefined {
  if (kind === "class" || !waits(iterationYields)) return undefined;
  const isPlain = symbol?.returns === undefined || PLAIN_ITERATOR.test(symbol.returns);
  return isPlain ? `${name}.${ITERATOR}` : undefined;
}

/** What the solver is told that a function gives which waits when it is gone through. */
export function withIterator(
  entry: ApiEntry,
  symbol: Partial<ExternalSymbol>,
): Partial<ExternalSymbol> {
  const owner = iteratorOf(entry);
  if (owner === undefined) return symbol;
  const returns = symbol.returns?.replace(PLAIN_ITERATOR, owner) ?? owner;
  return { ...symbol, returns };
}

/** The name of the function whose iterator a class is; the class itself otherwise. */
export function makerOf(owner: string): string {
  return owner.endsWith(`.${ITERATOR}`) ? owner.slice(0, -ITERATOR.length - 1) : owner;
}
