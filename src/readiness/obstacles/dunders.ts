import { plural, type Sentence, say } from "../../sentence.ts";
import type { Detector, Sighting, Subject } from "./obstacle.ts";

const GROUPS: readonly (readonly [id: string, names: readonly string[], by: Sentence])[] = [
  ["init", ["__init__", "__post_init__", "__attrs_post_init__"], say`called by every construction`],
  [
    "new-metaclass",
    ["__new__", "__init_subclass__", "__set_name__", "__class_getitem__", "__prepare__"],
    say`called while a class or an object is made`,
  ],
  ["del", ["__del__"], say`called by the garbage collector`],
  [
    "getattr",
    ["__getattr__", "__getattribute__", "__setattr__", "__delattr__", "__dir__"],
    say`called for attribute access`,
  ],
  [
    "property",
    ["__get__", "__set__", "__delete__"],
    say`a descriptor: called for attribute access`,
  ],
  [
    "item-dunders",
    ["__getitem__", "__setitem__", "__delitem__", "__missing__"],
    say`called by a subscript`,
  ],
  ["iter-dunders", ["__iter__", "__next__", "__reversed__", "next"], say`called by iteration`],
  ["context-dunders", ["__enter__", "__exit__"], say`called by \`with\``],
  ["call-dunder", ["__call__"], say`called when the object is called`],
  [
    "pickle-copy-dunders",
    [
      "__reduce__",
      "__reduce_ex__",
      "__getstate__",
      "__setstate__",
      "__getnewargs__",
      "__getnewargs_ex__",
      "__copy__",
      "__deepcopy__",
    ],
    say`called by pickle or copy`,
  ],
];

const BY_NAME = new Map(
  GROUPS.flatMap(([id, names, by]) => names.map((name) => [name, { id, by }] as const)),
);
const ASYNC_PROTOCOL = ["__await__", "__aenter__", "__aiter__"];
const NOT_OPERATORS: ReadonlySet<string> = new Set([
  ...ASYNC_PROTOCOL,
  "__aexit__",
  "__anext__",
  "__subclasshook__",
  "__instancecheck__",
]);

/** Methods that the interpreter calls by name, and never awaits. */
export const dunders: Detector = {
  looksAt: "waiting",
  detect: (subject, { program, lookups }) => {
    if (subject.node.kind !== "method") return [];
    const { methods = {}, ancestors = [] } = lookups.classes.get(subject.node.class ?? "") ?? {};
    // The class of classes: calling it makes an object, as `__new__` does.
    const isMaker = subject.name === "__call__" && ancestors.includes("<builtin>.type");
    const named = isMaker ? { ...subject, name: "__new__" } : subject;
    // A method called `next` is the iterator protocol of Python 2 only where the class also has `__iter__`.
    const isIterator = subject.name !== "next" || Object.hasOwn(methods, "__iter__");
    const places = inlineSites(program.callers[subject.index] ?? []);
    const found = isIterator ? classify(named, places, subject.name) : [];
    const twin = ASYNC_PROTOCOL.find((name) => Object.hasOwn(methods, name));
    if (twin === undefined || found.length === 0) return found;
    return [
      ...found,
      { id: "await-dunder", line: lineOf(subject), detail: say`the class defines \`${twin}\`` },
    ];
  },
};

function classify(subject: Subject, places: number, written: string): Sighting[] {
  const { name } = subject;
  const group = BY_NAME.get(name);
  const isDunder = /^__\w+__$/.test(name);
  if (group === undefined && (!isDunder || NOT_OPERATORS.has(name))) return [];
  const { id, by } = group ?? {
    id: "operator-dunders",
    by: say`called by an operator or a builtin`,
  };
  return [
    {
      id,
      line: lineOf(subject),
      detail:
        places === 0
          ? say`\`${written}\`: ${by}`
          : say`\`${written}\`: ${by} (${plural(places, "# place", "# places")} found)`,
      count: places,
    },
  ];
}

const lineOf = ({ node }: Subject): number => node.line ?? 1;

function inlineSites(
  links: readonly {
    readonly isInline: boolean;
    readonly edge: { readonly sites: readonly unknown[] };
  }[],
): number {
  return links.reduce((sum, { isInline, edge }) => sum + (isInline ? edge.sites.length : 0), 0);
}
