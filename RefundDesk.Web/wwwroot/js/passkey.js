// Talks to the device for forms marked data-passkey="create" or data-passkey="use"; the answer goes back in the form itself.
(() => {
  "use strict";

  const addresses = { create: "account/passkeys/creation", use: "sign-in/passkey/request" };

  async function ask(form) {
    const kind = form.dataset.passkey;
    const answer = await fetch(addresses[kind], {
      method: "POST",
      credentials: "same-origin",
      headers: { RequestVerificationToken: form.elements.namedItem("__RequestVerificationToken").value },
    });
    if (!answer.ok) { throw new Error("The desk gave no challenge. Load the page again."); }
    const options = await answer.json();
    const credential = kind === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    return JSON.stringify(credential);
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
      form.hidden = true;
      continue;
    }
    form.addEventListener("submit", async event => {
      event.preventDefault();
      const fault = form.querySelector("[data-passkey-fault]");
      fault.textContent = "";
      try {
        form.elements.namedItem("Credential").value = await ask(form);
        form.submit();
      } catch (error) {
        fault.textContent = error.name === "NotAllowedError" ? "Nothing was chosen on the device." : error.message;
      }
    });
  }
})();
