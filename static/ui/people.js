// Passkeys: buttons that need this are shown, and what a browser says when a key is not used is put in plain words.
if (window.PublicKeyCredential) for (const button of document.querySelectorAll("[data-with-script]")) button.hidden = false;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // nothing for the console: people do change their minds
  document.getElementById("key-trouble").hidden = false;
});
