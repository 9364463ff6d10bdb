// While a file is looked at, the page says how far it is. Without this file one waits for the answer all the same.
const form = document.querySelector("form[data-progress]");
const waiting = document.getElementById("waiting");

form?.addEventListener("submit", () => {
  waiting.hidden = false;
  setInterval(async () => {
    const answer = await fetch(form.dataset.progress).catch(() => null);
    if (answer?.ok) waiting.textContent = (await answer.json()).words;
  }, 1000);
});
addEventListener("pageshow", () => (waiting.hidden = true));
