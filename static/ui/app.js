// Theme, announcements and a short cut: every page is whole without this file.
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

// Suggestions below the search box (ARIA combobox): arrows choose, Enter goes there, Escape closes.
const box = document.querySelector("[data-suggest]");
if (box) {
  const list = Object.assign(document.createElement("ul"), { id: "suggestions", className: "c-suggest", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.labels[0]?.textContent.trim() ?? "");
  box.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": "suggestions", "aria-autocomplete": "list", "aria-expanded": "false" }))
    box.setAttribute(name, value);
  let chosen = -1;
  let asked = 0;
  const close = () => {
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (step) => {
    const options = [...list.children];
    if (!options.length) return;
    chosen = (chosen + step + options.length + (chosen < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    box.setAttribute("aria-activedescendant", options[chosen].id);
  };
  box.addEventListener("input", async () => {
    const mine = ++asked;
    if (box.value.trim().length < 2) return close();
    const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(box.value)}`).catch(() => null);
    if (mine !== asked || !answer?.ok || document.activeElement !== box) return;
    list.innerHTML = await answer.text();
    if (!list.children.length) return close();
    chosen = -1;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (!list.hidden && event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      list.children[chosen].querySelector("a").click();
    } else if (event.key === "Enter") close();
  });
  box.addEventListener("blur", () => setTimeout(close, 150));
}
