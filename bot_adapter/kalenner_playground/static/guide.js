// The card of first steps: what there is to try, and a button for each.

import { element, icon, iconButton } from "./dom.js";
import { words } from "./words.js";

const CLOSED = "kalenner.playground.guide";
const place = document.getElementById("guide");
const toggle = document.getElementById("guide-toggle");

function step(number, title, hint, ...buttons) {
  return element("li", { class: "guide-step" }, element("span", { class: "guide-number", "aria-hidden": "true" }, String(number)),
    element("div", {}, element("h3", {}, title), element("p", {}, hint), ...buttons));
}

const button = (label, act) => element("button", { type: "button", class: "button guide-button", onclick: act }, label);

function clientStep(desk, people, pair) {
  const [professional, client] = [people.get(pair[1]), people.get(pair[0])];
  if (!professional || !client) return step(2, words("guide_client"), words("guide_client_link"));
  const names = { professional: professional.name, client: client.name };
  return step(2, words("guide_client"), words("guide_client_hint", names),
    button(words("guide_client_open"), () => desk.showOnly([professional.id, client.id])));
}

function pageStep(page) {
  const address = page ?? `/${document.documentElement.lang}/design`;
  return step(3, words("guide_page"), words("guide_page_hint"),
    element("a", { class: "button guide-button", href: address, target: "_blank", rel: "noopener" }, page ? words("guide_page_open") : words("guide_designs_open")));
}

/** Draw the card for what the product says of the people; `desk` has addPerson() and showOnly(ids). */
export function drawGuide(desk, people, { pair, page }) {
  place.replaceChildren(
    element("div", { class: "guide-head" }, element("h2", {}, words("guide")), iconButton("close", words("guide_close"), { onclick: () => setGuide(false, true) })),
    element("ol", { class: "guide-steps" },
      step(1, words("guide_practice"), words("guide_practice_hint"), button(words("new_person"), desk.addPerson)),
      clientStep(desk, people, pair), pageStep(page)));
}

/** Show or hide the card; `kept` also for the next time. */
export function setGuide(open, kept = false) {
  place.hidden = !open;
  toggle.setAttribute("aria-expanded", String(open));
  if (!kept) return;
  localStorage.setItem(CLOSED, String(!open));
  if (!open) toggle.focus();
}

toggle.append(icon("guide"), element("span", { class: "tool-text" }, words("guide")));
toggle.addEventListener("click", () => setGuide(place.hidden, true));
setGuide(localStorage.getItem(CLOSED) !== "true");
