// Part 7: everything begins, and the keys and permalinks are listened to.
report.start = () => {
  document.documentElement.classList.replace("no-script", "has-script");
  report.startTheme();
  report.startTables();
  report.openStore();
  report.startExplorer();
  report.openLinked();
  addEventListener("hashchange", report.openLinked);
  addEventListener("keydown", report.onKey);
};

/** `#f-…` names a function: it is opened wherever it stands. */
report.openLinked = () => {
  const anchor = location.hash.slice(1);
  if (!anchor.startsWith("f-") || report.explorer === undefined) return;
  const index = report.store.indexOfAnchor(anchor);
  if (index !== undefined) report.explorer.open(index);
};

report.onKey = (event) => {
  const isTyping = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
  if (
    event.key === "/" &&
    !isTyping &&
    !event.ctrlKey &&
    !event.metaKey &&
    report.explorer !== undefined
  ) {
    event.preventDefault();
    report.explorer.focusSearch();
    return;
  }
  if (event.key === "Escape") {
    const open = document.querySelector('.explorer .row-button[aria-expanded="true"]');
    if (open !== null && !isTyping) open.click();
    return;
  }
  if (
    (event.key === "ArrowDown" || event.key === "ArrowUp") &&
    event.target.classList.contains("row-button")
  ) {
    const buttons = [...document.querySelectorAll(".explorer .row-button")];
    const next = buttons[buttons.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next !== undefined) {
      event.preventDefault();
      next.focus();
    }
  }
};

report.start();
