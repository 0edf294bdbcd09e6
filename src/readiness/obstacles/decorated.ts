import type { DecoratorFacts } from "../../python/module-facts.ts";
import { SITE_WIDTH } from "../../python/module-facts.ts";
import { plural, say } from "../../sentence.ts";
import { isBeneath } from "../program.ts";
import {
  dottedHead,
  importedName,
  isProperty,
  isPropertyName,
  isSetter,
} from "./decorator-names.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";
import type { ObstacleCatalogue } from "./obstacle-catalogue.ts";

/** Decorators: properties, the program's own wrappers, and synchronous wrappers of libraries. */
export const decorated: Detector = {
  looksAt: "waiting",
  detect: (subject, context) => {
    const named = (subject.scope?.decorators ?? [])
      .filter(({ text }) => !isPropertyName(text))
      .flatMap((decorator) => wrappers(subject, context, decorator));
    const lines = new Set(named.map(({ line }) => line));
    const isNew = ({ line, path }: Sighting) => path !== subject.node.path || !lines.has(line);
    return [
      ...properties(subject, context),
      ...named,
      ...appliedByObjects(subject, context).filter(isNew),
    ];
  },
};

function properties(subject: Subject, { program }: ObstacleContext): Sighting[] {
  const reads = (program.callers[subject.index] ?? []).filter(
    ({ from, to, edge }) =>
      (edge.how === "property" || edge.how === "descriptor") && !isBeneath(program, from, to),
  );
  const isNamed = subject.scope !== undefined && isProperty(subject.scope);
  if (!isNamed && !reads.some(({ rank }) => rank < 2)) return [];
  if (/^__\w+__$/.test(subject.name)) return [];
  const line = subject.scope?.decoratorLine ?? subject.node.line ?? 1;
  const count = reads.reduce((sum, { edge }) => sum + edge.sites.length, 0);
  if (subject.scope !== undefined && isSetter(subject.scope)) {
    const detail = say`a property, set in ${plural(count, "# place", "# places")}`;
    return [{ id: "property", line, detail }];
  }
  const detail =
    count === 0
      ? say`a property`
      : say`a property, read in ${plural(count, "# place", "# places")}`;
  return [{ id: "property", line, detail, count }];
}

function wrappers(
  subject: Subject,
  context: ObstacleContext,
  decorator: DecoratorFacts,
): Sighting[] {
  const { node, facts } = subject;
  const line = facts?.sites[decorator.site * SITE_WIDTH] ?? node.line ?? 1;
  const name = decoratorName(subject, context, decorator, line);
  if (name.kind === "own") {
    return [
      {
        id: "decorator-wrapper",
        line,
        detail: say`\`@${name.text}\` of the program calls it`,
        through: name.text,
      },
    ];
  }
  const through = say`\`@${name.text}\``;
  if (isSynchronous(name.text, context)) {
    const detail = say`\`@${decorator.text}\` (${name.text}) wraps it synchronously`;
    return [{ id: "decorator-retry", line, detail, through }];
  }
  if (name.kind !== "external") return [];
  const isRegistered = context.catalogue.decorators.registering.some((each) =>
    each.test(name.text),
  );
  if (name.maker !== undefined && isRegistered) {
    return [
      {
        id: "descriptor-hooks",
        line,
        detail: say`\`${name.text}\` gets it as a decorator and is external code`,
        through,
      },
    ];
  }
  if (isTransparent(name.maker ?? name.text, context)) return [];
  const detail = say`\`@${decorator.text}\` (${name.text}) is external code and not known to await`;
  return [{ id: "callback-foreign", line, detail, through }];
}

/**
 * Decorators that are methods of a library's objects (`@auth.login_required`), of which no import tells the name:
 * they get the function, or what the program's own decorators below them put in its place, and nothing is known
 * of what they do with it.
 */
