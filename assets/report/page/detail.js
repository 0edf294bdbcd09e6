// Part 5: what is known of one function, below its row.
report.makeDetail = (index) => {
  const { store, make, t } = report;
  const box = make("div", {});
  const { columns } = store;
  const facts = [
    t(`kind.${report.KINDS[columns.kind[index]]}`),
    t(`confidence.${report.CONFIDENCES[columns.confidence[index]]}`),
    ...store.rolesOf(index).map((role) => t(`role.${role}`)),
    t("functions.wave", { n: columns.wave[index] }),
    t("unit.hours", {
      n: `${report.numbers.format(columns.low[index])}–${report.numbers.format(columns.high[index])}`,
    }),
  ];
  const code = store.codeOf(index);
  box.append(
    make(
      "p",
      { class: "function-facts" },
      report.makeLocation(store.pathOf(index), columns.line[index]),
      ` · ${facts.join(" · ")}`,
    ),
    make(
      "p",
      { class: "reason", lang: "en" },
      ...report.richParts(store.reasonOf(index)),
      code === "" ? "" : ` (${code})`,
    ),
  );
  report.appendEvidence(box, index);
  const patching = store.patchingOf(index);
  if (patching !== "")
    box.append(make("p", { class: "note", lang: "en" }, ...report.richParts(patching)));
  report.appendObstacles(box, index);
  const alternatives = store.alternativesOf(index);
  if (alternatives !== "")
    box.append(
      make(
        "p",
        { class: "note" },
        `${t("functions.alternatives")} `,
        make("span", { lang: "en" }, ...report.richParts(alternatives)),
      ),
    );
  const copy = make(
    "button",
    { type: "button", onclick: () => report.copyLink(index) },
    t("page.copy"),
  );
  const follow = make(
    "button",
    { type: "button", "aria-expanded": "false" },
    t("page.showDiagram"),
  );
  const tools = make("div", { class: "detail-tools" }, follow, copy);
  follow.addEventListener("click", () => {
    tools.before(report.makeDiagram(index));
    follow.remove();
  });
  box.append(tools);
  return box;
};

/** Prose with `code` in backticks, as elements. */
report.richParts = (text) =>
  text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`.+`$/s.test(part) ? report.make("code", {}, part.slice(1, -1)) : part));

report.makeLocation = (path, line) => {
  if (path === undefined) return report.make("span", {});
  const text = report.make("bdi", { class: "path" }, `${path}:${line}`);
  const href = report.store.linkTo(path, line);
  if (href === undefined) return report.make("span", { class: "loc" }, text);
  return report.make("a", { class: "loc", href, rel: "noreferrer noopener" }, text);
};

/** No call, but a step to the member of its family that a method changes with. */
const isFamily = (step) => step.confidence === report.CONFIDENCES.length;

report.appendEvidence = (box, index) => {
  const { make, store, t } = report;
  const steps = report.evidenceOf(index);
  if (steps.length === 0) return;
  const items = steps.map((step) =>
    make(
      "li",
      {},
      report.makeName(store.nameOf(step.from), { class: "ident" }),
      make(
        "span",
        { class: "calls" },
        ` ${t(isFamily(step) ? "functions.changesWith" : "functions.calls")} `,
      ),
      make("code", {}, store.nameOf(step.to)),
      " ",
      report.makeLocation(step.path, step.line),
      step.confidence === 0 || isFamily(step)
        ? ""
        : make(
            "span",
            { class: "quiet" },
            ` ${t(`confidence.${report.CONFIDENCES[step.confidence]}`)}`,
          ),
      report.makeExcerpt(step.path, step.line),
    ),
  );
  box.append(make("h3", {}, t("page.evidence")), make("ol", { class: "evidence" }, ...items));
};

report.makeExcerpt = (path, line) => {
  const lines = report.store.linesOf(path);
  if (lines?.get(line) === undefined) return "";
  const rows = [-2, -1, 0, 1, 2].flatMap((offset) => {
    const text = lines.get(line + offset);
    if (text === undefined) return [];
    const number = report.make("span", { class: "line-number" }, String(line + offset));
    return [
      report.make("span", { class: offset === 0 ? "row is-hit" : "row" }, number, `${text}\n`),
    ];
  });
  return report.make("pre", { class: "excerpt", tabindex: "0" }, report.make("code", {}, ...rows));
};

report.appendObstacles = (box, index) => {
  const { make } = report;
  const obstacles = report.store.obstaclesOf(index);
  if (obstacles.length === 0) return;
  const items = obstacles.map(({ title, total, places }) => {
    const item = make("li", { lang: "en" }, make("strong", {}, ...report.richParts(title)), ": ");
    places.forEach(({ path, line, detail }, at) => {
      item.append(
        at === 0 ? "" : "; ",
        ...report.richParts(detail),
        " ",
        report.makeLocation(path, line),
      );
    });
    if (total > places.length)
      item.append(` ${report.t("page.moreCallers", { n: total - places.length })}`);
    return item;
  });
  box.append(
    make("h3", {}, report.t("readiness.obstacles")),
    make("ul", { class: "obstacles" }, ...items),
  );
};

report.copyLink = (index) => {
  const address = `${location.href.split("#")[0]}#${report.anchorOf(report.store.ids[index])}`;
  history.replaceState(null, "", address);
  const told = () => report.say(report.t("page.copied"));
  // Without permission the address bar holds the link all the same.
  navigator.clipboard?.writeText(address).then(told, told);
};
