// biome-ignore-all lint/correctness/noUnresolvedImports: the types are an ambient module declaration, which Biome does not read.
import { Language, Parser, type Tree } from "web-tree-sitter";
import { openQuickParser } from "../quick/quick-parse.ts";
import type { FlatTree } from "./flat-tree.ts";
import { type SymbolTable, symbolTable } from "./symbol-table.ts";
import { type TangleGuard, tangleGuard } from "./tangle-guard.ts";
import { flattenWithCursor } from "./tree-cursor.ts";
import { type EngineMemory, flattenMemory } from "./tree-memory.ts";

/**
 * A Python parser that hands out flat trees; nothing of the engine outlives a call. No tree for a text
 * so tangled that it took more than its budget of steps.
 */
export interface PythonParser {
  parse(text: string): FlatTree | undefined;
  /** The same by the full parser, also where the quick one would do. */
  parseFully(text: string): FlatTree | undefined;
}

export interface ParserOptions {
  /** web-tree-sitter's own WebAssembly; without it the library looks beside its module. */
  readonly engineWasm?: Uint8Array;
  /** tree-sitter-python's WebAssembly. */
  readonly grammarWasm: Uint8Array;
  /** Memory that the engine may take; where that is too little it ends for good, with a `RuntimeError`. */
  readonly maxBytes?: number;
}

/** The engine is the library's one and only in a thread: later calls reuse the first one's memory. */
let engine: Promise<Partial<EngineMemory>> | undefined;
/** The library frees what nobody holds any more, which throws out of nowhere where the engine has ended. */
const held: unknown[] = [];

/** As much as is used here: TypeScript knows it as a part of browsers only. */
declare const WebAssembly: {
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => object;
};
const PAGE_BYTES = 65_536;
/** What the engine begins with by itself. */
const INITIAL_PAGES = 512;

export async function createParser({
  engineWasm,
  grammarWasm,
  maxBytes,
}: ParserOptions): Promise<PythonParser> {
  engine ??= startEngine(engineWasm, maxBytes);
  const memory = await engine;
  const language = await Language.load(grammarWasm);
  const parser = new Parser();
  parser.setLanguage(language);
  held.push(parser, language);
  const symbols = symbolTable(language);
  const slow = (tree: Tree): FlatTree => flattenWithCursor(tree, symbols);
  const fast = memoryReader(memory, language, symbols);
  const flatten = fast !== undefined && agree(parser, fast, slow) ? fast : slow;
  const parseQuickly = openQuickParser();
  const guard = hasMemory(memory) ? tangleGuard(memory, parser) : undefined;
  const parseFully = (text: string) => parseWith(parser, text, flatten, guard);
  return { parse: (text) => parseQuickly(text) ?? parseFully(text), parseFully };
}

/** Reads plain Python only, and needs no engine. */
export function quickParser(): PythonParser {
  const parse = openQuickParser();
  return { parse, parseFully: () => undefined };
}

type Flatten = (tree: Tree) => FlatTree;

async function startEngine(
  engineWasm: Uint8Array | undefined,
  maxBytes: number | undefined,
): Promise<Partial<EngineMemory>> {
  // The library fills this very object with the engine's exports, its memory views among them.
  const options: Partial<EngineMemory> & { wasmBinary?: Uint8Array; wasmMemory?: object } = {};
  if (engineWasm !== undefined) options.wasmBinary = engineWasm;
  if (maxBytes !== undefined) {
    const maximum = Math.min(32_768, INITIAL_PAGES + Math.ceil(maxBytes / PAGE_BYTES));
    options.wasmMemory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum });
  }
  await Parser.init(options as Parameters<typeof Parser.init>[0]);
  return options;
}

function memoryReader(
  memory: Partial<EngineMemory>,
  language: Language,
  symbols: SymbolTable,
): Flatten | undefined {
  const address: unknown = (language as unknown as Record<number, unknown>)[0];
  if (typeof address !== "number" || !hasMemory(memory)) return undefined;
  return (tree) => {
    const { id, startIndex, hasError } = tree.rootNode;
    return flattenMemory(memory, address, id, startIndex, symbols, hasError);
  };
}

function hasMemory(memory: Partial<EngineMemory>): memory is EngineMemory {
  return (
    memory.HEAPU8 instanceof Uint8Array &&
    memory.HEAPU16 instanceof Uint16Array &&
    memory.HEAPU32 instanceof Uint32Array
  );
}

function parseWith(
  parser: Parser,
  text: string,
  flatten: Flatten,
  guard?: TangleGuard,
): FlatTree | undefined {
  const tree = parser.parse(text, null, guard && { progressCallback: guard() });
  if (tree === null) {
    // Else it would go on with this text when the next one comes.
    parser.reset();
    return undefined;
  }
  try {
    return flatten(tree);
  } finally {
    tree.delete();
  }
}

/** Exercises aliases, inherited fields, hidden nodes, extras, errors and wide positions. */
const SAMPLE = `# é😀 comment
@d.e(1)
async def f(a, *b: int, c="x\\n", **d) -> List[int]:
    """doc"""
    try:
        x = y = [i async for i in g(*a, k=1) if i not in b]
        print >>x, f"{a!r:>{w}}é"  # trailing
    except (A, B) as e: raise E from e
    match x:
        case A(b=1) | None: pass
class C(B, metaclass=M): pass
x = = 3
y = (1
`;

function agree(parser: Parser, fast: Flatten, slow: Flatten): boolean {
  try {
    const expected = parseWith(parser, SAMPLE, slow);
    const actual = parseWith(parser, SAMPLE, fast);
    if (actual === undefined || actual.size !== expected?.size) return false;
    for (const column of ["kind", "field", "start", "end", "after"] as const) {
      for (let node = 0; node < expected.size; node++) {
        if (actual[column][node] !== expected[column][node]) return false;
      }
    }
    return actual.missing.join() === expected.missing.join();
  } catch {
    return false;
  }
}
