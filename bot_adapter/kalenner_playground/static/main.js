// Puts the page together: people above, their chats side by side (one at a time on a phone), live.

import { Chat } from "./chat.js";
import { setClock } from "./clock.js";
import { NEW, chosenPerson, field, filled, problem } from "./dialogs.js";
import { avatar, element, icon } from "./dom.js";
import { drawGuide, setGuide } from "./guide.js";
import { ownLink } from "./links.js";
import { addCall, setCalls } from "./log.js";
import { act, follow, get, post } from "./net.js";
import { languageName, words } from "./words.js";

const OPEN = "kalenner.playground.open";
const LANGUAGES = ["en", "fr", "de", "ru", "pt-br", "es", "it", "tr", "uk", "ar", ""];
const narrow = matchMedia("(max-width: 720px)");
const people = new Map();
const chats = new Map();
const answers = new Map();
const unread = new Map();
const ROLES = { professional: words("role_professional"), client: words("role_client") };
const ROLES_AFTER = 400;
const CHAT_WIDTH = 300;
const CHAT_GAP = 16;
const row = document.getElementById("chats");
const bar = document.getElementById("people");
let shown = null;
let product = { roles: {}, faces: {}, pair: [], page: null };
let roleTimer = null;

const desk = {
  close(person) {
    setOpen(openOnes().filter((id) => id !== person.id));
    bar.querySelector(`[data-person="${person.id}"]`)?.focus();
  },

  async openLink(link, textInstead) {
    const chosen = await chosenPerson([...people.values()], link, textInstead, roleOf);
    const person = chosen === NEW ? await addPerson() : chosen;
    if (!person) return false;
    await act(person.id, "open", { link }).catch((error) => problem(error.message));
    reveal(person.id);
    return true;
  },

  addPerson: () => addPerson(),

  /** Show these chats and no others. */
  showOnly(ids) {
    setOpen(ids);
    reveal(ids.at(-1));
  },

  /** Call back with the answer to a press, even if it came before we knew the number of the press. */
  expect(press, answered) {
    const early = answers.get(press);
    answers.set(press, answered);
    if (early && typeof early !== "function") answered(early);
  },

  say(text) {
    document.getElementById("news").replaceChildren(element("p", {}, text));
  },
};

function openOnes() {
  const kept = JSON.parse(localStorage.getItem(OPEN) ?? "null");
  const ids = [...people.keys()];
  return (kept ?? ids.slice(0, 2)).filter((id) => people.has(id));
}

function setOpen(ids) {
  localStorage.setItem(OPEN, JSON.stringify(ids));
  layOut();
}

/** Show the chat of a person, on a phone instead of the one shown. */
function reveal(id) {
  shown = id;
  unread.delete(id);
  if (narrow.matches || (!openOnes().includes(id) && openOnes().length >= mostBeside())) setGuide(false);
  if (!openOnes().includes(id)) setOpen([...openOnes(), id]);
  else layOut();
  const { node } = chats.get(id);
  node.scrollIntoView({ inline: "nearest", block: "nearest", behavior: "smooth" });
  // On a phone the keyboard would rise over half of the chat.
  if (!narrow.matches) node.querySelector("textarea").focus({ preventScroll: true });
}

function isVisible(id) {
  return narrow.matches ? id === shown : openOnes().includes(id);
}

/** Put the open chats side by side, or the one shown on a phone. */
function layOut() {
  if (shown === null || !people.has(shown)) shown = openOnes()[0] ?? [...people.keys()][0] ?? null;
  const visible = [...people.keys()].filter(isVisible);
  for (const id of visible) if (!chats.has(id)) chats.set(id, new Chat(people.get(id), desk));
  const nodes = visible.map((id) => chats.get(id).node);
  if (nodes.length !== row.children.length || nodes.some((node, index) => row.children[index] !== node)) {
    row.replaceChildren(...nodes);
    for (const id of visible) chats.get(id).toEnd();
  }
  arrange();
  if (!visible.length) row.replaceChildren(people.size ? nothingOpen() : nobody());
  drawBar();
}

/** How many chats have room side by side. */
function mostBeside() {
  return Math.max(1, Math.floor((row.clientWidth - CHAT_GAP) / (CHAT_WIDTH + CHAT_GAP)));
}

/** Give the chats one row where all have room beside each other, else rows of about as many each. */
function arrange() {
  const count = Math.max(1, row.children.length);
  const rows = Math.ceil(count / mostBeside());
  row.style.setProperty("--columns", String(Math.ceil(count / rows)));
}

function nothingOpen() {
  return element("p", { class: "nobody" }, words("nothing_open"));
}

function nobody() {
  return element("div", { class: "nobody" }, element("h2", {}, words("nobody")), element("p", {}, words("nobody_hint")),
    element("button", { type: "button", class: "button main", onclick: addPerson }, words("add_person")));
}

