// Part 2: tables that are in the page already. They can be sorted, and long ones searched and paged.
report.startTables = () => {
  for (const table of document.querySelectorAll("table[data-table]")) {
    if (table.tBodies[0].rows.length >= 5) report.enhanceTable(table);
  }
};

report.PAGE_ROWS = 25;

report.enhanceTable = (table) => {
  const state = { rows: [...table.tBodies[0].rows], query: "", page: 0, column: -1, isDown: false };
  const show = () => report.showTable(table, state);
  [...table.tHead.rows[0].cells].forEach((cell, column) => {
    if (cell.textContent.trim() === "") return;
    const button = report.make("button", { type: "button", class: "sort" }, ...cell.childNodes);
    button.addEventListener("click", () => {
      state.isDown = state.column === column ? !state.isDown : cell.classList.contains("num");
      state.column = column;
      state.page = 0;
      show();
    });
    cell.append(button);
  });
  if (state.rows.length > report.PAGE_ROWS) report.addTableTools(table, state, show);
  show();
};

report.addTableTools = (table, state, show) => {
  const search = report.make("input", { type: "search" });
  search.addEventListener("input", () => {
    state.query = search.value.trim().toLowerCase();
    state.page = 0;
    show();
  });
  state.count = report.make("span", { class: "count" });
  const wrap = table.closest(".table-wrap");
  const tools = report.make(
    "div",
    { class: "table-tools" },
    report.make("label", {}, report.t("page.search"), search),
    state.count,
  );
  wrap.before(tools);
  state.pager = report.makePager((step) => {
    state.page += step;
    show();
  });
  wrap.after(state.pager.element);
};

/** Buttons for the page before and the page after, and where one is. */
report.makePager = (onStep) => {
  const previous = report.make(
    "button",
    { type: "button", onclick: () => onStep(-1) },
    report.t("page.previous"),
  );
  const next = report.make(
    "button",
    { type: "button", onclick: () => onStep(1) },
    report.t("page.next"),
  );
  const place = report.make("span", {});
  return {
    element: report.make("div", { class: "pager" }, previous, place, next),
    show: (page, pages) => {
      previous.disabled = page <= 0;
      next.disabled = page >= pages - 1;
      place.textContent = report.t("page.pageOf", {
        page: report.numbers.format(page + 1),
        pages: report.numbers.format(Math.max(1, pages)),
      });
    },
  };
};

report.showTable = (table, state) => {
  const [body] = table.tBodies;
  const found = state.rows.filter(
    (row) => state.query === "" || row.textContent.toLowerCase().includes(state.query),
  );
  if (state.column >= 0) report.sortRows(found, state, table);
  const isPaged = state.pager !== undefined;
  const from = isPaged ? state.page * report.PAGE_ROWS : 0;
  const to = isPaged ? from + report.PAGE_ROWS : found.length;
  for (const row of state.rows) row.hidden = true;
  found.forEach((row, index) => {
    row.hidden = index < from || index >= to;
  });
  body.append(...found);
  if (!isPaged) return;
  state.pager.show(state.page, Math.ceil(found.length / report.PAGE_ROWS));
  state.count.textContent = report.t("page.found", { n: report.numbers.format(found.length) });
};

report.sortRows = (rows, { column, isDown }, table) => {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, index) => {
    if (index === column) head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
  const isNumber = heads[column].classList.contains("num");
  const order = new Intl.Collator(report.data.lang, { numeric: true });
  const keyOf = (row) => row.cells[column]?.textContent.trim() ?? "";
  const compare = isNumber
    ? (a, b) => report.parseNumber(keyOf(a)) - report.parseNumber(keyOf(b))
    : (a, b) => order.compare(keyOf(a), keyOf(b));
  rows.sort((a, b) => (isDown ? compare(b, a) : compare(a, b)));
};

/** The number that the page's language writes so; a dash is less than any. */
report.parseNumber = (text) => {
  const [, decimal = "."] =
    /\d([^\d])\d$/.exec(new Intl.NumberFormat(report.data.lang).format(0.5)) ?? [];
  const plain = [...text.split("–")[0]]
    .filter((letter) => /[\d-]/.test(letter) || letter === decimal)
    .join("");
  return plain === "" ? Number.NEGATIVE_INFINITY : Number(plain.replace(decimal, "."));
};
