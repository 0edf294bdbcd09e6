/** Type annotations of stubs → the type texts of `ExternalSymbol`. */
import { find } from "./universe.mjs";

const UNKNOWN = new Set([
  "Any",
  "NoReturn",
  "Never",
  "Incomplete",
  "Unused",
  "MaybeNone",
  "AnnotationForm",
]);
const TRANSPARENT = new Set([
  "Final",
  "ClassVar",
  "Annotated",
  "Required",
  "NotRequired",
  "ReadOnly",
  "Unpack",
  "Type",
  "Optional",
]);
const SHAPES = {
  Iterator: [
    "Iterable",
    "Iterator",
    "Generator",
    "AsyncIterable",
    "AsyncIterator",
    "AsyncGenerator",
    "Reversible",
    "KeysView",
  ],
  list: ["Sequence", "MutableSequence", "Collection", "Container", "ValuesView", "List"],
  set: ["AbstractSet", "MutableSet", "Set"],
  dict: ["Mapping", "MutableMapping"],
};
const SHAPE_OF = new Map(
  Object.entries(SHAPES).flatMap(([shape, names]) => names.map((name) => [name, shape])),
);
const MAX_DEPTH = 8;
const MAX_OPTIONS = 4;

/** @returns {string | undefined} undefined: nothing worth telling */
export function typeText(node, context, depth = 0) {
  if (node === undefined || depth > MAX_DEPTH) return undefined;
  switch (node.kind) {
    case "none":
      return "None";
    case "literal":
      return node.type;
    case "union":
      return unionText(node.items.map((item) => typeText(item, context, depth + 1)));
    case "name":
      return nameText(node, undefined, context, depth);
    case "apply":
      return nameText(node.base, node.items, context, depth);
    default:
      return undefined;
  }
}

/** What is unknown adds nothing to a union: the known options stay. */
export function unionText(texts) {
  const options = [...new Set(texts.flatMap((text) => (text ? splitUnion(text) : [])))];
  const solid = options.filter((option) => option !== "None");
  if (solid.length === 0) return options[0];
  if (solid.length > MAX_OPTIONS) {
    const bound = solid.filter((option) => option.includes("$"));
    return bound.length > 0 && bound.length <= MAX_OPTIONS ? bound.sort().join(" | ") : undefined;
  }
  return solid.sort().join(" | ");
}

function splitUnion(text) {
  const parts = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "[") depth++;
    else if (text[at] === "]") depth--;
    else if (depth === 0 && text.startsWith(" | ", at)) {
      parts.push(text.slice(start, at));
      start = at + 3;
    }
  }
  return [...parts, text.slice(start)];
}

function nameText(base, items, context, depth) {
  if (base?.kind !== "name") return undefined;
  const target = find(context.modules, context.module, base.name);
  if (target === undefined) return undefined;
  if (target.path === "") return undefined;
  const last = target.path.split(".").at(-1);
  if (isTyping(target.module) && last !== target.declaration.name) {
    const special = specialText(last, items, context, depth);
    if (special !== NOT_SPECIAL) return special;
  }
  switch (target.declaration.kind) {
    case "typevar":
      return variableText(last, target.declaration, context);
    case "typealias":
      return typeText(target.declaration.type, { ...context, module: target.module }, depth + 1);
    case "class":
      return classText(target, items, context, depth);
    default:
      return undefined;
  }
}

const NOT_SPECIAL = Symbol("not special");

function isTyping(module) {
  return module === "typing" || module === "typing_extensions" || module === "_typeshed";
}

/** What special names stand for, whatever they are applied to. */
const FIXED = new Map([
  ["Self", "$self"],
  ["LiteralString", "str"],
  ["AnyStr", "str"],
  ["TypeGuard", "bool"],
  ["TypeIs", "bool"],
  ["Callable", undefined],
]);

/** What special forms make of the texts of what they are applied to. */
const FORMS = {
  Union: (texts) => unionText(texts),
  Awaitable: awaitableText,
  Coroutine: awaitableText,
  ItemsView: (texts) => `Iterator[tuple[${pad(texts, 2).join(", ")}]]`,
};

function awaitableText(texts) {
  const result = texts.at(-1);
  return result && `Awaitable[${result}]`;
}

function specialText(name, items = [], context, depth) {
  if (UNKNOWN.has(name)) return undefined;
  if (FIXED.has(name)) return FIXED.get(name);
  if (name === "Literal")
    return unionText(items.map((item) => (item.kind === "name" ? "str" : item.type)));
  const texts = () => items.map((item) => typeText(item, context, depth + 1));
  if (TRANSPARENT.has(name)) return name === "Type" ? undefined : texts()[0];
  if (FORMS[name] !== undefined) return FORMS[name](texts());
  const shape = SHAPE_OF.get(name);
  return shape === undefined ? NOT_SPECIAL : shapeText(shape, texts());
}

function shapeText(shape, texts) {
  if (shape === "dict") return texts.some(Boolean) ? `dict[${pad(texts, 2).join(", ")}]` : "dict";
  return texts[0] ? `${shape}[${texts[0]}]` : shape;
}

