import type { EventletUse } from "../../eventlet/findings.ts";
import { type Sentence, say } from "../../sentence.ts";
import { regionsOf } from "../reach/regions.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

/** Calls that mean trouble by their name alone. */
const BY_NAME: readonly (readonly [id: string, name: RegExp, what: Sentence])[] = [
  [
    "raw-greenlet",
    /^(greenlet\.(greenlet$|greenlet\.(switch|throw)$)|eventlet\.support\.greenlets\.greenlet$|eventlet\.hubs\.(trampoline|hub\.BaseHub\.switch)$)/,
    say`switches greenlets itself`,
  ],
  ["fork", /^(os|posix|eventlet\.green\.os)\.fork(pty)?$/, say`forks`],
  [
    "asyncio-run-inside",
    /^asyncio\.(run$|.*\.run_until_complete$|.*\.run_forever$|Runner\.run$)/,
    say`starts an event loop`,
  ],
  ["native-threads", /^eventlet\.patcher\.original$/, say`reaches for the unpatched module`],
  [
    "cpu-bound",
    /^(hashlib\.(pbkdf2_hmac|scrypt)|bcrypt\.|zlib\.(compress|decompress)|bz2\.|lzma\.|scrypt\.)/,
    say`computes for long`,
  ],
  [
    "file-io",
    /^(<builtin>\.open|builtins\.open|io\.open|shutil\.(copy|move|rmtree)\w*)$/,
    say`reads or writes files`,
  ],
  ["external-file-lock", /^fcntl\.(flock|lockf)$/, say`takes a lock between processes`],
  [
    "exec-eval-dynamic",
    /^((<builtin>|builtins)\.(exec|eval|__import__)|importlib\.import_module)$/,
    say`runs code that is not visible here`,
  ],
  [
    "identity-keys",
    /^(threading\.(get_ident|current_thread|currentThread)|_thread\.get_ident|eventlet\.corolocal\.get_ident|(greenlet|eventlet(\.greenthread)?)\.getcurrent)$/,
    say`asks for the identity of the thread or greenlet`,
  ],
];

export const namedCalls: Detector = {
  looksAt: "waiting",
  detect: (subject, context) => {
    const called = callsOf(subject, context);
    const found = BY_NAME.flatMap(([id, pattern, what]) => {
      if (id === "asyncio-run-inside" && isStart(subject, context)) return [];
      const first = called.find(({ name }) => pattern.test(name));
      return first === undefined
        ? []
        : [{ id, line: first.line, detail: say`\`${first.name}\` ${what}` }];
    });
    // `getcurrent().throw(…)` asks for the greenlet to switch it, not to know it by.
    const raw = found.find(({ id }) => id === "raw-greenlet");
    return found.filter(({ id, line }) => id !== "identity-keys" || line !== raw?.line);
  },
};

interface NamedCall {
  readonly name: string;
  readonly line: number;
}

function callsOf(
  { index, node }: Subject,
  { program, lookups, reach }: ObstacleContext,
): NamedCall[] {
  const outward = (program.outward[index] ?? [])
    .filter(({ rank }) => rank < 2)
    .map(({ name, edge }) => ({ name, line: edge.sites[0]?.line ?? node.line ?? 1 }));
  const described = (lookups.externalCallsOf.get(node.id) ?? [])
    .filter(({ confidence }) => confidence !== "possible")
    .map(({ callee, site }) => ({ name: callee, line: site.line }));
  const used = reach
    .usesOf(index)
    .filter(({ how, confidence }) => how === "call" && confidence !== "possible")
    .map(({ api, line }) => ({ name: api, line }));
  return [...outward, ...described, ...used].sort((a, b) => a.line - b.line);
}

function isStart({ node, index }: Subject, { lookups, scripts }: ObstacleContext): boolean {
  const entries = lookups.entriesOf.get(node.id) ?? [];
  return (
    scripts.has(index) || entries.some(({ kind }) => kind === "main" || kind === "console-script")
  );
}

/** Uses whose catalogue entry or surroundings tell of trouble. */
export const tellingUses: Detector = {
  looksAt: "waiting",
  detect: (subject, { reach, lookups }) =>
    firstOfEach(
      reach
        .usesOf(subject.index)
        .flatMap((use) => [
          ...troubles(use, subject).map(({ id, detail }) => ({ id, line: use.line, detail })),
          ...(/\.sleep$/.test(use.api) ? sleeps(subject, lookups, use.line) : []),
        ]),
    ),
};

