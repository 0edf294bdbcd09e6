// Part 3: the functions, unpacked from what src/report/page-data.ts packed.
report.VERDICTS = ["asyncio-ready", "awaitlet-candidate", "redesign", "undetermined"];
report.ROLES = ["entry", "intermediary", "backend"];
report.VIAS = ["eventlet", "monkey-patch", "library"];
report.CONFIDENCES = ["certain", "likely", "possible"];
report.KINDS = ["function", "method", "lambda", "module", "class-body"];

report.openStore = () => {
  const { data } = report;
  const ids = [];
  let before = "";
  for (let index = 0; index < data.ids.length; index += 2) {
    before = before.slice(0, data.ids[index]) + data.ids[index + 1];
    ids.push(before);
  }
  const columns = Object.fromEntries(
    Object.entries(data.columns).map(([key, packed]) => [key, report.unpackColumn(packed)]),
  );
  const strings = data.strings.map((text) =>
    text.replace(/\u007f(\w+)\u007f/g, (_, index) => ids[Number.parseInt(index, 36)]),
  );
  const named = (bits, names) => names.filter((_, bit) => (bits & (1 << bit)) !== 0);
  const excerpts = new Map(
    Object.entries(data.excerpts).map(([path, flat]) => [path, new Map(pairs(flat))]),
  );
  let callers;
  let anchors;
  let texts;

  function pairs(flat) {
    const list = [];
    for (let index = 0; index < flat.length; index += 2) list.push([flat[index], flat[index + 1]]);
    return list;
  }

  const store = {
    ids,
    columns,
    size: ids.length,
    callees: data.callees,
    pathOf: (index) => strings[columns.path[index]],
    verdictOf: (index) => report.VERDICTS[columns.verdict[index]],
    viasOf: (index) => named(columns.via[index], report.VIAS),
    rolesOf: (index) => named(columns.roles[index], report.ROLES),
    reasonOf: (index) => strings[columns.reason[index]],
    patchingOf: (index) => strings[columns.patching[index]],
    codeOf: (index) => strings[columns.code[index]],
    alternativesOf: (index) => strings[columns.alternatives[index]],
    isTest: (index) => (columns.flags[index] & 1) !== 0,
    nameOf: (place) => (place >= 0 ? ids[place] : strings[-1 - place]),
    obstaclesOf: (index) =>
      (data.obstacles[index] ?? []).map(([title, total, ...flat]) => {
        const places = [];
        for (let at = 0; at < flat.length; at += 3) {
          places.push({
            path: strings[flat[at]],
            line: flat[at + 1],
            detail: strings[flat[at + 2]],
          });
        }
        return { title: strings[title], total, places };
      }),
    linesOf: (path) => excerpts.get(path),
    /** The address of a line of the assessed code, where its forge is known. */
    linkTo: (path, line) => {
      const [template] = data.linkTemplate;
      if (template === undefined) return undefined;
      const safe = path
        .replace(/[\ud800-\udfff]/g, "\ufffd")
        .split("/")
        .map(encodeURIComponent)
        .join("/");
      return template.replace("{path}", () => safe).replaceAll("{line}", String(line));
    },
    /** The callees read backwards. */
    callersOf: (index) => {
      callers ??= invert();
      return callers[index];
    },
    /** What a search looks through. */
    textOf: (index) => {
      texts ??= ids.map((id, at) =>
        `${id}\n${store.pathOf(at)}\n${store.reasonOf(at)}\n${store.codeOf(at)}`.toLowerCase(),
      );
      return texts[index];
    },
    indexOfAnchor: (anchor) => {
      anchors ??= new Map(ids.map((id, index) => [report.anchorOf(id), index]));
      return anchors.get(anchor);
    },
  };

  function invert() {
    const lists = ids.map(() => []);
    data.callees.forEach((callees, from) => {
      for (const to of callees) lists[to].push(from);
    });
    return lists;
  }
  report.store = store;
};

/** Numbers with commas between them; nothing means: the same as before. */
report.unpackColumn = (packed) => {
  let before = 0;
  return packed.split(",").map((text) => {
    if (text !== "") before = Number(text);
    return before;
  });
};

/** The same rule as `anchorOf` in src/report/template-helpers.ts. */
report.anchorOf = (id) => {
  const whole = id.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\ufffd",
  );
  return `f-${encodeURIComponent(whole).slice(0, 500)}`;
};

/** The evidence of a function, step by step; a path that goes on like another's own is followed. */
report.evidenceOf = (start) => {
  const { store, data } = report;
  const steps = [];
  let index = start;
  while (index !== undefined && steps.length < 200) {
    const packed = data.evidence[index];
    if (packed.length === 0) break;
    const [line, next, confidence, ...rest] = packed;
    steps.push({ from: index, line, to: next, confidence });
    for (let at = 0; at < rest.length; at += 4) {
      steps.push({
        from: rest[at],
        line: rest[at + 1],
        to: rest[at + 2],
        confidence: rest[at + 3],
      });
    }
    index = rest.length === 0 && next >= 0 ? next : undefined;
  }
  return steps.map((step) => ({
    ...step,
    path: step.from >= 0 ? store.pathOf(step.from) : undefined,
  }));
};
