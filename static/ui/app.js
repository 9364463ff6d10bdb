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
  const box = document.getElementById("q");
  if (event.key === "/" && !isTyping && box) {
    event.preventDefault();
    box.focus();
  }
});

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    document.getElementById("live").textContent = button.dataset.done;
  });
}
