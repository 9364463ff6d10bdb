// Theme, announcements and a short cut: every page is whole without this file.
import { combobox } from "./combobox.js";

const root = document.documentElement;
const button = document.querySelector("[data-theme-toggle]");
const isDark = () =>
  root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

const show = () => button?.setAttribute("aria-pressed", String(isDark()));
if (button) button.hidden = false;
button?.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`;
  show();
});
show();

// What htmx brings in is read out once.
document.body.addEventListener("htmx:afterSettle", () => {
  const said = document.querySelector("[data-announce]");
  if (said) document.getElementById("live").textContent = said.textContent.trim().replace(/\s+/g, " ");
});

// "/" goes to the search box.
document.addEventListener("keydown", (event) => {
  const isTyping = /input|textarea|select/i.test(document.activeElement.tagName);
  const search = document.getElementById("q");
  if (event.key === "/" && !isTyping && search) {
    event.preventDefault();
    search.focus();
  }
});

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    document.getElementById("live").textContent = button.dataset.done;
  });
}

// Open menus close with Escape and with a click elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".c-menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(".c-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Suggestions below the search box: what is chosen is gone to.
const box = document.querySelector("[data-suggest]");
if (box)
  combobox({
    id: "suggestions",
    within: box.parentElement,
    boxes: "[data-suggest]",
    from: ({ dataset, value }) => `${dataset.suggest}?q=${encodeURIComponent(value)}`,
    take: (option) => location.assign(option.dataset.to),
  });

// The filters stand beside the list where there is room, also where a style sheet cannot open them.
const isWide = matchMedia("(min-width: 56rem)");
const opened = () => {
  const filters = document.getElementById("filters");
  if (filters && isWide.matches) filters.open = true;
};
opened();

// htmx comes when somebody reaches for the form; what is done until it is there is done then.
const form = document.querySelector("[data-live]");
if (form) {
  const reaching = ["pointerover", "focusin", "input", "change", "submit"];
  let script;
  let late = () => {};
  const reach = (event) => {
    const { type, target, submitter } = event;
    if (type === "submit") {
      event.preventDefault();
      late = () => (submitter ? submitter.click() : form.requestSubmit());
    } else if (/input|change/.test(type) && !target.matches("[form=compare]"))
      late = () => target.dispatchEvent(new Event(type, { bubbles: true }));
    if (script) return;
    script = Object.assign(document.createElement("script"), { src: form.dataset.live });
    const come = () => {
      for (const name of reaching) form.removeEventListener(name, reach);
      late();
    };
    for (const name of ["load", "error"]) script.addEventListener(name, come);
    document.head.append(script);
  };
  for (const name of reaching) form.addEventListener(name, reach);
  // What says nothing is not sent.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}

// New filters keep what was open, and the place of the keyboard.
let before = null;
document.addEventListener("htmx:beforeSwap", () => {
  const at = document.activeElement;
  before = {
    open: Object.fromEntries([...document.querySelectorAll("#facets details")].map((one) => [one.id, one.open])),
    place: at?.name && at.closest("#facets") ? `[name="${CSS.escape(at.name)}"]` : "",
    value: at?.value,
  };
});
document.addEventListener("htmx:afterSettle", () => {
  for (const [id, open] of Object.entries(before?.open ?? {})) {
    const one = document.getElementById(id);
    if (one) one.open = open;
  }
  opened();
  if (before?.place && document.activeElement === document.body)
    [...document.querySelectorAll(`#facets ${before.place}`)].find((one) => one.value === before.value)?.focus();
  before = null;
});

// Datasets to compare are remembered from list to list; the button says how many there are.
const MOST = 6;
const remembered = () => JSON.parse(sessionStorage.getItem("compare") ?? "[]");
const picks = () => {
  const form = document.getElementById("compare");
  const button = document.querySelector("[data-compare]");
  if (!form || !button) return;
  const slugs = remembered();
  const boxes = [...document.querySelectorAll("[form=compare][name=d]")];
  for (const one of boxes) {
    one.checked = slugs.includes(one.value);
    one.disabled = !one.checked && slugs.length >= MOST;
  }
  const elsewhere = slugs.filter((slug) => !boxes.some((one) => one.value === slug));
  form.replaceChildren(...elsewhere.map((value) => Object.assign(document.createElement("input"), { type: "hidden", name: "d", value })));
  button.textContent = slugs.length ? `${button.dataset.compare} (${slugs.length})` : button.dataset.compare;
};
document.addEventListener(
  "change",
  (event) => {
    const at = event.target;
    if (at.matches(".infacet, [form=compare]")) event.stopPropagation(); // no change of the question
    if (!at.matches("[form=compare]")) return;
    const others = remembered().filter((slug) => slug !== at.value);
    sessionStorage.setItem("compare", JSON.stringify(at.checked ? [...others, at.value] : others));
    picks();
    document.getElementById("live").textContent = document.querySelector("[data-compare]").textContent;
  },
  true,
);
document.addEventListener("submit", (event) => {
  if (event.target.id !== "compare" || (remembered().length >= 2 && remembered().length <= MOST)) return;
  event.preventDefault();
  const button = document.querySelector("[data-compare]");
  button.textContent = button.dataset.hint;
  document.getElementById("live").textContent = button.dataset.hint;
});
for (const event of ["htmx:afterSettle", "pageshow"]) addEventListener(event, picks);
picks();
