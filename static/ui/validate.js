// While a document is looked at, the page says so; a file that is too large is not sent. All of it works without this file.
const form = document.getElementById("validate");
const [waiting, large] = ["waiting", "too-large"].map((id) => document.getElementById(id));

form?.addEventListener("submit", (event) => {
  const isReport = event.submitter?.name === "report";
  const file = event.submitter?.value === "file" && form.elements.file.files[0];
  large.hidden = !(file && file.size > Number(form.dataset.most));
  if (!large.hidden) event.preventDefault();
  else waiting.hidden = isReport;
});
addEventListener("pageshow", () => (waiting.hidden = true));
