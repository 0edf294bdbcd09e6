import { regionsOf } from "../regions.ts";
import type { Detector, ObstacleContext, Sighting, Subject } from "./obstacle.ts";

/** Calls that mean trouble by their name alone. */
const BY_NAME: readonly (readonly [id: string, name: RegExp, what: string])[] = [
  [
    "raw-greenlet",
    /^(greenlet\.(greenlet$|greenlet\.(switch|throw)$)|eventlet\.support\.greenlets\.greenlet$|eventlet\.hubs\.(trampoline|hub\.BaseHub\.switch)$)/,
    "switches greenlets itself",
  ],
  ["fork", /^(os|posix|eventlet\.green\.os)\.fork(pty)?$/, "forks"],
  [
    "asyncio-run-inside",
    /^asyncio\.(run$|.*\.run_until_complete$|.*\.run_forever$|Runner\.run$)/,
    "starts an event loop",
  ],
  ["native-threads", /^eventlet\.patcher\.original$/, "reaches for the unpatched module"],
  [
    "cpu-bound",
    /^(hashlib\.(pbkdf2_hmac|scrypt)|bcrypt\.|zlib\.(compress|decompress)|bz2\.|lzma\.|scrypt\.)/,
    "computes for long",
  ],
  [
    "file-io",
    /^(<builtin>\.open|builtins\.open|io\.open|shutil\.(copy|move|rmtree)\w*)$/,
    "reads or writes files",
  ],
  [
    "exec-eval-dynamic",
    /^((<builtin>|builtins)\.(exec|eval|__import__)|importlib\.import_module)$/,
    "runs code that is not visible here",
  ],
  [
    "identity-keys",
    /^(threading\.(get_ident|current_thread|currentThread)|_thread\.get_ident|eventlet\.corolocal\.get_ident|(greenlet|eventlet(\.greenthread)?)\.getcurrent)$/,
    "asks for the identity of the thread or greenlet",
  ],
];

export const namedCalls: Detector = {
  looksAt: "waiting",
  detect: (subject, context) => {
    const called = callsOf(subject, context);
    return BY_NAME.flatMap(([id, pattern, what]) => {
      if (id === "asyncio-run-inside" && isStart(subject, context)) return [];
      const first = called.find(({ name }) => pattern.test(name));
      return first === undefined
        ? []
        : [{ id, line: first.line, detail: `\`${first.name}\` ${what}` }];
    });
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
  detect: (subject, { reach, lookups }) => {
    const found: Sighting[] = [];
    for (const use of reach.usesOf(subject.index)) {
      const { api, line, via } = use;
      if (subject.scope?.callable?.isAsync === true && use.yields && via === "eventlet") {
        found.push({ id: "mixed-eventlet-awaitlet", line, detail: `${api} inside \`async def\`` });
      }
      if (use.how === "read" && via === "library" && use.needsAwait) {
        found.push({ id: "lazy-load-attribute", line, detail: `reading \`${api}\` may load` });
      }
      if (use.blocks === true) {
        found.push({ id: "c-extension-blocking", line, detail: `${api} blocks the hub today` });
      }
      if (use.category === "thread-offload") {
        found.push({ id: "native-threads", line, detail: `${api} works on a real thread` });
      }
      if (api.endsWith(".hub_prevent_multiple_readers")) {
        found.push({
          id: "multiple-readers",
          line,
          detail: "several readers of one descriptor are allowed",
        });
      }
      if (/\.sleep$/.test(api)) found.push(...sleeps(subject, lookups, line));
    }
    return firstOfEach(found);
  },
};

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
  if (isZero) return [{ id: "busy-loop-yield", line, detail: "gives others a turn inside a loop" }];
  const isPolling = loop.kind === "while" && !/^(while\s+)?(True|1)\s*:?$/.test(loop.text.trim());
  return isPolling
    ? [{ id: "polling-loop", line, detail: `sleeps until \`${loop.text}\` ends` }]
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
      detail: "every green thread has its own; all tasks of a loop would share it",
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
      detail: `a context variable is set where ${spawn.api} starts work`,
    },
  ];
}
