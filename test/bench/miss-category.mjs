/** How a recorded call happens in the source, judged by names: what kind of edge it takes to find it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseKey } from "./trace-tree.mjs";

const DUNDER = /^__\w+__$/;
const WITH = new Set(["__enter__", "__exit__", "__aenter__", "__aexit__"]);
const CONSTRUCTORS = new Set(["__init__", "__new__", "__post_init__"]);
const ITERATION = new Set(["__iter__", "__next__", "__aiter__", "__anext__"]);

export function categoriser(root, trace, finder) {
  const sources = new Map();
  const linesOf = (path) => {
    if (!sources.has(path)) sources.set(path, readFileSync(join(root, path), "utf8").split("\n"));
    return sources.get(path);
  };
  const bodyOf = (key) => {
    const { path, line } = parseKey(key);
    const [node] = finder(key);
    return linesOf(path)
      .slice(line - 1, node?.endLine ?? line + 40)
      .join("\n");
  };
  const headOf = (key) => {
    const { path, line } = parseKey(key);
    const end = trace.functions[key]?.def_line ?? line;
    return linesOf(path)
      .slice(line - 1, end)
      .join("\n");
  };
  return (from, to) => {
    const { qualname } = parseKey(to);
    const parts = qualname.split(".");
    const name = parts.at(-1);
    const body = bodyOf(from);
    const isNamed = (word) => new RegExp(`(^|\\W)${word.replace(/\W/g, "\\$&")}(\\W|$)`).test(body);
    const { kind } = trace.functions[to] ?? {};
    if (kind === "classbody") return "class body";
    if (CONSTRUCTORS.has(name)) {
      return isNamed(parts.at(-2) ?? "")
        ? "constructor, named"
        : "constructor, by factory, variable, super";
    }
    const implicit = implicitCall(name);
    if (implicit !== undefined) return implicit;
    if (/@(\w+\.)*\w*(property|setter|getter|deleter|reify)\b/.test(headOf(to))) return "property";
    return writtenCall({ qualname, isGenerator: kind === "generator", isNamed: isNamed(name) });
  };
}

/** Calls that syntax makes, without the name of what is called. */
function implicitCall(name) {
  if (name === "<lambda>") return "lambda";
  if (name === "__call__" || /^__getattr(ibute)?__$/.test(name)) return name;
  if (WITH.has(name)) return "with";
  if (ITERATION.has(name)) return "iteration";
  return DUNDER.test(name) ? "operator and other dunders" : undefined;
}

function writtenCall({ qualname, isGenerator, isNamed }) {
  if (isNamed) return isGenerator ? "generator, named" : "named in the caller";
  if (isGenerator) return "generator resumed elsewhere";
  return qualname.includes("<locals>")
    ? "decorator wrapper or inner function"
    : "not named: callback, alias, table";
}
