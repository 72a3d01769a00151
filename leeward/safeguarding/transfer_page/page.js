"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const hex = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");
  const say = (text, bad) => { const line = get("said"); line.className = bad ? "bad" : ""; line.textContent = text; };

  async function unseal(words) {
    const [first, second] = get("sealed").textContent.trim().split(".");
    const head = bytes(first);
    const how = JSON.parse(new TextDecoder().decode(head));
    if (how.format !== "leeward-sealed/1") throw new Error("This page was made by a newer program. Ask the sender.");
    const letters = new TextEncoder().encode(words.toLowerCase().replace(/[^a-z]/g, ""));
    const base = await crypto.subtle.importKey("raw", letters, "PBKDF2", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey(
      { name: "PBKDF2", hash: "SHA-256", salt: bytes(how.salt), iterations: how.rounds },
      base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    return new Uint8Array(await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: bytes(how.nonce), additionalData: head }, key, bytes(second)));
  }

  // The archive holds its entries as they are: read from its table at the end.
  function entries(archive) {
    const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
    const end = archive.length - 22;
    if (view.getUint32(end, true) !== 0x06054b50) throw new Error("The record inside is damaged. Ask for it again.");
    const found = new Map();
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
      const size = view.getUint32(at + 24, true);
      const length = view.getUint16(at + 28, true);
      const name = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + length));
      const local = view.getUint32(at + 42, true);
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      found.set(name, archive.subarray(start, start + size));
      at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return found;
  }

  function fact(name, value) {
    if (!value) return;
    const key = document.createElement("dt"), text = document.createElement("dd");
    key.textContent = name; text.textContent = value;
    get("facts").append(key, text);
  }

  async function show(archive) {
    const contents = entries(archive);
    const manifest = JSON.parse(new TextDecoder().decode(contents.get("manifest.json")));
    for (const file of manifest.files) {
      const body = contents.get(file.name);
      const sum = body && hex(await crypto.subtle.digest("SHA-256", body));
      if (sum !== file.sha256) throw new Error("A file is not as the sender listed it: " + file.name + ". Ask for it again.");
    }
    fact("From", manifest.sender); fact("Their contact", manifest.sender_contact);
    fact("For", manifest.receiver); fact("Made by", manifest.made_by);
    fact("Made", new Date(manifest.made_at).toLocaleString("en-GB"));
    fact("Not in it", manifest.left_out.join("; "));
    for (const file of manifest.files) {
      const link = document.createElement("a"), line = document.createElement("li"), sum = document.createElement("span");
      const name = file.name.split("/").pop();
      // Always to be saved, never to be shown: what is in a file decides nothing here.
      link.href = URL.createObjectURL(new Blob([contents.get(file.name)], { type: "application/octet-stream" }));
      link.download = name; link.textContent = "Save " + name + " (" + Math.ceil(file.size / 1024) + " kB)";
      sum.className = "hash"; sum.textContent = "SHA-256 " + file.sha256;
      line.append(link, sum); get("files").append(line);
    }
    if (/^https?:/.test(manifest.receipt)) { get("receipt").href = manifest.receipt; }
    get("receipt").textContent = manifest.receipt;
    const page = new Blob([contents.get("record.html")], { type: "text/html;charset=utf-8" });
    get("record").src = URL.createObjectURL(page);
    get("ask").hidden = true; get("open").hidden = false;
    get("title").focus();
    say("Open. Every file is as the sender listed it.");
  }

  get("ask").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!window.crypto || !crypto.subtle) { say("This browser is too old. Use a current Edge, Chrome, Firefox or Safari.", true); return; }
    say("Opening. This takes a few seconds.");
    let archive;
    try { archive = await unseal(get("words").value); } catch (error) {
      say("These are not the words, or the file was changed on its way. Check each word with the sender.", true); return;
    }
    try { await show(archive); } catch (error) { say(error.message, true); }
  });
})();