function appliedByObjects({ index }: Subject, context: ObstacleContext): Sighting[] {
  const { program, catalogue } = context;
  return (program.callers[index] ?? []).flatMap(({ from, to, edge }) => {
    const { through } = edge;
    const isUnknown = edge.kind === "callback" && edge.runsIn === "unknown";
    if (!isUnknown || through === undefined || isBeneath(program, from, to)) return [];
    const id = obstacleOf(through, catalogue);
    const node = program.nodes[from];
    const lines = context.lookups.decoratorLines(node?.module ?? -1);
    const site = edge.sites.find(({ line }) => lines.has(line));
    if (id === undefined || site === undefined) return [];
    const detail = say`\`${through}\` gets it as a decorator and is external code`;
    return [
      {
        id,
        line: site.line,
        ...(node?.path !== undefined && { path: node.path }),
        detail,
        through: say`\`${through}\``,
      },
    ];
  });
}

function obstacleOf(name: string, catalogue: ObstacleCatalogue): string | undefined {
  if (catalogue.decorators.registering.some((pattern) => pattern.test(name)))
    return "descriptor-hooks";
  if (isSynchronous(name, { catalogue })) return "decorator-retry";
  return isTransparent(name, { catalogue }) ? undefined : "callback-foreign";
}

interface DecoratorName {
  readonly kind: "own" | "external" | "unknown";
  readonly text: string;
  /** It is an attribute of what this decorator makes of a function: no call that the graph knows receives what it decorates. */
  readonly maker?: string;
}

function decoratorName(
  subject: Subject,
  context: ObstacleContext,
  decorator: DecoratorFacts,
  line: number,
): DecoratorName {
  const { node } = subject;
  const { lookups } = context;
  const head = dottedHead(decorator.text);
  const path = node.path ?? "";
  const imported = importedName(decorator.text, lookups.imported.get(path));
  if (imported !== undefined) return { kind: "external", text: imported };
  const described = (lookups.referencesOf.get(path) ?? []).find(
    (reference) => reference.how === "decorator" && reference.site.line === line,
  );
  if (described !== undefined) return { kind: "external", text: described.name };
  const last = head.slice(head.lastIndexOf(".") + 1);
  const called = lookups.decoratorsAt.get(`${path}:${line}`) ?? [];
  if (called.some((id) => id.split(".").includes(last))) return { kind: "own", text: head };
  const maker = decoratorOfHead(subject, context, head);
  return maker === undefined
    ? { kind: "unknown", text: head }
    : { kind: "external", text: `${maker}.${last}`, maker };
}

/** `@index.when(…)`: the library's decorator of the function `index` beside it, whose object has that attribute. */
function decoratorOfHead(
  { scope, facts, node }: Subject,
  { lookups }: ObstacleContext,
  head: string,
): string | undefined {
  const [root, attribute] = head.split(".");
  if (attribute === undefined || scope === undefined) return undefined;
  const imported = lookups.imported.get(node.path ?? "");
  const decorators = (facts?.scopes ?? [])
    .filter(
      ({ kind, name, parent }) => kind === "function" && name === root && parent === scope.parent,
    )
    .flatMap((each) => each.decorators)
    .filter(({ text }) => !isPropertyName(text));
  return decorators.flatMap(({ text }) => importedName(text, imported) ?? []).at(0);
}

type Catalogue = Pick<ObstacleContext, "catalogue">;

/** It hands the function back, or awaits it. */
const isTransparent = (name: string, { catalogue }: Catalogue): boolean =>
  catalogue.decorators.transparent.some((pattern) => pattern.test(name));

function isSynchronous(name: string, { catalogue }: Catalogue): boolean {
  const { synchronous, synchronousWords } = catalogue.decorators;
  if (synchronous.some((pattern) => pattern.test(name))) return true;
  if (isTransparent(name, { catalogue })) return false;
  return synchronousWords.has(name.slice(name.lastIndexOf(".") + 1));
}
