// Small tools to build pieces of the page; texts are always set as text, never as markup.

const PATHS = {
  send: "M4 12 20 4l-4.5 16-4-6.5zM11.5 13.5 20 4",
  clip: "M19.5 11.5 12 19a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.1-2.2L15 7.5",
  guide: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.6 9.6a2.5 2.5 0 1 1 3.6 2.2c-.8.5-1.2 1-1.2 1.9M12 17h.01",
  log: "M4 6h3M4 12h3M4 18h3M10.5 6H20M10.5 12H20M10.5 18H20",
  menu: "M5 7h14M5 12h14M5 17h9",
  more: "M12 6h.01M12 12h.01M12 18h.01",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  reply: "M10 8V4.5L4 11l6 6.5V14c5 0 8 1.5 10 5 0-6-3-11-10-11z",
  file: "M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7zM14 3v4h4",
  down: "M6 10l6 6 6-6",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2",
  pin: "M12 21s7-6.5 7-11.5A7 7 0 0 0 5 9.5C5 14.5 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  link: "M8 16 17 7M10 7h7v7",
  copy: "M9 9h10v11H9zM5 15V4h10",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.5h.01",
};

/** Make an element: attributes by name, `on…` as listeners, `data` as dataset, children as nodes or texts. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Make one of the icons named above; it says nothing to screen readers. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", `icon icon-${name}`);
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  drawing.append(path);
  return drawing;
}

/** Make a button that shows an icon only, with its words for those who do not see it. */
export function iconButton(name, label, attributes = {}) {
  const { class: extra = "", ...rest } = attributes;
  return element("button", { type: "button", class: `icon-button ${extra}`.trim(), "aria-label": label, title: label, ...rest }, icon(name));
}

/** Make the round picture of a person: a drawn face, or two letters on one of eight colours. */
export function avatar(person) {
  if (person.face) return element("img", { class: "avatar", src: person.face, alt: "", width: "38", height: "38" });
  const letters = person.name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("");
  return element("span", { class: `avatar tint-${person.id % 8}`, "aria-hidden": "true" }, letters.toUpperCase());
}

/** Open something beside a button; it closes by a choice, by Escape, or by a click elsewhere. */
export function popup(button, content) {
  if (button.getAttribute("aria-expanded") === "true") return;
  const listening = new AbortController();
  const options = { capture: true, signal: listening.signal };
  const box = element("div", { class: "popup" }, content);
  const close = () => {
    listening.abort();
    box.remove();
    button.setAttribute("aria-expanded", "false");
  };
  document.addEventListener("pointerdown", ({ target }) => box.contains(target) || button.contains(target) || close(), options);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
    button.focus();
  }, options);
  button.addEventListener("click", close, options);
  box.addEventListener("click", ({ target }) => target.closest("[data-closes]") && close(), { signal: listening.signal });
  button.setAttribute("aria-expanded", "true");
  button.parentElement.append(box);
  box.querySelector("button, input")?.focus();
}

/** Make a list of choices for `popup`: pairs of words and what to do, with an optional kind. */
export function choices(list) {
  const items = list.filter(Boolean).map(([label, act, kind = "", hint = ""]) =>
    element("button", { type: "button", class: `choice ${kind}`.trim(), data: { closes: "" }, onclick: act },
      element("span", {}, label), hint && element("small", {}, hint)));
  return element("div", { class: "choices" }, ...items);
}
