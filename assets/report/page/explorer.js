// Part 6: the table of all functions, searched, filtered, sorted and paged.
report.COLUMNS = [
  { key: "function", name: "column.function", sortBy: (index) => index },
  {
    key: "verdict",
    name: "column.verdict",
    sortBy: (index) => report.store.columns.verdict[index],
  },
  { key: "via", name: "column.via", sortBy: (index) => report.store.columns.via[index] },
  ...["depth", "leverage", "points", "wave"].map((key) => ({
    key: "number",
    name: key === "leverage" ? "column.unlocks" : `column.${key}`,
    isNumber: true,
    sortBy: (index) => report.store.columns[key][index],
  })),
];

report.EXPLORER_ROWS = 50;

report.startExplorer = () => {
  const host = document.querySelector("[data-explorer]");
  if (host === null) return;
  const state = {
    query: "",
    verdict: "",
    via: "",
    role: "",
    confidence: "",
    hasTests: false,
    column: 4,
    isDown: true,
    page: 0,
    open: undefined,
    found: [],
  };
  const view = report.makeExplorerView(state);
  host.append(...view.parts);
  host.hidden = false;
  document.querySelector("[data-fallback]").hidden = true;
  const find = () => {
    state.found = report.findFunctions(state);
    state.page = 0;
    view.show();
  };
  view.onChange(find);
  find();
  report.explorer = {
    focusSearch: () => view.search.focus(),
    /** Shows one function, whatever is filtered. */
    open: (index) => {
      if (!state.found.includes(index)) {
        Object.assign(state, {
          query: "",
          verdict: "",
          via: "",
          role: "",
          confidence: "",
          hasTests: report.store.isTest(index),
        });
        view.reset();
        state.found = report.findFunctions(state);
      }
      state.page = Math.floor(state.found.indexOf(index) / report.EXPLORER_ROWS);
      state.open = index;
      view.show();
      const button = host.querySelector('[aria-expanded="true"].row-button');
      button?.scrollIntoView({ block: "center" });
      button?.focus();
    },
  };
};

report.findFunctions = (state) => {
  const { store } = report;
  const words = state.query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const { verdict, via, role, confidence } = state;
  const confidenceOf = (index) => report.CONFIDENCES[store.columns.confidence[index]];
  const tests = [
    !state.hasTests && ((index) => !store.isTest(index)),
    verdict !== "" && ((index) => store.verdictOf(index) === verdict),
    via !== "" && ((index) => store.viasOf(index).includes(via)),
    role !== "" && ((index) => store.rolesOf(index).includes(role)),
    confidence !== "" && ((index) => confidenceOf(index) === confidence),
    ...words.map((word) => (index) => store.textOf(index).includes(word)),
  ].filter((test) => test !== false);
  const found = [];
  for (let index = 0; index < store.size; index += 1) {
    if (tests.every((test) => test(index))) found.push(index);
  }
  const { sortBy } = report.COLUMNS[state.column];
  const sign = state.isDown ? -1 : 1;
  return found.sort((a, b) => sign * (sortBy(a) - sortBy(b)) || a - b);
};

