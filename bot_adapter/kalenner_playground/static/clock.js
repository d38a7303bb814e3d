// The product's clock: what it shows, and moving it forward.

import { problem } from "./dialogs.js";
import { choices, element, icon, popup } from "./dom.js";
import { post } from "./net.js";
import { fullTime, shortTime, words } from "./words.js";

const HOUR = 3600;
const place = document.getElementById("clock");
const label = element("span", { class: "clock-time" });
const moved = element("span", { class: "clock-moved", hidden: true });
const button = element("button", { type: "button", class: "tool", "aria-haspopup": "true", "aria-expanded": "false", onclick: () => popup(button, panel()) },
  icon("clock"), element("span", { class: "clock-text" }, label, moved));
let ahead = 0;
let movable = false;

/** Return the product's time in seconds. */
export const now = () => Date.now() / 1000 + ahead;

/** Take over the time of an answer of the server. */
export function setClock({ now: seconds, offset }) {
  ahead = seconds - Date.now() / 1000;
  movable = offset !== null;
  button.disabled = !movable;
  moved.hidden = !offset;
  moved.textContent = offset ? `+${lasting(offset)}` : "";
  tick();
}

function lasting(seconds) {
  const hours = Math.round(seconds / HOUR);
  const days = Math.floor(hours / 24);
  const parts = [days && words("days", { n: days }), (hours % 24 || !days) && words("hours", { n: hours % 24 })];
  return parts.filter(Boolean).join(" ");
}

function tick() {
  label.textContent = shortTime(now());
  button.title = `${words("clock")}: ${fullTime(now())}`;
}

async function move(body) {
  try {
    setClock(await post("clock", body));
  } catch (error) {
    problem(error.message);
  }
}

/** Local date and time as a `datetime-local` input wants it. */
function local(seconds) {
  const date = new Date(seconds * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

function panel() {
  const input = element("input", { type: "datetime-local", min: local(now()), value: local(now() + 24 * HOUR), "aria-label": words("clock_to") });
  const go = element("button", { type: "button", class: "button main", data: { closes: "" }, onclick: () => input.value && move({ to: new Date(input.value).toISOString() }) }, words("clock_go"));
  return element("div", { class: "clock-panel" },
    element("p", {}, words("clock_hint")),
    choices([
      [words("clock_hour"), () => move({ move: HOUR })],
      [words("clock_day"), () => move({ move: 24 * HOUR })],
      [words("clock_week"), () => move({ move: 7 * 24 * HOUR })],
    ]),
    element("div", { class: "clock-typed" }, input, go),
    !moved.hidden && choices([[words("clock_reset"), () => move({ reset: true })]]));
}

place.append(button);
setInterval(tick, 1000);
