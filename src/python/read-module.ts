import { byCodeUnits } from "../by-code-units.ts";
import { say } from "../sentence.ts";
import { EXPRESSIONS } from "./expressions/expressions.ts";
import type { FactsDiagnostic, ModuleFacts } from "./module-facts.ts";
import { FactsWriter } from "./reader/facts-writer.ts";
import { outerValueOf } from "./reader/name-access.ts";
import { Reader } from "./reader/reader.ts";
import { scopeFacts } from "./reader/scope-facts.ts";
import { ScopeState } from "./reader/scope-state.ts";
import { findScopes } from "./scopes/find-scopes.ts";
import { readBlock } from "./statements/blocks.ts";
import { STATEMENTS } from "./statements/statements.ts";
import type { PythonParser } from "./tree/parser.ts";
import { sourceText } from "./tree/source-text.ts";
import { parseTolerantly } from "./tree/tolerant-parse.ts";

export interface PythonFile {
  /** Repository-relative POSIX path. */
  readonly path: string;
  /** Dotted name from the import root. */
  readonly module: string;
  readonly isPackage: boolean;
  readonly text: string;
}

/** What one Python file says. Any text gives facts; what is not understood is a diagnostic. */
export function readModule(file: PythonFile, parser: PythonParser): ModuleFacts {
  const source = sourceText(file.text);
  const { tree, diagnostics, backticks } = parseTolerantly(source, parser);
  const table = findScopes(tree, source.text);
  const facts = new FactsWriter(source);
  const [module] = table.scopes;
  if (module === undefined) throw new Error("A file has a module scope.");
  const state = new ScopeState(module, undefined, undefined, facts);
  if (source.hadNul) facts.diagnose("nul-bytes", "warning", 0, say`NUL bytes were read as spaces.`);
  const grammar = { expressions: EXPRESSIONS, statements: STATEMENTS, block: readBlock };
  const reader = new Reader(file, tree, source.text, table, facts, grammar, state);
  facts.diagnostics.push(...diagnostics);
  reader.backticks = backticks;
  state.outerValue = (name) => outerValueOf(reader, state, name);
  reader.enterScope(state, () => reader.block(0));
  for (let read = reader.deferred.pop(); read !== undefined; read = reader.deferred.pop()) read();
  const scopes = scopeFacts(reader);
  return {
    path: file.path,
    module: file.module,
    isPackage: file.isPackage,
    lines: source.lineCount,
    strings: facts.strings,
    scopes,
    sites: facts.sites,
    regions: facts.regions,
    types: facts.types,
    variableCount: facts.variableCount,
    code: facts.code,
    imports: facts.imports,
    diagnostics: sorted(facts.diagnostics),
  };
}

function sorted(diagnostics: readonly FactsDiagnostic[]): FactsDiagnostic[] {
  return [...diagnostics].sort((a, b) => a.line - b.line || byCodeUnits(a.code, b.code));
}