/** A place that is unknown between known ones. */
function pad(texts, count) {
  return Array.from({ length: count }, (_, index) => texts[index] ?? "object");
}

function variableText(name, declaration, context) {
  if (name === "AnyStr" || name === "AnyStr_co") return "str";
  if (context.self === name) return "$self";
  if (context.element === name) return "$element:self";
  if (context.key === name) return "$key:self";
  const bound = bindingOf(name, context);
  if (bound) return bound;
  const options = declaration.constraints?.length ? declaration.constraints : [declaration.bound];
  return unionText(
    options.map((option) => typeText(option, { ...context, parameters: [] }, MAX_DEPTH - 2)),
  );
}

/** Where a function's own type variable gets its value from. */
function bindingOf(name, context) {
  const ways = [];
  for (const { type, position } of context.parameters ?? []) {
    if (position === undefined) continue;
    const way = type && wayInto(type, name, context, 0);
    if (way) ways.push(way(position));
  }
  return unionText(ways);
}

function wayInto(type, name, context, depth) {
  if (depth > 3) return undefined;
  switch (type.kind) {
    case "name":
      return type.name === name
        ? (position) => `$arg:${position}`
        : wayIntoAlias(type, name, context, depth);
    case "union":
      return firstOf(type.items, (item) => item && wayInto(item, name, context, depth + 1));
    case "apply":
      return wayIntoItems(type, name);
    default:
      return undefined;
  }
}

function wayIntoAlias(type, name, context, depth) {
  const target = find(context.modules, context.module, type.name);
  if (target?.declaration.kind !== "typealias") return undefined;
  return wayInto(target.declaration.type, name, { ...context, module: target.module }, depth + 1);
}

/** Generic types whose last parameter is what a call (of the type itself), an `await` or a key gives. */
const LAST_GIVES = [
  [/^[tT]ype$/, "$result"],
  [/^(Awaitable|Coroutine|Future|Task|_FutureLike|_CoroutineLike)$/, "$await"],
  [/Mapping|[dD]ict$|KeysAndGetItem/, "$element"],
];

function wayIntoItems({ base: { name: dotted = "" } = {}, items }, name) {
  const base = dotted.split(".").at(-1);
  const isName = (item) => item?.kind === "name" && item.name === name;
  if (base === "Callable") return callableWay(items.at(-1), name);
  const [, word] = LAST_GIVES.find(([bases]) => bases.test(base)) ?? [];
  if (word !== undefined && isName(items.at(-1))) return (position) => `${word}:${position}`;
  if (!isName(items[0]) || word === "$await") return undefined;
  return word === "$element"
    ? (position) => `$key:${position}`
    : (position) => `$element:${position}`;
}

function callableWay(result, name) {
  if (result?.kind === "name" && result.name === name) return (position) => `$result:${position}`;
  if (result?.kind !== "apply" || result.items.length === 0) return undefined;
  const inner = result.items.at(-1);
  const awaited = /^(Awaitable|Coroutine)$/.test(result.base?.name ?? "");
  if (awaited && inner?.kind === "name" && inner.name === name)
    return (position) => `$result:${position}`;
  return undefined;
}

function classText(target, items, context, depth) {
  const name = context.nameOf(target.module, target.path);
  if (name === "object") return undefined;
  if (name === "type") {
    const inner = items?.[0] && typeText(items[0], context, depth + 1);
    return inner && !inner.includes("|") ? `type[${inner}]` : undefined;
  }
  if (items === undefined || items.length === 0) return name;
  const view = /(?:^|[._])(?:o?dict_|_)(items|keys|values)$/.exec(name)?.[1];
  if (view)
    return viewText(
      view,
      items.map((item) => typeText(item, context, depth + 1)),
    );
  if (name === "tuple") return tupleText(items, context, depth);
  const inner = items.map((item) => typeText(item, context, depth + 1));
  if (!inner.some(Boolean)) return name;
  const shape = context.shapeOf(target.module, target.path);
  const element = inner[shape.element];
  if (shape.key !== undefined)
    return `${name}[${inner[shape.key] ?? "object"}, ${element ?? "object"}]`;
  return element ? `${name}[${element}]` : name;
}

function tupleText(items, context, depth) {
  const isRow = items.at(-1)?.kind === "ellipsis";
  const inner = (isRow ? items.slice(0, -1) : items).map(
    (item) => typeText(item, context, depth + 1) ?? "object",
  );
  if (inner.every((text) => text === "object")) return "tuple";
  return isRow ? `tuple[${inner[0]}, ...]` : `tuple[${inner.join(", ")}]`;
}

/** A dict's views, as what iterating them gives. */
function viewText(view, [key, value]) {
  if (view === "items") return `Iterator[tuple[${key ?? "object"}, ${value ?? "object"}]]`;
  const element = view === "keys" ? key : value;
  return element ? `Iterator[${element}]` : "Iterator";
}

/** The first answer that is one. */
export function firstOf(items, attempt) {
  for (const item of items) {
    const found = attempt(item);
    if (found) return found;
  }
  return undefined;
}