function drawBar() {
  const focused = document.activeElement?.dataset?.person;
  const chips = [...people.values()].map((person) => {
    const news = unread.get(person.id);
    return element("button", { type: "button", class: "chip", "aria-pressed": String(isVisible(person.id)), data: { person: person.id }, title: person.name,
      onclick: () => (isVisible(person.id) && !narrow.matches ? desk.close(person) : reveal(person.id)) },
      avatar(person), element("span", { class: "chip-text" }, element("span", { class: "chip-name" }, person.name.split(" ")[0]), element("span", { class: "chip-role" }, roleOf(person))),
      news && element("span", { class: "badge", "aria-label": words("unread", { n: news }) }, String(news)));
  });
  bar.replaceChildren(...chips);
  for (const [id, chat] of chats) chat.setRole(roleOf(people.get(id)));
  if (focused) bar.querySelector(`[data-person="${focused}"]`)?.focus();
}

bar.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = [...bar.children];
  all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
});

/** Say what a person is to the product, "" for somebody new. */
function roleOf(person) {
  return (product.roles[person?.id] ?? []).map((role) => ROLES[role]).join(", ");
}

function setFace(person, face) {
  if (!person || person.face === face) return;
  person.face = face;
  chats.get(person.id)?.update(person);
}

async function readProduct() {
  product = await get("product");
  for (const [id, face] of Object.entries(product.faces)) setFace(people.get(Number(id)), face);
  drawGuide(desk, people, product);
  drawBar();
}

/** Ask for a new person, whose language is the page's unless another one is chosen; resolves with them, or null. */
async function addPerson() {
  const options = LANGUAGES.map((code) => element("option", { value: code, selected: code === document.documentElement.lang }, languageName(code)));
  const values = await filled(words("new_person"), [
    field(words("first_name"), { name: "first_name", required: true, maxlength: "64", autocomplete: "off" }),
    field(words("last_name"), { name: "last_name", maxlength: "64", autocomplete: "off" }, words("optional")),
    field(words("username"), { name: "username", maxlength: "33", pattern: "@?[A-Za-z][A-Za-z0-9_]{3,31}", autocomplete: "off" }, words("optional")),
    element("label", { class: "field" }, element("span", {}, words("language")), element("select", { name: "language" }, ...options), element("small", {}, words("language_hint"))),
  ], words("add"));
  if (!values) return null;
  try {
    const person = await post("people", values);
    remember(person);
    reveal(person.id);
    return person;
  } catch (error) {
    problem(error.message);
    return null;
  }
}

function remember(person) {
  const known = people.get(person.id);
  people.set(person.id, { messages: [], more: false, ...known, ...person });
  chats.get(person.id)?.update(people.get(person.id));
}

function forget(id) {
  people.delete(id);
  chats.get(id)?.node.remove();
  chats.delete(id);
}

function putMessage(message) {
  const person = people.get(message.chat);
  if (!person) return;
  const index = person.messages.findIndex((one) => one.id === message.id);
  const before = person.messages[index];
  if (index >= 0) person.messages[index] = message;
  else person.messages.push(message);
  chats.get(message.chat)?.put(message, before);
  if (index < 0 && message.from_bot && !isVisible(message.chat)) unread.set(message.chat, (unread.get(message.chat) ?? 0) + 1);
}

const handlers = {
  message: ({ message }) => putMessage(message),
  person: ({ person }) => remember(person),
  gone: ({ chat }) => forget(chat),
  call: ({ call }) => addCall(call),
  action: ({ chat }) => chats.get(chat)?.busy(),
  clock: () => {},
  deleted({ chat, message }) {
    const person = people.get(chat);
    if (person) person.messages = person.messages.filter((one) => one.id !== message);
    chats.get(chat)?.remove(message);
  },
  cleared({ chat }) {
    const person = people.get(chat);
    if (person) person.messages = [];
    chats.get(chat)?.setMessages([], false);
  },
  answer({ press }) {
    const expected = answers.get(press.id);
    if (typeof expected === "function") expected(press);
    else answers.set(press.id, press);
  },
};

/** Read everything anew: at the start, and when we missed something. */
async function readAll() {
  const state = await get("state");
  people.clear();
  chats.clear();
  for (const person of state.people) people.set(person.id, person);
  setCalls(state.calls);
  setClock(state);
  await readProduct();
  layOut();
  return state;
}

async function onNews(news) {
  setClock(news);
  if (news.reload) {
    await readAll();
    return;
  }
  for (const event of news.events) handlers[event.kind]?.(event);
  if (!news.events.some(({ kind }) => ["message", "person", "gone"].includes(kind))) return;
  layOut();
  clearTimeout(roleTimer);
  roleTimer = setTimeout(readProduct, ROLES_AFTER);
}

const plus = document.getElementById("add-person");
plus.append(icon("plus"), element("span", { class: "chip-name" }, words("person")));
plus.addEventListener("click", addPerson);
const language = document.getElementById("language");
language.value = document.documentElement.lang;
language.addEventListener("change", () => location.assign(`?lang=${language.value}`));
narrow.addEventListener("change", layOut);
new ResizeObserver(arrange).observe(row);
const start = await readAll();
follow(start, onNews, (connected) => { document.getElementById("offline").hidden = connected; });
const link = ownLink();
if (link) desk.openLink(link);
