import { expect, test } from "vitest";
import { LIBRARY_MODELS } from "../../src/callgraph/rules/models/library-models.ts";
import { composeSymbols } from "../../src/callgraph/symbols/compose-symbols.ts";
import { knowledgeSymbols } from "../../src/eventlet/knowledge-symbols.ts";
import { knowledge } from "../eventlet/knowledge.ts";

/** A member that nobody describes of a class that somebody does is not there: its model would never be asked. */
test("every member of a described class that has a model is described too", () => {
  const symbols = composeSymbols([...knowledgeSymbols(knowledge)]);
  const ownerOf = (name: string): string => name.slice(0, name.lastIndexOf("."));
  const lost = Object.keys(LIBRARY_MODELS).filter(
    (name) => symbols.symbol(ownerOf(name))?.kind === "class" && symbols.symbol(name) === undefined,
  );
  expect(lost).toEqual([]);
});
