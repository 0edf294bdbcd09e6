// Part 4: callers on the left, a function in the middle, what it calls on the right; each can be followed.
report.SHOWN_NEIGHBOURS = 10;

report.makeDiagram = (start) => {
  const box = report.make("div", { class: "follow-box" });
  const trail = [start];
  const show = (hasFocus) => {
    const index = trail.at(-1);
    const step = (to) => {
      trail.push(to);
      show(true);
    };
    const centre = report.makeNode(index, undefined, "is-centre");
    const lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    lines.setAttribute("class", "follow-lines");
    lines.setAttribute("aria-hidden", "true");
    const left = report.makeNeighbours(
      "page.callers",
      "page.noCallers",
      report.store.callersOf(index),
      step,
    );
    const right = report.makeNeighbours(
      "page.callees",
      "page.noCallees",
      report.calleesShown(index),
      step,
    );
    const diagram = report.make(
      "div",
      {
        class: "follow",
        role: "group",
        "aria-label": report.t("page.diagram", { name: report.store.ids[index] }),
      },
      lines,
      left,
      report.make("div", {}, centre),
      right,
    );
    const tools = report.make("div", { class: "detail-tools" });
    if (trail.length > 1) {
      tools.append(
        report.make(
          "button",
          {
            type: "button",
            onclick: () => {
              trail.pop();
              show(true);
            },
          },
          report.t("page.back"),
        ),
      );
      tools.append(
        report.make(
          "button",
          { type: "button", onclick: () => report.explorer.open(index) },
          report.t("page.open", { name: report.shortName(report.store.ids[index]) }),
        ),
      );
    }
    box.replaceChildren(diagram, tools);
    requestAnimationFrame(() => report.drawLines(diagram, lines, centre, left, right));
    if (hasFocus) centre.focus();
  };
  show(false);
  return box;
};

report.shortName = (id) => id.split(".").slice(-2).join(".").slice(-80);

/** The functions that it calls, and the API when it uses one itself. */
report.calleesShown = (index) => {
  const last = report.evidenceOf(index)[0];
  const api = last !== undefined && last.to < 0 ? [last.to] : [];
  return [...report.store.callees[index], ...api];
};

report.makeNeighbours = (title, none, places, onStep) => {
  const column = report.make(
    "div",
    {},
    report.make("h4", {}, `${report.t(title)} (${report.numbers.format(places.length)})`),
  );
  if (places.length === 0) {
    column.append(report.make("p", { class: "quiet" }, report.t(none)));
    return column;
  }
  const { leverage } = report.store.columns;
  const order = [...places].sort((a, b) => (leverage[b] ?? 0) - (leverage[a] ?? 0) || a - b);
  const list = report.make(
    "ul",
    {},
    ...order
      .slice(0, report.SHOWN_NEIGHBOURS)
      .map((place) => report.make("li", {}, report.makeNode(place, onStep, ""))),
  );
  column.append(list);
  const hidden = order.length - report.SHOWN_NEIGHBOURS;
  if (hidden > 0) {
    const more = report.make(
      "button",
      { type: "button" },
      report.t("page.moreCallers", { n: report.numbers.format(hidden) }),
    );
    more.addEventListener("click", () => {
      list.append(
        ...order
          .slice(report.SHOWN_NEIGHBOURS)
          .map((place) => report.make("li", {}, report.makeNode(place, onStep, ""))),
      );
      more.remove();
    });
    column.append(more);
  }
  return column;
};

report.makeNode = (place, onStep, mark) => {
  const { store } = report;
  const name = store.nameOf(place);
  if (place < 0)
    return report.make(
      "span",
      { class: "node is-api" },
      report.makeName(name),
      report.make("small", {}, report.t("path.waits")),
    );
  const verdict = store.verdictOf(place);
  const note = report.make("small", {}, report.t(`verdict.${verdict}`));
  const attributes = { class: `node is-${verdict} ${mark}`, title: name };
  const inside = [report.makeName(report.shortName(name)), note];
  if (onStep === undefined) return report.make("div", { ...attributes, tabindex: "-1" }, ...inside);
  return report.make(
    "button",
    { ...attributes, type: "button", onclick: () => onStep(place) },
    ...inside,
  );
};

report.drawLines = (diagram, lines, centre, left, right) => {
  const frame = diagram.getBoundingClientRect();
  const middle = centre.getBoundingClientRect();
  const y = (box) => box.top + box.height / 2 - frame.top;
  const curve = (x1, y1, x2, y2) => {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const half = (x1 + x2) / 2;
    path.setAttribute("d", `M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}`);
    lines.append(path);
  };
  for (const node of left.querySelectorAll(".node")) {
    const box = node.getBoundingClientRect();
    curve(box.right - frame.left, y(box), middle.left - frame.left, y(middle));
  }
  for (const node of right.querySelectorAll(".node")) {
    const box = node.getBoundingClientRect();
    curve(middle.right - frame.left, y(middle), box.left - frame.left, y(box));
  }
};
