/** How a recorded call happens in the source, judged by names: what kind of edge it takes to find it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseKey } from "./trace-tree.mjs";

const DUNDER = /^__\w+__$/;
const WITH = new Set(["__enter__", "__exit__", "__aenter__", "__aexit__"]);
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
    if (trace.functions[to]?.kind === "classbody") return "class body";
    if (name === "<lambda>") return "lambda";
    if (name === "__init__" || name === "__new__" || name === "__post_init__") {
      return isNamed(parts.at(-2) ?? "")
        ? "constructor, named"
        : "constructor, by factory, variable, super";
    }
    if (name === "__call__") return "__call__";
    if (/^__getattr(ibute)?__$/.test(name)) return name;
    if (WITH.has(name)) return "with";
    if (ITERATION.has(name)) return "iteration";
    if (DUNDER.test(name)) return "operator and other dunders";
    if (/@(\w+\.)*\w*(property|setter|getter|deleter|reify)\b/.test(headOf(to))) return "property";
    if (isNamed(name))
      return trace.functions[to]?.kind === "generator" ? "generator, named" : "named in the caller";
    if (trace.functions[to]?.kind === "generator") return "generator resumed elsewhere";
    if (qualname.includes("<locals>")) return "decorator wrapper or inner function";
    return "not named: callback, alias, table";
  };
}