report.makeExplorerView = (state) => {
  const { make, t } = report;
  let changed = () => {};
  const search = make("input", {
    type: "search",
    placeholder: t("page.searchHint"),
    "aria-keyshortcuts": "/",
  });
  search.addEventListener("input", () => {
    state.query = search.value;
    changed();
  });
  const filters = [
    ["verdict", "column.verdict", report.VERDICTS],
    ["via", "column.via", report.VIAS],
    ["role", "column.role", report.ROLES],
    ["confidence", "column.confidence", report.CONFIDENCES],
  ].map(([key, name, values]) => report.makeFilter(state, key, name, values, () => changed()));
  const tests = make("input", { type: "checkbox" });
  tests.addEventListener("change", () => {
    state.hasTests = tests.checked;
    changed();
  });
  const count = make("span", { class: "count" });
  const tools = make(
    "div",
    { class: "table-tools" },
    make("label", {}, t("page.search"), search),
    ...filters.map(({ element }) => element),
    make("label", {}, tests, t("page.tests")),
    count,
  );
  const heads = report.COLUMNS.map((column, at) => {
    const button = make("button", { type: "button", class: "sort" }, t(column.name));
    button.addEventListener("click", () => {
      state.isDown = state.column === at ? !state.isDown : column.isNumber === true;
      state.column = at;
      changed();
    });
    return make(
      "th",
      { scope: "col", class: `col-${column.key}${column.isNumber ? " num" : ""}` },
      button,
    );
  });
  const body = make("tbody", {});
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body);
  const pager = report.makePager((step) => {
    state.page += step;
    state.open = undefined;
    show();
    table.scrollIntoView({ block: "start" });
  });
  const show = () => {
    const from = state.page * report.EXPLORER_ROWS;
    const rows = state.found.slice(from, from + report.EXPLORER_ROWS);
    body.replaceChildren(...rows.flatMap((index) => report.makeRow(index, state, show)));
    heads.forEach((head, at) => {
      if (at === state.column)
        head.setAttribute("aria-sort", state.isDown ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    pager.show(state.page, Math.ceil(state.found.length / report.EXPLORER_ROWS));
    count.textContent = t("page.found", { n: report.numbers.format(state.found.length) });
  };
  const wrap = make(
    "div",
    {
      class: "table-wrap",
      role: "region",
      tabindex: "0",
      "aria-label": t("page.table", { name: t("column.function") }),
    },
    table,
  );
  return {
    parts: [tools, make("p", { class: "keys" }, t("page.keys")), wrap, pager.element],
    search,
    show,
    onChange: (listener) => {
      changed = listener;
    },
    reset: () => {
      search.value = "";
      tests.checked = state.hasTests;
      for (const filter of filters) filter.reset();
    },
  };
};

report.makeFilter = (state, key, name, values, onChange) => {
  const { make, t } = report;
  const options = values.map((value) => make("option", { value }, t(`${key}.${value}`)));
  const select = make("select", {}, make("option", { value: "" }, t("page.all")), ...options);
  select.addEventListener("change", () => {
    state[key] = select.value;
    onChange();
  });
  const reset = () => {
    select.value = "";
  };
  return { element: make("label", {}, t(name), select), reset };
};

report.makeRow = (index, state, show) => {
  const { make, store, t } = report;
  const isOpen = state.open === index;
  const toggle = () => {
    state.open = isOpen ? undefined : index;
    show();
    document.querySelector(`.explorer [data-index="${index}"]`)?.focus();
  };
  const button = make(
    "button",
    {
      type: "button",
      class: "row-button",
      "data-index": index,
      "aria-expanded": String(isOpen),
      onclick: toggle,
    },
    report.makeName(store.ids[index]),
  );
  const verdict = store.verdictOf(index);
  const { columns } = store;
  const numbers = ["depth", "leverage", "points", "wave"].map((key) =>
    make("td", { class: "num" }, report.numbers.format(columns[key][index])),
  );
  const row = make(
    "tr",
    { class: isOpen ? "is-row is-open" : "is-row" },
    make("th", { scope: "row" }, button),
    make("td", {}, report.makeVerdict(verdict)),
    make(
      "td",
      { class: "is-via" },
      store
        .viasOf(index)
        .map((via) => t(`via.${via}`))
        .join(", "),
    ),
    ...numbers,
  );
  row.addEventListener("click", (event) => {
    if (event.target.closest("button, a") === null) toggle();
  });
  if (!isOpen) return [row];
  return [
    row,
    make(
      "tr",
      { class: "detail" },
      make("td", { colspan: report.COLUMNS.length }, report.makeDetail(index)),
    ),
  ];
};

report.makeVerdict = (verdict) => {
  const namespace = "http://www.w3.org/2000/svg";
  const glyph = document.createElementNS(namespace, "svg");
  for (const [key, value] of [
    ["class", "glyph"],
    ["aria-hidden", "true"],
    ["width", "12"],
    ["height", "12"],
  ])
    glyph.setAttribute(key, value);
  const use = document.createElementNS(namespace, "use");
  use.setAttribute("href", `#glyph-${verdict}`);
  glyph.append(use);
  return report.make(
    "span",
    { class: `verdict is-${verdict}` },
    glyph,
    report.t(`verdict.${verdict}`),
  );
};
