// Dialogs: alerts of the bot, questions, small forms. Escape closes each of them.

import { avatar, element } from "./dom.js";
import { words } from "./words.js";

/** The choice of somebody who is not here yet. */
export const NEW = "new";

/** Show a dialog; resolves with the value of the button that closed it, or "" for Escape. */
function show(content, kind = "") {
  const dialog = element("dialog", { class: `dialog ${kind}`.trim() }, content);
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(""));
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue);
      dialog.remove();
    });
  });
}

const closing = (label, value, kind = "") =>
  element("button", { value, class: `button ${kind}`.trim() }, label);

/** Show an alert of the bot to a person. */
export function alertOf(person, text) {
  const who = element("p", { class: "dialog-who" }, avatar(person), person.name);
  return show(element("form", { method: "dialog" }, who, element("p", { class: "dialog-text" }, text),
    element("div", { class: "dialog-buttons" }, closing(words("ok"), "ok", "main"))), "alert");
}

/** Tell what went wrong on the page itself. */
export function problem(text) {
  return show(element("form", { method: "dialog" }, element("p", { class: "dialog-text" }, text),
    element("div", { class: "dialog-buttons" }, closing(words("ok"), "ok", "main"))), "alert");
}

/** Ask before something that cannot be undone; resolves with true or false. */
export async function confirmed(question, yes) {
  const answer = await show(element("form", { method: "dialog" }, element("p", { class: "dialog-text" }, question),
    element("div", { class: "dialog-buttons" }, closing(words("cancel"), ""), closing(yes, "yes", "danger"))), "alert");
  return answer === "yes";
}

/** Ask in whose chat a link is to be opened; resolves with the person, NEW for one to be added, or null. */
export async function chosenPerson(people, link, textInstead, roleOf) {
  const list = people.map((person, index) =>
    element("button", { class: "person-choice", value: String(person.id), autofocus: index === 0 }, avatar(person),
      element("span", {}, element("b", {}, person.name), element("small", {}, [roleOf(person), person.username && `@${person.username}`].filter(Boolean).join(" · ")))));
  const answer = await show(element("form", { method: "dialog" },
    element("h2", {}, words("open_link_as")), element("p", { class: "dialog-link" }, link),
    element("div", { class: "person-choices" }, ...list),
    element("div", { class: "dialog-buttons" }, closing(words("add_person"), NEW, "main"), closing(textInstead ? words("keep_as_text") : words("cancel"), ""))), "chooser");
  return answer === NEW ? NEW : people.find((person) => String(person.id) === answer) ?? null;
}

/** Show a form; `fields` are labels with inputs. Resolves with the values by name, or null. */
export async function filled(title, fields, submit) {
  const form = element("form", { method: "dialog" }, element("h2", {}, title), ...fields,
    element("div", { class: "dialog-buttons" },
      element("button", { type: "button", class: "button", onclick: (event) => event.target.closest("dialog").close("") }, words("cancel")),
      closing(submit, "yes", "main")));
  const answer = await show(form);
  return answer === "yes" ? Object.fromEntries(new FormData(form)) : null;
}

/** Make a label with an input for `filled`. */
export function field(label, attributes, hint = "") {
  return element("label", { class: "field" }, element("span", {}, label), element("input", attributes),
    hint && element("small", {}, hint));
}

/** Show a picture large. */
export function picture(source, name) {
  return show(element("form", { method: "dialog" },
    element("button", { class: "picture-close", "aria-label": words("close") }, element("img", { src: source, alt: name }))), "picture");
}
