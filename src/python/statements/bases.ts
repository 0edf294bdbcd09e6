import { Op } from "../constraints.ts";
import { readType } from "../expressions/types.ts";
import type { ClassFacts } from "../module-facts.ts";
import type { Reader } from "../reader/reader.ts";
import { childByField, childrenOf, firstChild } from "../tree/flat-tree.ts";
import { Field, Kind } from "../tree/kinds.ts";

/** The base classes and keywords in a class's parentheses. */
export function readBases(reader: Reader, list: number): ClassFacts {
  const bases: number[] = [];
  const baseTexts: string[] = [];
  const baseTypes: number[] = [];
  const keywords: (readonly [number, number])[] = [];
  const { tree, facts } = reader;
  const readEach = (node: number): void => {
    switch (reader.kind(node)) {
      case Kind.keywordArgument: {
        const name = childByField(tree, node, Field.name);
        const value = reader.expression(childByField(tree, node, Field.value));
        keywords.push([facts.string(reader.source(name)), value]);
        return;
      }
      case Kind.listSplat: {
        const each = facts.variable();
        const all = reader.expression(firstChild(tree, node));
        facts.emit(Op.Iterate, each, all, reader.site(node), 0);
        bases.push(each);
        baseTexts.push(reader.shortSource(node));
        baseTypes.push(facts.type({ kind: "name", variable: each }));
        return;
      }
      case Kind.dictionarySplat:
        reader.expression(firstChild(tree, node));
        return;
      default:
        bases.push(reader.expression(node));
        baseTexts.push(reader.shortSource(node));
        baseTypes.push(baseType(reader, node, bases.at(-1) ?? -1));
    }
  };
  if (list >= 0) {
    reader.region("base", list, -1, reader.shortSource(list, 80), () => {
      for (const node of childrenOf(tree, list)) readEach(node);
    });
  }
  return { bases, baseTexts, keywords, baseTypes };
}

/** Only generic bases say more than their value does. */
function baseType(reader: Reader, node: number, variable: number): number {
  if (reader.kind(node) === Kind.subscript) return readType(reader, node);
  return reader.facts.type({ kind: "name", variable });
}
