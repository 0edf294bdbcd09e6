// biome-ignore-all lint/correctness/noUnresolvedImports: the types are an ambient module declaration, which Biome does not read.
import type { Parser, ParseState } from "web-tree-sitter";
import type { EngineMemory } from "./tree-memory.ts";

/** Is told where the parser is, after every hundred operations, and says whether to give up. */
export type TangleGuard = () => (state: ParseState) => boolean;

/** `StackNode` as wasm32 lays it out: the node below, the number of those, the cost of all errors so far. */
const BELOW = 16;
const BELOW_COUNT = 144;
const ERROR_COST = 152;
const MOST_BELOW = 8;
/** How much of `TSParser` is searched for its pointer to the stack; the lexer before it takes 1,156 bytes. */
const SEARCHED_BYTES = 4096;
/** Two bytes a character, as the engine counts. */
const BYTES = 2;

/** Real files, broken ones too, stay below this depth; so many levels beyond it may be summed up. */
const USUAL_DEPTH = 100;
const BUDGET = 20_000;

/**
 * To mend what is no Python the parser looks through its whole stack at each error. Where no Python
 * follows on no Python the stack grows with the text: 6,000 characters `~-,*` take it 14 seconds, and
 * twice as many four times as long. So the depths that the stack has while there are errors are summed
 * up: a budget of steps, not of time, the same everywhere. The library does not tell the depth; it is
 * read from the engine's memory. Undefined where that does not look as expected.
 */
export function tangleGuard(memory: EngineMemory, parser: Parser): TangleGuard | undefined {
  const place = findStack(memory, parser);
  if (place === undefined) return undefined;
  return () => {
    let left = BUDGET;
    return () => {
      const top = topOf(memory, place);
      const hasErrors = top !== undefined && word(memory, top + ERROR_COST) > 0;
      if (hasErrors) left -= Math.max(0, (depthBelow(memory, top) ?? 0) - USUAL_DEPTH);
      return left < 0;
    };
  };
}

/** The word of `TSParser` that leads to the stack: in front of open brackets it is as deep as they are many. */
function findStack(memory: EngineMemory, parser: Parser): number | undefined {
  const address: unknown = (parser as unknown as Record<number, unknown>)[0];
  if (typeof address !== "number") return undefined;
  const words = Array.from({ length: SEARCHED_BYTES / 4 }, (_, index) => address + 4 * index);
  let found: readonly number[] = [];
  const look = ({ currentOffset }: ParseState): boolean => {
    found = words.filter((place) => {
      const top = topOf(memory, place);
      return top !== undefined && depthBelow(memory, top) === currentOffset / BYTES;
    });
    return false;
  };
  parser.parse("(".repeat(250), null, { progressCallback: look })?.delete();
  return found.length === 1 ? found[0] : undefined;
}

/** The top of the best version of the stack: `parser->stack->heads.contents[0].node`. */
function topOf(memory: EngineMemory, place: number): number | undefined {
  let pointer = place;
  for (let step = 0; step < 3; step++) {
    pointer = word(memory, pointer);
    if (!isPointer(memory, pointer)) return undefined;
  }
  return pointer;
}

/** How many nodes lie below one; undefined for what is no node. */
function depthBelow(memory: EngineMemory, top: number): number | undefined {
  const most = memory.HEAPU32.length;
  let node = top;
  for (let depth = 0; depth < most; depth++) {
    if (!isPointer(memory, node)) return undefined;
    const below = memory.HEAPU16[(node + BELOW_COUNT) / 2] ?? MOST_BELOW + 1;
    if (below > MOST_BELOW) return undefined;
    if (below === 0) return depth;
    node = word(memory, node + BELOW);
  }
  return undefined;
}

const word = ({ HEAPU32 }: EngineMemory, address: number): number => HEAPU32[address / 4] ?? 0;

const isPointer = ({ HEAPU8 }: EngineMemory, address: number): boolean =>
  address >= 1024 && address % 4 === 0 && address < HEAPU8.length;
