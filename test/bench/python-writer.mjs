/** Python source of a made-up service: classes that inherit, import each other and use Eventlet. */

const VERBS = [
  "load",
  "store",
  "send",
  "check",
  "update",
  "build",
  "list",
  "attach",
  "resize",
  "sync",
  "plan",
  "drop",
  "mount",
  "probe",
];
const NOUNS = [
  "volume",
  "share",
  "port",
  "image",
  "node",
  "queue",
  "rule",
  "record",
  "lease",
  "quota",
  "route",
  "backup",
  "agent",
  "token",
];
const BLOCKING = [
  "eventlet.sleep(self.interval)",
  "time.sleep(0)",
  "self.sock.sendall(json.dumps(payload).encode('utf-8'))",
  "subprocess.check_output(['true'])",
  "self.lock.acquire()",
];

/** Small, seeded, the same everywhere. */
export function seeded(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    chance: (share) => random() < share,
    below: (count) => Math.floor(random() * count),
    pick: (items) => items[Math.floor(random() * items.length)],
  };
}

/**
 * One module. `earlier` are modules written before it: it imports some, subclasses and calls what
 * they define.
 * @returns {{text: string, classes: object[], functions: string[]}}
 */
export function writeModule(random, { project, dotted, earlier }) {
  const imported = pickSome(random, earlier, 1 + random.below(5));
  const out = [
    `"""The ${dotted.split(".").at(-1)} part of ${project}."""`,
    "import json",
    "import logging",
    "import subprocess",
    "import time",
    "",
    "import eventlet",
    "from eventlet import greenpool",
    "",
  ];
  for (const module of imported) {
    const [parent, last] = splitLast(module.dotted);
    out.push(random.chance(0.7) ? `from ${parent} import ${last}` : `import ${module.dotted}`);
    module.spelling = out.at(-1).startsWith("from") ? last : module.dotted;
  }
  out.push(
    "",
    "LOG = logging.getLogger(__name__)",
    `POOL = greenpool.GreenPool(${10 + random.below(90)})`,
    "HANDLERS = {}",
    "",
  );
  const functions = [];
  const classes = [];
  out.push(...registry());
  for (let index = 0; index < 2 + random.below(5); index++) {
    functions.push(writeFunction(random, out, { index, imported, functions }));
  }
  for (let index = 0; index < 1 + random.below(4); index++) {
    classes.push(writeClass(random, out, { index, imported, functions, classes }));
  }
  return { text: `${out.join("\n")}\n`, classes, functions };
}

function splitLast(dotted) {
  const at = dotted.lastIndexOf(".");
  return [dotted.slice(0, at), dotted.slice(at + 1)];
}

function pickSome(random, items, count) {
  const found = new Set();
  for (let tries = 0; tries < count && items.length > 0; tries++) {
    // Programs import their neighbours more than the far end.
    const back = Math.floor((items.length * random.below(1000) * random.below(1000)) / 1_000_000);
    found.add(items[items.length - 1 - back]);
  }
  return [...found].map((module) => ({ ...module }));
}

function registry() {
  return [
    "",
    "def handler(name):",
    "    def register(function):",
    "        HANDLERS[name] = function",
    "        return function",
    "    return register",
    "",
  ];
}

function name(random, index) {
  return `${random.pick(VERBS)}_${random.pick(NOUNS)}_${index}`;
}

function writeFunction(random, out, { index, imported, functions }) {
  const own = name(random, index);
  if (random.chance(0.2)) out.push("", `@handler("${own}")`);
  out.push(
    "",
    `def ${own}(context, payload=None, **options):`,
    `    """${own.replaceAll("_", " ")}, and tell the log about it."""`,
  );
  out.push(
    "    result = []",
    "    for key, value in sorted(options.items()):",
    "        if value is None:",
    "            continue",
  );
  out.push(`        result.append((key, ${call(random, imported, functions)}))`);
  if (random.chance(0.15)) out.push("    eventlet.sleep(0)");
  if (random.chance(0.15))
    out.push(`    POOL.spawn_n(${random.pick([...functions, "len"])}, context)`);
  if (random.chance(0.2)) out.push("    HANDLERS.get(payload, print)(context)");
  out.push("    LOG.debug('done with %s', payload)", "    return result", "");
  return own;
}

function call(random, imported, functions) {
  const local = functions.map((each) => `${each}(context, value)`);
  const far = imported.flatMap(({ spelling, functions: names }) =>
    names.map((each) => `${spelling}.${each}(context, value)`),
  );
  const built = imported.flatMap(({ spelling, classes }) =>
    classes.map((each) => `${spelling}.${each.name}(context).${random.pick(each.methods)}(value)`),
  );
  const all = [...local, ...far, ...built];
  return all.length > 0 ? random.pick(all) : "str(value)";
}

function writeClass(random, out, { index, imported, functions, classes }) {
  const bases = [
    ...classes.map((each) => each.name),
    ...imported.flatMap(({ spelling, classes: names }) =>
      names.map((each) => `${spelling}.${each.name}`),
    ),
  ];
  const base = bases.length > 0 && random.chance(0.6) ? random.pick(bases) : "object";
  const own = {
    name: `${capital(random.pick(NOUNS))}${capital(random.pick(["manager", "driver", "server", "api", "store"]))}${index}`,
    methods: [],
  };
  out.push(
    "",
    `class ${own.name}(${base}):`,
    '    """Keeps state and talks to the other end."""',
    "",
    "    def __init__(self, context, interval=1):",
  );
  if (base !== "object") out.push("        super().__init__(context, interval)");
  out.push(
    "        self.context = context",
    "        self.interval = interval",
    "        self.sock = eventlet.connect(('localhost', 80))",
    "        self.lock = eventlet.semaphore.Semaphore()",
    `        self.peer = ${imported.length > 0 && imported[0].classes.length > 0 ? `${imported[0].spelling}.${imported[0].classes[0].name}(context)` : "None"}`,
    "",
  );
  for (let count = 0; count < 3 + random.below(8); count++) {
    own.methods.push(writeMethod(random, out, { count, own, imported, functions }));
  }
  return own;
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

function writeMethod(random, out, { count, own, imported, functions }) {
  const method = name(random, count);
  const isProperty = random.chance(0.08);
  if (isProperty) out.push("    @property");
  out.push(`    def ${method}(self${isProperty ? "" : ", payload=None, force=False"}):`);
  if (isProperty) out.push("        payload, force = self.context, False");
  out.push("        value = payload or {}", "        context = self.context", "        try:");
  for (const earlier of pickSome(
    random,
    own.methods.map((each) => ({ each })),
    2,
  )) {
    if (!own.properties?.includes(earlier.each))
      out.push(`            value = self.${earlier.each}(value)`);
  }
  if (random.chance(0.5)) out.push(`            value = ${call(random, imported, functions)}`);
  if (random.chance(0.3) && imported[0]?.classes[0])
    out.push(`            self.peer.${random.pick(imported[0].classes[0].methods)}(value)`);
  if (random.chance(0.12)) out.push(`            ${random.pick(BLOCKING)}`);
  if (random.chance(0.06)) out.push(`            eventlet.spawn(self.${method}, value)`);
  out.push("            if force:", "                return [item for item in value if item]");
  out.push(
    "        except (ValueError, KeyError) as error:",
    `            LOG.warning('no ${method}: %s', error)`,
    "            raise",
    "        return value",
    "",
  );
  if (isProperty) own.properties = [...(own.properties ?? []), method];
  return method;
}
