// The reference in another style takes the place of the one that is shown, ready to be copied. Without this file each
// style is a page of plain text.
const live = document.getElementById("live");

for (const styles of document.querySelectorAll("[data-cite]")) {
  const shown = document.getElementById(styles.dataset.cite);
  styles.addEventListener("click", async (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const answer = await fetch(link.href).catch(() => null);
    if (![200, 410].includes(answer?.status)) return location.assign(link.href);
    shown.textContent = (await answer.text()).trim();
    for (const other of styles.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    live.textContent = shown.textContent;
  });
}
