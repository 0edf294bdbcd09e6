import type { EdgeHow, ExternalReference, FunctionId } from "../../callgraph/call-graph.ts";
import type { ApiEntry, Knowledge } from "../catalogue.ts";
import { eventletSpellings, findApi } from "../find-api.ts";
import type { EventletUse } from "../findings.ts";
import type { GraphView } from "../graph-view.ts";
import { makerOf, protocolYields } from "../special-methods.ts";
import { decoratedFunctions } from "./decorated-functions.ts";
import { findImported } from "./find-imported.ts";
import { findWaitingImports } from "./find-waiting-imports.ts";
import { type Mention, mentionByImport } from "./mention.ts";

/** Calls, references and imports of everything that the knowledge describes. */
export function findMentions(view: GraphView, knowledge: Knowledge): readonly Mention[] {
  return [
    ...findCalls(view, knowledge),
    ...findReferences(view, knowledge),
    ...findImports(view, knowledge),
    ...findWaitingImports(view, knowledge),
    ...findImported(view, knowledge),
  ];
}

function findCalls(view: GraphView, knowledge: Knowledge): readonly Mention[] {
  const decorated = decoratedFunctions(view);
  const handedOver = handedOverCalls(view);
  return view.graph.externalCalls.flatMap((call): readonly Mention[] => {
    const found = describedCall(knowledge, call.callee);
    if (found === undefined) return [];
    const { entry, protocol } = found;
    const base = {
      entry,
      ...call.site,
      confidence: call.confidence,
      arguments: call.arguments,
    };
    const targets = entry.decorates === undefined ? [] : decorated(call.caller, call.site.site);
    if (targets.length > 0) return decorations(base, targets);
    const isHandedOver = handedOver.has(`${call.caller}\n${call.callee}\n${call.site.site}`);
    const how = isHandedOver ? "argument" : howOf(call.how, protocol);
    return [
      { ...base, function: call.caller, how, ...(protocol === undefined ? {} : { protocol }) },
    ];
  });
}

/** The decorator runs when what it decorates is called: a mention in each of the targets. */
function decorations(
  base: Omit<Mention, "function" | "how">,
  targets: readonly FunctionId[],
): readonly Mention[] {
  return targets.map((target) => ({
    ...base,
    function: target,
    how: "decorator",
    decorates: true,
  }));
}

/** `spawn(sock.recv, 4)`: called, but neither here nor now. */
function handedOverCalls(view: GraphView): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { from, to, kind, sites } of view.graph.edges) {
    if (kind === "call" || view.graph.node(to)?.kind !== "external") continue;
    for (const { site } of sites) found.add(`${from}\n${to}\n${site}`);
  }
  return found;
}

interface Described {
  readonly entry: ApiEntry;
  readonly protocol?: string;
}

/** The entry of a callee; a special method that has none is its class's affair, and so is iteration where the class tells of it. */
function describedCall(knowledge: Knowledge, callee: string): Described | undefined {
  const protocol = /\.(__\w+__)$/.exec(callee)?.[1];
  const iterated = protocol === "__iter__" ? iteratedEntry(knowledge, callee) : undefined;
  if (iterated !== undefined) return { entry: iterated, protocol: "__iter__" };
  const exact = knowledge.apis.get(callee);
  if (exact !== undefined)
    return protocol === undefined ? { entry: exact } : { entry: exact, protocol };
  if (protocol === undefined) {
    const entry = findApi(knowledge, callee);
    return entry === undefined ? undefined : { entry };
  }
  const entry = knowledge.apis.get(callee.slice(0, -protocol.length - 1));
  return entry === undefined ? undefined : { entry, protocol };
}

/** What tells of going through the instances of a class, or through what a function gives. */
function iteratedEntry(knowledge: Knowledge, callee: string): ApiEntry | undefined {
  const entry = knowledge.apis.get(makerOf(callee.slice(0, -".__iter__".length)));
  return entry !== undefined && protocolYields(entry, "__iter__") !== undefined ? entry : undefined;
}

function howOf(how: EdgeHow, protocol: string | undefined): EventletUse["how"] {
  if (how === "with" || how === "async-with") return "with";
  if (how === "iteration" || protocol === "__next__" || protocol === "__iter__") return "iterate";
  if (protocol === "__getitem__" || protocol === "__setitem__") return "item";
  if (how === "property" || how === "getattr" || how === "descriptor") return "read";
  return how === "decorator" ? "decorator" : "call";
}

const REFERENCES: Readonly<Record<ExternalReference["how"], EventletUse["how"] | undefined>> = {
  // Imports come from the import statements: they are there even where nothing resolves.
  import: undefined,
  annotation: undefined,
  read: "read",
  subclass: "subclass",
  except: "except",
  decorator: "decorator",
  argument: "argument",
};

function findReferences(view: GraphView, knowledge: Knowledge): readonly Mention[] {
  const decorated = decoratedFunctions(view);
  return view.graph.externalReferences.flatMap((reference): readonly Mention[] => {
    const how = REFERENCES[reference.how];
    if (how === undefined || isForeign(view, reference.user)) return [];
    const entry = findApi(knowledge, reference.name);
    if (entry === undefined) return [];
    const base = {
      entry,
      ...reference.site,
      how,
      confidence: "certain" as const,
      arguments: [],
    };
    const targets =
      entry.decorates === undefined ? [] : decorated(reference.user, reference.site.site);
    if (targets.length > 0) return decorations(base, targets);
    return [{ ...base, function: reference.user }];
  });
}

function findImports(view: GraphView, knowledge: Knowledge): readonly Mention[] {
  const canonical = eventletSpellings(knowledge);
  return view.graph.externalImports.flatMap((each): readonly Mention[] => {
    if (!/^eventlet(\.|$)/.test(each.module) || isForeign(view, each.within)) return [];
    const name =
      each.name === undefined || each.name === "*" ? each.module : `${each.module}.${each.name}`;
    const entry =
      knowledge.apis.get(canonical.get(name) ?? name) ??
      knowledge.apis.get(canonical.get(each.module) ?? each.module) ??
      knowledge.apis.get("eventlet");
    if (entry === undefined) return [];
    return [mentionByImport(entry, each)];
  });
}

/** Code of an installed package that was read along. */
function isForeign(view: GraphView, id: FunctionId): boolean {
  return view.graph.node(id)?.isLibrary === true;
}
