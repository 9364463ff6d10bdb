// The editor at the speed of typing: each field is checked as it changes, all is saved meanwhile, lists are searched.
// Without this file every button is a plain form post, and the same happens in more steps.
import { combobox } from "./combobox.js";

const form = document.getElementById("edit");
const live = document.getElementById("live");
const say = (words) => (live.textContent = words.trim().replace(/\s+/g, " "));

// What a field understood, or what is not clear about it.
const check = async (field) => {
  const sent = new URLSearchParams(new FormData(form));
  sent.set("field", field.dataset.field);
  const answer = await fetch(form.dataset.check, { method: "POST", body: sent }).catch(() => null);
  if (answer?.status !== 200) return;
  const place = document.getElementById(`m-${field.dataset.field}`);
  place.innerHTML = await answer.text();
  const isWrong = place.querySelector(".trouble") !== null;
  for (const one of field.querySelectorAll(":scope > .v > :is(input,textarea)"))
    isWrong ? one.setAttribute("aria-invalid", "true") : one.removeAttribute("aria-invalid");
  say(place.textContent);
};
form.addEventListener("change", (event) => {
  const field = event.target.closest("[data-field]");
  if (field) check(field);
});

// htmx sends the button that has the focus along with whatever it sends, so it would press, say, “Remove” when all is
// saved while somebody who writes with the keyboard rests on it. It is not told of these buttons.
const untold = (event) => event.target.closest("button[name]") && event.stopPropagation();
for (const type of ["click", "focusin"]) form.addEventListener(type, untold, true);

// Buttons in fields: the answer takes the field's place, and the focus goes into it.
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.name || button.name === "then" || !window.htmx) return;
  event.preventDefault();
  htmx.ajax("POST", form.action, { source: form, swap: "none", values: { [button.name]: button.value } });
});
// Once: what is saved later leaves the focus where one writes.
const focus = () => {
  const wanted = form.querySelector("[autofocus]");
  wanted?.removeAttribute("autofocus");
  wanted?.focus();
};
focus();
document.body.addEventListener("htmx:afterSettle", focus);
document.body.addEventListener("htmx:oobAfterSwap", (event) => {
  event.target.querySelector?.(".c-conflicts")?.focus();
});

// What was written a moment ago is saved also when the page is left.
let written = 0;
let sent = 0;
let saved = 0;
form.addEventListener("input", () => written++);
form.addEventListener("htmx:beforeRequest", () => (sent = written));
form.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && (saved = sent));
form.addEventListener("submit", () => (saved = written));
addEventListener("pagehide", () => saved < written && navigator.sendBeacon(form.action, new FormData(form)));

// Ctrl+S saves.
document.addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.dispatchEvent(new Event("save"));
});

// Texts of one language at a time.
const languages = document.querySelector("[data-languages]");
languages.hidden = false;
languages.addEventListener("click", (event) => {
  const chosen = event.target.closest("button");
  if (!chosen) return;
  form.dataset.only = chosen.value;
  for (const one of languages.children) one.setAttribute("aria-pressed", String(one === chosen));
});

document.getElementById("preview").hidden = false;

// Lists: entries are found by name, synonym or code; the text stays what the form sends, the IRI goes beside it.
combobox({
  id: "options",
  within: form,
  boxes: "input[data-lists], input[data-resources]",
  from: ({ dataset, value }) => {
    const lists = dataset.lists ? `/edit/concepts?vocabulary=${encodeURIComponent(dataset.lists)}&` : "/edit/resources?";
    return `${lists}q=${encodeURIComponent(value)}`;
  },
  take: (option, box) => {
    box.value = box.dataset.lists ? option.dataset.label : option.dataset.value;
    const is = `${box.name}:is`;
    const kept = [...form.elements].find((one) => one.name === is);
    const hidden = kept ?? Object.assign(document.createElement("input"), { type: "hidden", name: is });
    hidden.value = option.dataset.value;
    if (!kept) box.after(hidden);
    box.dispatchEvent(new Event("change", { bubbles: true }));
  },
});
