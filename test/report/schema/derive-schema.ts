import ts from "typescript";

export type Schema = { [key: string]: unknown };

/**
 * The JSON Schema of the contract (the path of assessment.ts), read from its types, so that the two cannot part ways.
 * `described` holds sentences for fields that have no comment in the contract (`Interface.field`).
 */
export function deriveSchema(
  contract: string,
  described: Readonly<Record<string, string>>,
): Schema {
  const program = ts.createProgram([contract], {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    exactOptionalPropertyTypes: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(contract);
  const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const root =
    symbol === undefined
      ? undefined
      : checker.getExportsOfModule(symbol).find((one) => one.name === "Assessment");
  if (root === undefined) throw new Error("The contract exports no Assessment.");
  const definitions = new Map<string, Schema>();
  const derive = new Deriver(checker, definitions, described);
  const body = derive.object(checker.getDeclaredTypeOfSymbol(root), "Assessment");
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "assessment-1.0.schema.json",
    title: "Assessment",
    ...body,
    $defs: Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

class Deriver {
  constructor(
    checker: ts.TypeChecker,
    definitions: Map<string, Schema>,
    described: Readonly<Record<string, string>>,
  ) {
    this.checker = checker;
    this.definitions = definitions;
    this.described = described;
  }
  private readonly checker: ts.TypeChecker;
  private readonly definitions: Map<string, Schema>;
  private readonly described: Readonly<Record<string, string>>;

  /** An object type with its fields; `owner` names it in the table of descriptions. */
  object(type: ts.Type, owner: string): Schema {
    const properties: Schema = {};
    const required: string[] = [];
    for (const property of this.checker.getPropertiesOfType(type)) {
      const fieldType = this.checker.getTypeOfSymbol(property);
      const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      const description = this.describe(property, owner);
      properties[property.name] = {
        ...this.type(fieldType, `${owner}.${property.name}`),
        ...(description === "" ? {} : { description }),
      };
      if (!isOptional) required.push(property.name);
    }
    const comment = type.symbol?.getDocumentationComment(this.checker) ?? [];
    const description = ts.displayPartsToString(comment) || this.described[owner];
    return {
      type: "object",
      ...(description === undefined || description === ""
        ? {}
        : { description: oneLine(description) }),
      properties,
      required,
    };
  }

  private type(type: ts.Type, owner: string): Schema {
    if (type.isUnion()) return this.union(type, owner);
    if (type.flags & ts.TypeFlags.StringLike)
      return type.isStringLiteral() ? { const: type.value } : { type: "string" };
    if (type.flags & ts.TypeFlags.NumberLike) return { type: "number" };
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: "boolean" };
    if (type.flags & ts.TypeFlags.Null) return { type: "null" };
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: "array", items: item === undefined ? {} : this.type(item, owner) };
    }
    const index = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (index !== undefined)
      return { type: "object", additionalProperties: this.type(index, owner) };
    return this.named(type, owner);
  }

  private named(type: ts.Type, owner: string): Schema {
    const name = type.symbol?.name ?? "";
    if (!isInterface(type)) return this.object(type, owner);
    if (!this.definitions.has(name)) {
      this.definitions.set(name, {});
      this.definitions.set(name, this.object(type, name));
    }
    return { $ref: `#/$defs/${name}` };
  }

  private union(type: ts.UnionType, owner: string): Schema {
    const parts = type.types.filter((part) => (part.flags & ts.TypeFlags.Undefined) === 0);
    if (parts.every((part) => part.isStringLiteral()))
      return { enum: parts.map((part) => (part as ts.StringLiteralType).value) };
    if (parts.every((part) => part.flags & ts.TypeFlags.BooleanLike)) return { type: "boolean" };
    const schemas = parts
      .filter((part) => !(part.flags & ts.TypeFlags.BooleanLiteral))
      .map((part) => this.type(part, owner));
    const hasBoolean = parts.some((part) => part.flags & ts.TypeFlags.BooleanLiteral);
    const all = hasBoolean ? [...schemas, { type: "boolean" }] : schemas;
    return all.length === 1 ? (all[0] ?? {}) : { anyOf: all };
  }

  private describe(property: ts.Symbol, owner: string): string {
    const comment = ts.displayPartsToString(property.getDocumentationComment(this.checker));
    return oneLine(
      comment ||
        (this.described[`${owner}.${property.name}`] ?? this.described[`*.${property.name}`] ?? ""),
    );
  }
}

/** Also one with type arguments. */
function isInterface({ symbol }: ts.Type): boolean {
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Interface) !== 0;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
