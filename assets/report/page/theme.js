// The page's script, part 1 of 7. The parts stand in one scope, in the order of src/report/report-texts.ts.
const report = { data: JSON.parse(document.getElementById("report-data").textContent) };

/** A text of the message catalogue, with its `{places}` filled. */
report.t = (key, params = {}) =>
  (report.data.words[key] ?? key).replace(/\{(\w+)\}/g, (place, name) => params[name] ?? place);

report.numbers = new Intl.NumberFormat(report.data.lang, { maximumFractionDigits: 1 });

/** An element; texts become text nodes, so nothing of the assessed code is ever read as markup. */
report.make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

/** A dotted name that may break after a dot or an underscore. */
report.makeName = (name, attributes = {}) => {
  const parts = name.split(/(?<=[./_])(?=[^./_])/);
  const pieces = parts.flatMap((part, at) => (at === 0 ? [part] : [report.make("wbr"), part]));
  return report.make("bdi", attributes, ...pieces);
};

report.say = (text) => {
  document.querySelector("[data-status]").textContent = text;
};

/** Dark and light: what the system prefers, until the reader chooses. */
report.startTheme = () => {
  const root = document.documentElement;
  const toggle = document.querySelector("[data-theme-toggle]");
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (prefersDark.matches ? "dark" : "light")) === "dark";
  const show = () => {
    toggle.textContent = report.t(isDark() ? "page.light" : "page.dark");
    toggle.setAttribute("aria-pressed", String(isDark()));
  };
  // Without script it would do nothing, and is not there.
  toggle.hidden = false;
  // Storage may be forbidden, as it is for files in some browsers.
  const remembered = () => {
    try {
      return localStorage.getItem("report-theme");
    } catch {
      return null;
    }
  };
  const remember = (theme) => {
    try {
      localStorage.setItem("report-theme", theme);
    } catch {
      // The choice then lasts as long as the page.
    }
  };
  if (["dark", "light"].includes(remembered())) root.dataset.theme = remembered();
  toggle.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember(root.dataset.theme);
    show();
  });
  prefersDark.addEventListener("change", show);
  document.querySelector("[data-tools]").hidden = false;
  show();
};
