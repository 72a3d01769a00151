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
