// What a page gains from script: GOV.UK behaviours, leaving quickly, and a warning before the session ends.
// Every page works without it.
import { initAll } from "./govuk.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
initAll();

const leave = document.querySelector("[data-leave]");
if (leave) {
  const go = () => {
    document.documentElement.classList.add("lw-gone");
    document.title = "";
    window.location.replace(leave.href); // replaces this page, so Back does not come here
  };
  leave.addEventListener("click", (event) => { event.preventDefault(); go(); });
  let presses = 0;
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { presses = 0; return; }
    if (event.repeat) return;
    presses = event.timeStamp - last < 2000 ? presses + 1 : 1;
    last = event.timeStamp;
    if (presses >= 3) go();
  });
}

// A page taken from the browser's memory may show what its owner has left: ask the server again.
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    window.setTimeout(() => { delete form.dataset.sent; }, 4000);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Before a quiet session ends, ask. When it has ended, cover what was on the screen but keep what was typed.
const dialog = document.getElementById("time-out");
if (dialog && dialog.showModal) {
  const limit = Number(dialog.dataset.idleSeconds);
  const warnFor = Math.min(120, limit / 2);
  const left = dialog.querySelector("[data-left]");
  const between = "BroadcastChannel" in window ? new BroadcastChannel("leeward-seen") : null;
  const show = (when) => {
    for (const part of dialog.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== when;
    dialog.classList.toggle("lw-dialog--cover", when === "ended");
    if (!dialog.open) dialog.showModal();
  };
  let seen = Date.now();
  let ended = false;
  let written = false;
  document.addEventListener("input", () => { written = true; });
  document.addEventListener("submit", () => { written = false; });

  const stayed = () => {
    seen = Date.now();
    if (dialog.open && !ended) dialog.close();
  };
  if (between) {
    between.postMessage("seen"); // this page was just loaded: the other tabs need not warn
    between.addEventListener("message", stayed);
  }

  const ask = async () => {
    const answer = await fetch(dialog.dataset.ask, { credentials: "same-origin", cache: "no-store" });
    const told = await answer.json();
    if (!told.account || told.account !== dialog.dataset.account) return false;
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = told.token;
    return true;
  };
  const end = () => {
    ended = true;
    if (written) show("ended");
    else {
      document.documentElement.classList.add("lw-gone");
      const here = window.location.pathname + window.location.search;
      window.location.replace(`${dialog.dataset.signedOut}?next=${encodeURIComponent(here)}`);
    }
  };
  const tick = () => {
    if (ended) return;
    const rest = Math.round(limit - (Date.now() - seen) / 1000);
    if (rest <= 0) { end(); return; }
    if (rest > warnFor) return;
    show("warning");
    const minutes = Math.ceil(rest / 60);
    left.textContent = left.dataset.text.replace("{}", String(minutes));
  };
  const stay = async () => {
    try {
      if (await ask()) { if (between) between.postMessage("seen"); stayed(); } else end();
    } catch { end(); }
  };
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); if (!ended) stay(); });
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  dialog.querySelector("[data-return]").addEventListener("click", async () => {
    const back = await ask().catch(() => false);
    dialog.querySelector("[data-not-yet]").hidden = back;
    if (back) { ended = false; stayed(); }
  });
  window.setInterval(tick, 1000);
}
