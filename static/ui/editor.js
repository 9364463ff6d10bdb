// The editor at the speed of typing: each field is checked as it changes, all is saved meanwhile, lists are searched.
// Without this file every button is a plain form post, and the same happens in more steps.
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

// Lists (ARIA combobox): the server finds entries by name, synonym or code; the text stays what the form sends.
const list = Object.assign(document.createElement("ul"), { id: "options", className: "c-suggest", hidden: true });
list.setAttribute("role", "listbox");
let box = null;
let chosen = -1;
let asked = 0;
let waiting;
const close = () => {
  asked++;
  clearTimeout(waiting);
  list.hidden = true;
  chosen = -1;
  box?.setAttribute("aria-expanded", "false");
  box?.removeAttribute("aria-activedescendant");
};
const mark = (place) => {
  const options = [...list.children];
  chosen = (place + options.length) % options.length;
  options.forEach((option, n) => option.setAttribute("aria-selected", String(n === chosen)));
  options[chosen].scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", options[chosen].id);
};
const take = (option) => {
  box.value = box.dataset.lists ? option.dataset.label : option.dataset.value;
  const is = `${box.name}:is`;
  const kept = [...form.elements].find((one) => one.name === is);
  const hidden = kept ?? Object.assign(document.createElement("input"), { type: "hidden", name: is });
  hidden.value = option.dataset.value;
  if (!kept) box.after(hidden);
  close();
  box.dispatchEvent(new Event("change", { bubbles: true }));
};
const offer = async () => {
  const mine = ++asked;
  const from = box.dataset.lists
    ? `/edit/concepts?vocabulary=${encodeURIComponent(box.dataset.lists)}&`
    : "/edit/resources?";
  const answer = await fetch(`${from}q=${encodeURIComponent(box.value)}`).catch(() => null);
  const options = answer?.ok ? await answer.text() : "";
  if (mine !== asked || document.activeElement !== box) return;
  list.innerHTML = options;
  if (!list.children.length) return close();
  chosen = -1;
  list.hidden = false;
  list.setAttribute("aria-labelledby", box.getAttribute("aria-labelledby"));
  box.setAttribute("aria-expanded", "true");
};
const isBox = (element) => element.matches?.("input[data-lists], input[data-resources]");
const dress = (element) => {
  const roles = { role: "combobox", "aria-controls": list.id, "aria-autocomplete": "list", "aria-expanded": "false" };
  for (const [name, value] of Object.entries(roles)) element.setAttribute(name, value);
};
document.body.append(list);
for (const one of form.querySelectorAll("input[data-lists], input[data-resources]")) dress(one);
form.addEventListener("focusin", ({ target }) => {
  if (!isBox(target)) return;
  box = target;
  dress(box);
  box.after(list);
});
form.addEventListener("input", ({ target }) => {
  if (target !== box) return;
  clearTimeout(waiting);
  if (box.value.trim().length < 2) return close();
  waiting = setTimeout(offer, 120);
});
form.addEventListener("keydown", (event) => {
  if (event.target !== box || list.hidden) return;
  const moves = { ArrowDown: () => mark(chosen + 1), ArrowUp: () => mark(Math.max(chosen, 0) - 1), Escape: close };
  if (chosen >= 0) moves.Enter = () => take(list.children[chosen]);
  if (!(event.key in moves)) return;
  event.preventDefault();
  moves[event.key]();
});
list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) take(option);
});
form.addEventListener("focusout", ({ target }) => target === box && close());
