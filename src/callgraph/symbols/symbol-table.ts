import type {
  CallbackArgument,
  ExternalSymbol,
  InvokedMethod,
} from "../program/external-symbols.ts";
import type { SymbolTable } from "./symbol-layer.ts";

const BUILTINS = "builtins";

/**
 * Reads a table of stubs as `.ci/reduce-typeshed.mjs` writes it: for each module one text, a line a
 * symbol. A module is decoded when one of its names is asked for, because a program uses few of the
 * six hundred.
 */
export function readSymbolTable(json: string): SymbolTable {
  const { modules } = JSON.parse(json) as { readonly modules: Readonly<Record<string, string>> };
  const decoded = new Map<string, DecodedModule>();
  // Most names that are asked for belong to packages that no table has.
  const packages = new Set(Object.keys(modules).map(firstPart));
  if (packages.has(BUILTINS)) packages.add("<builtin>");
  const moduleOf = (name: string): DecodedModule | undefined => {
    const known = decoded.get(name);
    if (known !== undefined) return known;
    const text = Object.hasOwn(modules, name) ? modules[name] : undefined;
    if (text === undefined) return undefined;
    const module = decodeModule(name, text);
    decoded.set(name, module);
    return module;
  };
  return {
    symbol: (name) => {
      if (!packages.has(firstPart(name))) return undefined;
      const [module, member] = locate(name, moduleOf);
      if (module === undefined) return undefined;
      return member === "" ? { kind: "module" } : module.symbols.get(member);
    },
    alias: (name) => {
      if (!packages.has(firstPart(name))) return undefined;
      if (name.startsWith(`${BUILTINS}.`)) return `<builtin>${name.slice(BUILTINS.length)}`;
      const [module, member] = locate(name, moduleOf);
      return member === "" ? undefined : module?.aliases.get(member);
    },
    firstParts: () => packages,
    lastParts: () =>
      [...Object.keys(modules), ...Object.values(modules).flatMap(namesIn)].map(lastPart),
  };
}

/** The names in a module's text, without decoding what stands behind them. */
function namesIn(text: string): readonly string[] {
  return text.split("\n").map((line) => {
    const end = line.indexOf("\t");
    return line.slice(line.startsWith(".") ? 2 : 1, end === -1 ? line.length : end);
  });
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** `os` of `os.path.join`. */
export function firstPart(name: string): string {
  const at = name.indexOf(".");
  return at === -1 ? name : name.slice(0, at);
}

/** The longest prefix that is a module, and the rest of the name. */
function locate(
  name: string,
  moduleOf: (name: string) => DecodedModule | undefined,
): readonly [DecodedModule | undefined, string] {
  if (name.startsWith("<builtin>.")) return [moduleOf(BUILTINS), name.slice("<builtin>.".length)];
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) {
    const module = moduleOf(name.slice(0, end));
    if (module !== undefined) return [module, name.slice(end + 1)];
  }
  return [undefined, ""];
}

interface DecodedModule {
  readonly symbols: Map<string, Partial<ExternalSymbol>>;
  readonly aliases: Map<string, string>;
}

function decodeModule(name: string, text: string): DecodedModule {
  const module: DecodedModule = { symbols: new Map(), aliases: new Map() };
  const prefix = name === BUILTINS ? "<builtin>" : name;
  let owner = "";
  for (const line of text.split("\n")) {
    const isMember = line.startsWith(".");
    const [head = "", type = "", extras] = (isMember ? line.slice(1) : line).split("\t");
    const code = head.charAt(0);
    const full = isMember ? `${owner}.${head.slice(1)}` : head.slice(1);
    if (code === "=") module.aliases.set(full, isMember ? `${prefix}.${owner}.${type}` : type);
    else module.symbols.set(full, decodeSymbol(code, type, extras));
    if (code === "c") owner = full;
  }
  return module;
}

function decodeSymbol(
  code: string,
  type: string,
  extras: string | undefined,
): Partial<ExternalSymbol> {
  const more = extras === undefined ? {} : decodeExtras(extras);
  if (code === "c") {
    return { kind: "class", bases: type === "" ? [] : type.split(" "), ...more };
  }
  const returns = type === "" ? {} : { returns: type };
  switch (code) {
    case "p":
      return { kind: "property", ...returns };
    case "v":
      return { kind: "variable", ...returns };
    case "a":
      return { kind: "function", isAsync: true, ...returns, ...more };
    case "s":
      return { kind: "function", binding: "static", ...returns, ...more };
    case "k":
      return { kind: "function", binding: "class", ...returns, ...more };
    default:
      return { kind: "function", ...returns, ...more };
  }
}

interface EncodedExtras {
  readonly callbacks?: readonly CallbackArgument[];
  /** `0=__len__`: argument, method. */
  readonly invokes?: readonly string[];
  readonly stores?: readonly string[];
  readonly element?: string;
  readonly wraps?: "argument" | "result-of-call";
}

function decodeExtras(text: string): Partial<ExternalSymbol> {
  const { invokes, ...rest } = JSON.parse(text) as EncodedExtras;
  return invokes === undefined ? rest : { ...rest, invokes: invokes.map(decodeInvoked) };
}

function decodeInvoked(text: string): InvokedMethod {
  const at = text.indexOf("=");
  const argument = text.slice(0, at);
  return {
    argument: /^\d+$/.test(argument) ? Number(argument) : argument,
    method: text.slice(at + 1),
  };
}
