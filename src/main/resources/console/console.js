// Keeps a page current, links a field with what it became, and sends a form once. What arrives is HTML that the engine
// has escaped; it goes in by a parser that runs no script, and the page's policy would run none either.
"use strict";

function replaceChildren(place, html) {
  const made = new DOMParser().parseFromString(html, "text/html");
  place.replaceChildren(...made.body.childNodes);
}

function keepCurrent(live) {
  const stale = document.getElementById("stale");
  async function once() {
    if (document.hidden || live.contains(document.activeElement)) return;
    try {
      const answer = await fetch(location.origin + live.dataset.from, { cache: "no-store", redirect: "manual", headers: { Accept: "text/html" } });
      if (answer.type === "opaqueredirect" || answer.status === 401) {
        location.assign("/login?ended&to=" + encodeURIComponent(location.pathname + location.search));
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      replaceChildren(live, await answer.text());
      stale.hidden = true;
    } catch {
      stale.hidden = false;
    }
  }
  setInterval(once, Number(live.dataset.every));
  document.addEventListener("visibilitychange", once);
}

function lineage(view) {
  const told = view.querySelector("[data-told]");
  function light(chosen) {
    const already = chosen.classList.contains("chosen");
    view.querySelectorAll(".lit, .chosen").forEach((one) => one.classList.remove("lit", "chosen"));
    view.querySelectorAll("[aria-pressed=true]").forEach((one) => one.setAttribute("aria-pressed", "false"));
    told.textContent = "";
    if (already) return;
    chosen.classList.add("chosen");
    const button = chosen.querySelector("button");
    if (button) button.setAttribute("aria-pressed", "true");
    const others = chosen.dataset.leaf
      ? [...view.querySelectorAll("[data-from]")].filter((one) => one.dataset.from.split(" ").includes(chosen.dataset.leaf))
      : chosen.dataset.from.split(" ").flatMap((path) => [...view.querySelectorAll("[data-leaf]")].filter((one) => one.dataset.leaf === path));
    others.forEach((one) => {
      one.classList.add("lit");
      for (let shut = one.closest("details"); shut; shut = shut.parentElement.closest("details")) shut.open = true;
    });
    told.textContent = others.length === 0 ? chosen.dataset.why || "Nothing came of it."
      : (chosen.dataset.leaf || chosen.dataset.element) + (chosen.dataset.leaf ? " fills " : " comes from ")
        + others.map((one) => one.dataset.leaf || one.dataset.element).join(", ") + ". " + (chosen.dataset.why || "");
    if (others.length > 0) others[0].scrollIntoView({ block: "nearest" });
  }
  view.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-leaf], [data-from]");
    if (chosen) light(chosen);
  });
}

// a mistake leads to its line in the editor
function goToLine(button) {
  const editor = document.getElementById(button.dataset.editor);
  const lines = editor.value.split("\n");
  const line = Math.min(Number(button.dataset.line), lines.length) - 1;
  const from = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
  editor.focus();
  editor.setSelectionRange(from, from + lines[line].length);
  editor.scrollTop = (editor.scrollHeight / lines.length) * Math.max(0, line - 3);
}
document.querySelectorAll("button[data-line]").forEach((button) => button.addEventListener("click", () => goToLine(button)));
document.querySelectorAll("[data-every]").forEach(keepCurrent);
document.querySelectorAll("[data-lineage]").forEach(lineage);
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  // a file that is handed out leaves the page where it is
  if (event.submitter && "stays" in event.submitter.dataset) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  form.querySelectorAll("button").forEach((button) => button.removeAttribute("aria-disabled"));
}));
