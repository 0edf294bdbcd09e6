/**
 * One stub file → its declarations, as plain data. Branches on `sys.version_info` and
 * `sys.platform` are decided for Linux and the newest Python; what only an older branch declares
 * is kept as well, because Eventlet's programs still use it.
 */

import { readType } from "./read-type.mjs";

const NEWEST = [3, 14];

/**
 * @param {import("web-tree-sitter").Node} root
 * @returns {Map<string, object>} name → declaration, in source order
 */
export function readStub(root) {
  const scope = new Map();
  readBlock(root, scope);
  return scope;
}

function readBlock(block, scope) {
  const older = [];
  for (const statement of block.namedChildren) readStatement(statement, scope, older);
  // Branches not taken come last: they only fill gaps.
  for (const branch of older) {
    const rest = new Map();
    readBlock(branch, rest);
    for (const [name, declaration] of rest) if (!scope.has(name)) scope.set(name, declaration);
  }
}

function readStatement(statement, scope, older) {
  switch (statement.type) {
    case "import_statement":
      return readImport(statement, scope);
    case "import_from_statement":
      return readImportFrom(statement, scope);
    case "expression_statement":
      return readExpression(statement.namedChild(0), scope);
    case "type_alias_statement":
      return readTypeStatement(statement, scope);
    case "class_definition":
      return readClass(statement, scope, []);
    case "function_definition":
      return readFunction(statement, scope, []);
    case "decorated_definition": {
      const decorators = statement.namedChildren
        .filter((child) => child.type === "decorator")
        .map((child) => child.text.slice(1));
      const definition = statement.childForFieldName("definition");
      const read = definition.type === "class_definition" ? readClass : readFunction;
      return read(definition, scope, decorators);
    }
    case "if_statement":
      return readConditional(statement, scope, older);
    case "try_statement":
    case "with_statement":
      return readBlock(statement.childForFieldName("body"), scope);
    default:
      return undefined;
  }
}

function readConditional(statement, scope, older) {
  let taken = false;
  const branches = [
    statement,
    ...statement.namedChildren.filter((child) => /^(elif|else)_clause$/.test(child.type)),
  ];
  for (const branch of branches) {
    const condition = branch.childForFieldName("condition");
    const body = branch.childForFieldName("consequence") ?? branch.childForFieldName("body");
    const truth = condition === null ? true : decide(condition.text);
    if (!taken && truth !== false) {
      const inner = new Map();
      readBlock(body, inner);
      for (const [name, declaration] of inner) declare(scope, name, declaration);
      taken = truth === true;
    } else if (!(condition && /win32|darwin/.test(condition.text))) older.push(body);
  }
}

