import type { ScopeFacts } from "../../python/module-facts.ts";

/** `a.b` of `a.b(…)`. */
export function dottedHead(text: string): string {
  return /^[\w.]+/.exec(text)?.[0] ?? "";
}

/** The dotted name that a decorator's text stands for, through the imports of its file; undefined for what is no import. */
export function importedName(
  text: string,
  imported: ReadonlyMap<string, string> | undefined,
): string | undefined {
  const head = dottedHead(text);
  const [root = "", ...rest] = head.split(".");
  const target = imported?.get(root);
  return target === undefined ? undefined : [target, ...rest].join(".");
}

export function isContextManager(scope: ScopeFacts): boolean {
  return scope.decorators.some(({ text }) => /(^|\.)contextmanager$/.test(dottedHead(text)));
}

const PROPERTY =
  /(^|\.)(\w*property|\w*_property|reify|lazy|lazyproperty)$|\.(setter|getter|deleter)$/;

export const isPropertyName = (text: string): boolean => PROPERTY.test(dottedHead(text));

export function isProperty(scope: ScopeFacts): boolean {
  return scope.decorators.some(({ text }) => isPropertyName(text));
}

/** `@x.setter`, `@x.deleter`: assignments and `del` call it, no read does. */
export function isSetter(scope: ScopeFacts): boolean {
  return scope.decorators.some(({ text }) => /\.(setter|deleter)$/.test(dottedHead(text)));
}