/** What a use by itself tells, with the function it stands in. */
function troubles(use: EventletUse, { scope }: Subject): readonly Omit<Sighting, "line">[] {
  const { api, via } = use;
  const isAsync = scope?.callable?.isAsync === true;
  return [
    isAsync && use.yields && via === "eventlet"
      ? { id: "mixed-eventlet-awaitlet", detail: say`${api} inside \`async def\`` }
      : undefined,
    use.how === "read" && via === "library" && use.needsAwait
      ? { id: "lazy-load-attribute", detail: say`reading \`${api}\` may load` }
      : undefined,
    use.blocks === true
      ? { id: "c-extension-blocking", detail: say`${api} blocks the hub today` }
      : undefined,
    use.category === "thread-offload"
      ? { id: "native-threads", detail: say`${api} works on a real thread` }
      : undefined,
    api.endsWith(".hub_prevent_multiple_readers")
      ? { id: "multiple-readers", detail: say`several readers of one descriptor are allowed` }
      : undefined,
  ].filter((trouble) => trouble !== undefined);
}

function sleeps(subject: Subject, lookups: ObstacleContext["lookups"], line: number): Sighting[] {
  const { facts, node } = subject;
  if (facts === undefined) return [];
  const loop = regionsOf(facts, node.scope).find(
    (region) =>
      (region.kind === "while" || region.kind === "for") &&
      region.line <= line &&
      line <= region.endLine,
  );
  if (loop === undefined) return [];
  const call = (lookups.externalCallsOf.get(node.id) ?? []).find(({ site }) => site.line === line);
  const [first] = call?.arguments ?? [];
  const isZero =
    call !== undefined && (first === undefined || first.constants?.includes(0) === true);
  if (isZero)
    return [{ id: "busy-loop-yield", line, detail: say`gives others a turn inside a loop` }];
  const isPolling = loop.kind === "while" && !/^(while\s+)?(True|1)\s*:?$/.test(loop.text.trim());
  return isPolling
    ? [{ id: "polling-loop", line, detail: say`sleeps until \`${loop.text}\` ends` }]
    : [];
}

function firstOfEach(sightings: readonly Sighting[]): Sighting[] {
  const seen = new Set<string>();
  return sightings.filter(
    ({ id, line }) => !seen.has(`${id}:${line}`) && seen.add(`${id}:${line}`),
  );
}

/** Thread-local and context-local state, wherever it is made: all functions of the process share it. */
export const localState: Detector = {
  looksAt: "any",
  detect: ({ node, index }, { program, lookups, reach }) => {
    const isLocal = (name: string) =>
      /^(threading\.local|_threading_local\.local|eventlet\.corolocal\.local|eventlet\.green\.(threading|thread)\.local|werkzeug\.local\.Local|_thread\._local)(\.__init__)?$/.test(
        name,
      );
    const made = (program.outward[index] ?? []).filter(({ name }) => isLocal(name));
    const subclassed = (lookups.referencesBy.get(node.id) ?? []).filter(
      ({ name, how }) => how === "subclass" && isLocal(name),
    );
    const lines = [
      ...made.map(({ edge }) => edge.sites[0]?.line ?? 1),
      ...subclassed.map(({ site }) => site.line),
    ];
    const found: Sighting[] = [...new Set(lines)].map((line) => ({
      id: "thread-local",
      line,
      detail: say`every green thread has its own; all tasks of a loop would share it`,
    }));
    return [...found, ...setsContext(index, program, reach)];
  },
};

function setsContext(
  index: number,
  program: ObstacleContext["program"],
  reach: ObstacleContext["reach"],
): Sighting[] {
  const set = (program.outward[index] ?? []).find(({ name }) => /ContextVar\.set$/.test(name));
  const spawn = reach.usesOf(index).find(({ category }) => category === "spawn");
  if (set === undefined || spawn === undefined) return [];
  const line = set.edge.sites[0]?.line ?? 1;
  return [
    {
      id: "context-inheritance",
      line,
      detail: say`a context variable is set where ${spawn.api} starts work`,
    },
  ];
}