/** true, false, or undefined where the condition says something else. */
function decide(text) {
  if (text.includes(" or ")) return decideAll(text.split(" or "), true);
  if (text.includes(" and ")) return decideAll(text.split(" and "), false);
  const version = /^sys\.version_info (>=|<) \((\d+), ?(\d+)/.exec(text);
  if (version) {
    const newer =
      NEWEST[0] > +version[2] || (NEWEST[0] === +version[2] && NEWEST[1] >= +version[3]);
    return version[1] === ">=" ? newer : !newer;
  }
  const platform = /^sys\.platform (==|!=) "(\w+)"/.exec(text);
  if (platform) return (platform[1] === "==") === (platform[2] === "linux");
  if (/^(typing\.)?TYPE_CHECKING$/.test(text)) return true;
  return undefined;
}

/** One part that comes out as `deciding` decides; else all must be known. */
function decideAll(parts, deciding) {
  const decided = parts.map(decide);
  if (decided.includes(deciding)) return deciding;
  return decided.includes(undefined) ? undefined : !deciding;
}

/** Overloads and version branches of one name stand together. */
function declare(scope, name, declaration) {
  const before = scope.get(name);
  if (before?.kind === "function" && declaration.kind === "function") {
    before.overloads.push(...declaration.overloads);
    return;
  }
  for (const list of ["modules", "names"]) {
    if (before?.[list] && declaration[list]) {
      scope.set(name, {
        ...declaration,
        [list]: [...new Set([...before[list], ...declaration[list]])],
      });
      return;
    }
  }
  scope.set(name, declaration);
}

function readImport(statement, scope) {
  for (const child of statement.namedChildren) {
    if (child.type === "aliased_import") {
      const target = child.childForFieldName("name").text;
      const alias = child.childForFieldName("alias").text;
      declare(scope, alias, { kind: "module", target, exported: false });
    } else if (child.type === "dotted_name") {
      const top = child.text.split(".")[0];
      declare(scope, top, { kind: "module", target: top, exported: false });
    }
  }
}

function readImportFrom(statement, scope) {
  const module = statement.childForFieldName("module_name").text;
  if (statement.namedChildren.some((child) => child.type === "wildcard_import")) {
    const stars = scope.get("*")?.modules ?? [];
    scope.set("*", { kind: "star", modules: [...stars, module] });
    return;
  }
  for (const child of statement.childrenForFieldName("name")) {
    const alias =
      child.type === "aliased_import" ? child.childForFieldName("alias").text : undefined;
    const name =
      child.type === "aliased_import" ? child.childForFieldName("name").text : child.text;
    // PEP 484: only the redundant alias re-exports.
    declare(scope, alias ?? name, { kind: "from", module, name, exported: alias === name });
  }
}

function readExpression(expression, scope) {
  if (expression?.type === "augmented_assignment") {
    return collectAll(
      expression.childForFieldName("left"),
      expression.childForFieldName("right"),
      scope,
    );
  }
  if (expression?.type !== "assignment") return;
  const left = expression.childForFieldName("left");
  const type = expression.childForFieldName("type");
  const right = expression.childForFieldName("right");
  if (left.type === "pattern_list" || left.type === "tuple_pattern") {
    for (const name of left.namedChildren) declare(scope, name.text, { kind: "variable" });
    return;
  }
  if (left.type !== "identifier") return;
  if (right?.type === "assignment") {
    // `Connect = connect = Connection`
    readExpression(right, scope);
    return declare(scope, left.text, scope.get(right.childForFieldName("left").text));
  }
  if (left.text === "__all__") return collectAll(left, right, scope);
  declare(scope, left.text, assigned(type, right));
}

function assigned(type, right) {
  const callee = right?.type === "call" ? right.childForFieldName("function").text : "";
  if (/(^|\.)(TypeVar|ParamSpec|TypeVarTuple)$/.test(callee)) {
    return {
      kind: "typevar",
      bound: keywordType(right, "bound"),
      constraints: constraintsOf(right),
    };
  }
  if (/(^|\.)NewType$/.test(callee)) {
    return {
      kind: "typealias",
      type: readType(right.childForFieldName("arguments").namedChild(1)),
    };
  }
  if (/(^|\.)namedtuple$/.test(callee)) return { kind: "class", bases: [], members: new Map() };
  if (type && /^(typing\.|typing_extensions\.)?TypeAlias$/.test(type.text)) {
    return { kind: "typealias", type: readType(right) };
  }
  if (type) return { kind: "variable", type: readType(type) };
  if (right && /^(identifier|attribute|subscript|binary_operator)$/.test(right.type)) {
    return { kind: "assigned", type: readType(right) };
  }
  return { kind: "variable" };
}

function keywordType(call, keyword) {
  const found = call
    .childForFieldName("arguments")
    .namedChildren.find(
      (a) => a.type === "keyword_argument" && a.childForFieldName("name").text === keyword,
    );
  return found && readType(found.childForFieldName("value"));
}

function constraintsOf(call) {
  const positional = call
    .childForFieldName("arguments")
    .namedChildren.filter((a) => a.type !== "keyword_argument" && a.type !== "comment");
  return positional.slice(1).map(readType);
}

function collectAll(left, right, scope) {
  if (left.text !== "__all__" || right === null) return;
  const names = right.descendantsOfType("string_content").map((node) => node.text);
  const before = scope.get("__all__")?.names ?? [];
  scope.set("__all__", { kind: "all", names: [...before, ...names] });
}

function readTypeStatement(statement, scope) {
  const name = statement.childForFieldName("left").descendantsOfType("identifier")[0].text;
  scope.set(name, { kind: "typealias", type: readType(statement.childForFieldName("right")) });
}

function readClass(definition, scope, decorators) {
  const members = new Map();
  readBlock(definition.childForFieldName("body"), members);
  const bases = (definition.childForFieldName("superclasses")?.namedChildren ?? [])
    .filter((base) => base.type !== "keyword_argument" && base.type !== "comment")
    .map(readType);
  const own = typeParameters(definition);
  declare(scope, definition.childForFieldName("name").text, {
    kind: "class",
    bases,
    members,
    decorators,
    typeParameters: own,
  });
}

function readFunction(definition, scope, decorators) {
  const overload = {
    parameters: readParameters(definition.childForFieldName("parameters")),
    returns: readType(definition.childForFieldName("return_type")),
    isAsync: definition.child(0).type === "async",
    decorators,
    typeParameters: typeParameters(definition),
  };
  const name = definition.childForFieldName("name").text;
  const setter = decorators.some((text) => /\.(setter|deleter|getter)$/.test(text));
  if (setter && scope.has(name)) return;
  declare(scope, name, { kind: "function", overloads: [overload] });
}

function typeParameters(definition) {
  const list = definition.childForFieldName("type_parameters");
  return (list?.namedChildren ?? []).map(
    (child) => child.descendantsOfType("identifier")[0]?.text ?? "",
  );
}

function readParameters(list) {
  const parameters = [];
  let keywordOnly = false;
  for (const child of list.namedChildren) {
    if (child.type === "keyword_separator") keywordOnly = true;
    if (/separator|comment/.test(child.type)) continue;
    const type = readType(child.childForFieldName("type"));
    const target =
      child.childForFieldName("name") ??
      (child.type === "identifier" ? child : child.namedChild(0));
    const star = /^(\*{0,2})/.exec(child.text)[1];
    parameters.push({ name: target.text.replace(/^\*+/, ""), type, star, keywordOnly });
    if (star === "*") keywordOnly = true;
  }
  return parameters;
}
