// Passkeys: asks the browser for one and hands its answer to the form. No library, no inline script.
(() => {
  "use strict";

  const bytes = (text) => {
    const plain = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(plain.padEnd(Math.ceil(plain.length / 4) * 4, "=")), (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) => {
    const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const named = (list) => (list || []).map((item) => ({ ...item, id: bytes(item.id) }));

  const answer = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const create = (options) => {
    const wanted = options.publicKey;
    return navigator.credentials.create({
      publicKey: {
        ...wanted,
        challenge: bytes(wanted.challenge),
        user: { ...wanted.user, id: bytes(wanted.user.id) },
        excludeCredentials: named(wanted.excludeCredentials),
        authenticatorSelection: {
          ...wanted.authenticatorSelection,
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
      },
    });
  };

  const get = (options) => {
    const wanted = options.publicKey;
    return navigator.credentials.get({
      publicKey: { ...wanted, challenge: bytes(wanted.challenge), allowCredentials: named(wanted.allowCredentials) },
    });
  };

  const given = () => JSON.parse(document.getElementById("passkey-options").textContent);
  const ways = {
    add: async () => create(given().creation_options),
    use: async () => get(given().request_options),
    "sign-in": async (form) => {
      const reply = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!reply.ok) throw new Error("no options");
      return get((await reply.json()).request_options);
    },
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-passkey-start]");
    const fault = form.querySelector("[data-passkey-error]");
    if (!window.PublicKeyCredential) {
      button.hidden = true;
      continue;
    }
    form.hidden = false; // where the browser can, the passkey is offered first
    button.addEventListener("click", async () => {
      button.disabled = true;
      if (fault) fault.hidden = true;
      try {
        form.elements.credential.value = answer(await ways[form.dataset.passkey](form));
        const shared = document.querySelector("input[name=shared]");
        if (shared && shared.checked) form.append(shared.cloneNode());
        form.submit();
      } catch (error) {
        if (fault) fault.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
