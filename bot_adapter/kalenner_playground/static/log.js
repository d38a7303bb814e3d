// The log of the bot's calls: newest first, to be filtered and opened.

import { element, icon, iconButton } from "./dom.js";
import { exactTime, words } from "./words.js";

const KEPT = 300;
const panel = document.getElementById("log");
const toggle = document.getElementById("log-toggle");
const list = element("div", { class: "log-list" });
const filter = element("input", { type: "search", placeholder: words("log_filter"), "aria-label": words("log_filter"), oninput: applyFilter });
const errors = element("input", { type: "checkbox", onchange: applyFilter });
const empty = element("p", { class: "log-empty" }, words("log_empty"));

function matches(row) {
  return (!errors.checked || row.classList.contains("failed")) && row.dataset.search.includes(filter.value.trim().toLowerCase());
}

function applyFilter() {
  for (const row of list.children) row.hidden = !matches(row);
}

function details(call) {
  const part = (title, value) => element("div", {}, element("h3", {}, title), element("pre", {}, JSON.stringify(value, null, 2)));
  return [part(words("log_params"), call.params), call.ok ? part(words("log_result"), call.result) : part(words("log_error"), call.description)];
}

/** Add a call on top. */
export function addCall(call) {
  empty.hidden = true;
  const status = element("span", { class: "log-status" }, call.ok ? "ok" : String(call.code || "—"));
  const summary = element("summary", {},
    element("span", { class: "log-time" }, exactTime(call.at)),
    element("span", { class: "log-method" }, call.method), status,
    element("span", { class: "log-ms" }, `${call.ms < 10 ? call.ms : Math.round(call.ms)} ms`));
  const row = element("details", { class: call.ok ? "log-row" : "log-row failed", data: { search: JSON.stringify([call.method, call.params, call.description ?? ""]).toLowerCase() } }, summary);
  row.addEventListener("toggle", () => row.append(...details(call)), { once: true });
  row.hidden = !matches(row);
  list.prepend(row);
  while (list.children.length > KEPT) list.lastChild.remove();
}

/** Show these calls, oldest first, instead of all others. */
export function setCalls(calls) {
  list.replaceChildren();
  empty.hidden = calls.length > 0;
  calls.forEach(addCall);
}

function show(open) {
  panel.hidden = !open;
  toggle.setAttribute("aria-expanded", String(open));
  localStorage.setItem("kalenner.playground.log", open ? "open" : "");
}

panel.append(
  element("div", { class: "log-head" }, element("h2", {}, words("log_title")),
    iconButton("close", words("close"), { onclick: () => { show(false); toggle.focus(); } })),
  element("div", { class: "log-tools" }, filter, element("label", {}, errors, words("log_errors"))),
  empty, list);
panel.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
toggle.append(icon("log"), element("span", { class: "tool-text" }, words("log")));
toggle.addEventListener("click", () => show(panel.hidden));
const wide = matchMedia("(min-width: 721px)").matches;
show(wide && localStorage.getItem("kalenner.playground.log") === "open");
