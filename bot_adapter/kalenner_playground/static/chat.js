// One chat: a person, the messages between them and the bot, and the text field.

import { settleReplies, withArrows } from "./arrows.js";
import { Composer } from "./composer.js";
import { alertOf, confirmed, problem } from "./dialogs.js";
import { avatar, choices, element, iconButton, popup } from "./dom.js";
import { opensBot } from "./links.js";
import { difference, messageNode, summary } from "./message.js";
import { act, get } from "./net.js";
import { dayOf, languageName, words } from "./words.js";

const SPINNER_AT_MOST = 30000;
const TOAST_FOR = 3500;
const ACTION_FOR = 5000;

export class Chat {
  /** `desk` has close(person), openLink(link, textInstead), say(text). */
  constructor(person, desk) {
    this.role = "";
    this.desk = desk;
    this.person = person;
    this.waiting = new Map();
    this.title = element("div", { class: "chat-title" });
    this.moreButton = iconButton("more", words("more_actions"), { "aria-haspopup": "true", "aria-expanded": "false", onclick: () => popup(this.moreButton, this.actions()) });
    this.olderButton = element("button", { type: "button", class: "older", onclick: () => this.loadOlder() }, words("older"));
    this.list = element("div", { class: "messages" });
    withArrows(this.list);
    this.welcome = element("div", { class: "welcome" });
    this.typing = element("p", { class: "typing", hidden: true }, element("span", {}, words("typing")));
    this.scroller = element("div", { class: "scroller", tabindex: "0", role: "log", "aria-live": "off", "aria-label": words("messages_of", { name: person.name }), onscroll: () => this.scrolled() },
      this.olderButton, this.welcome, this.list, this.typing);
    this.downButton = iconButton("down", words("newest"), { class: "down", hidden: true, onclick: () => this.toEnd() });
    this.toasts = element("div", { class: "toasts", role: "status" });
    this.composer = new Composer(this);
    this.node = element("section", { class: "chat", "aria-label": words("chat_of", { name: person.name }), data: { person: person.id } },
      element("header", { class: "chat-head" }, this.title, element("div", { class: "popup-place" }, this.moreButton),
        iconButton("close", words("close_chat"), { class: "close-chat", onclick: () => desk.close(this.person) })),
      element("div", { class: "scroll-frame" }, this.scroller, this.toasts, this.downButton), this.composer.node);
    this.node.addEventListener("dragover", (event) => event.preventDefault());
    this.node.addEventListener("drop", (event) => this.dropped(event));
    this.pinned = true;
    this.lastTop = 0;
    const grown = new ResizeObserver(() => this.pinned && this.toEnd());
    grown.observe(this.list);
    grown.observe(this.scroller);
    this.update(person);
    this.setMessages(person.messages, person.more);
  }

  /** Show another state of the person. */
  update(person) {
    this.person = person;
    const state = person.blocked ? words("has_blocked") : person.started ? "" : words("not_started");
    const line = [this.role, person.username && `@${person.username}`, languageName(person.language), state].filter(Boolean).join(" · ");
    this.title.replaceChildren(avatar(person), element("div", {}, element("h2", { title: person.name }, person.name), element("p", {}, line)));
    this.welcome.replaceChildren(element("b", {}, person.bot_name), element("p", {}, person.bot_description || words("welcome")));
    this.composer.update(person);
    this.showWelcome();
  }

  /** Say beside the name what the person is to the product. */
  setRole(role) {
    if (role === this.role) return;
    this.role = role;
    this.update(this.person);
  }

  /** Show these messages instead of all others. */
  setMessages(messages, more) {
    this.list.replaceChildren(...messages.map((message) => messageNode(message, this)));
    this.olderButton.hidden = !more;
    this.dayMarks();
    this.showWelcome();
    settleReplies(this.list);
    this.pinned = true;
  }

  showWelcome() {
    this.welcome.hidden = this.list.childElementCount > 0;
  }

  /** Show a new message, or another state of one already here, which was `before`. */
  put(message, before) {
    const node = messageNode(message, this);
    const old = this.find(message.id);
    if (old) {
      node.classList.add("changed");
      const held = old.contains(document.activeElement) ? document.activeElement.dataset.place : null;
      old.replaceWith(node);
      if (held) this.hold(node.querySelector(`[data-place="${held}"]`) ?? node.querySelector(".key"));
      if (message.from_bot) this.say(difference(before, message));
    } else {
      node.classList.add("arrived");
      this.list.append(node);
      if (message.from_bot) this.say(summary(message));
    }
    this.typing.hidden = this.typing.hidden || message.from_bot;
    this.dayMarks();
    this.showWelcome();
    settleReplies(this.list);
    if (!message.from_bot) this.pinned = true;
    if (!old && !this.pinned) this.downButton.classList.add("news");
  }

  /** Take a deleted message away. */
  remove(number) {
    const node = this.find(number);
    const held = node?.contains(document.activeElement);
    node?.remove();
    if (held) this.hold(null);
    this.dayMarks();
    this.showWelcome();
    settleReplies(this.list);
  }

  /** Keep the focus in the chat: on this key, or the newest keyboard's first one, or the messages. */
  hold(key) {
    const newest = [...this.list.querySelectorAll(".keys")].at(-1)?.querySelector(".key");
    (key ?? newest ?? this.scroller).focus({ preventScroll: true });
  }

  /** Let screen readers say what the bot wrote. */
  say(text) {
    if (text) this.desk.say(words("bot_to", { name: this.person.name, text }));
  }

  find(number) {
    return this.list.querySelector(`.message[data-id="${number}"]`);
  }

  dayMarks() {
    this.list.querySelectorAll(".day").forEach((mark) => mark.remove());
    let day = "";
    for (const node of [...this.list.querySelectorAll(".message")]) {
      if (node.dataset.day !== day) node.before(element("p", { class: "day" }, element("span", {}, dayOf(Date.parse(node.dataset.day) / 1000))));
      day = node.dataset.day;
    }
  }

  toEnd() {
    this.pinned = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** The end stays in sight until the person scrolls up, and again once they are back there. */
  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const atEnd = scrollHeight - scrollTop - clientHeight < 40;
    if (atEnd) this.pinned = true;
    else if (scrollTop < this.lastTop) this.pinned = false;
    this.lastTop = scrollTop;
    this.downButton.hidden = this.pinned;
    if (this.pinned) this.downButton.classList.remove("news");
  }

  async loadOlder() {
    const first = this.list.querySelector(".message");
    const { messages, more } = await get(`people/${this.person.id}/messages?before=${first.dataset.id}`);
    const below = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.list.prepend(...messages.map((message) => messageNode(message, this)));
    this.olderButton.hidden = !more;
    this.dayMarks();
    settleReplies(this.list);
    this.scroller.scrollTop = this.scroller.scrollHeight - below;
  }

  // What a message can ask for.

  write(text) {
    this.composer.do("send", { text });
  }

  reply(message) {
    this.composer.setReply(message);
  }

  follow(event, link) {
    if (!opensBot(link)) return;
    event.preventDefault();
    this.openLink(link);
  }

  openLink(link, textInstead = false) {
    return this.desk.openLink(link, textInstead);
  }

  isWaiting(message, place) {
    return this.waiting.has(`${message.id}/${place}`);
  }

  async press(message, button, place) {
    if (button.kind === "url") {
      if (opensBot(button.url)) this.openLink(button.url);
      else window.open(button.url, "_blank", "noopener,noreferrer");
    } else if (button.kind === "copy") {
      await navigator.clipboard.writeText(button.copy);
      this.toast(words("copied"));
    } else if (!this.isWaiting(message, place)) {
      await this.pressData(message, place);
    }
  }

  async pressData(message, place) {
    const key = `${message.id}/${place}`;
    const [row, column] = place.split(":").map(Number);
    this.setWaiting(key, true);
    setTimeout(() => this.setWaiting(key, false), SPINNER_AT_MOST);
    try {
      const { press } = await act(this.person.id, "press", { message: message.id, row, column });
      this.desk.expect(press, (answer) => this.answered(key, answer));
    } catch (error) {
      this.setWaiting(key, false);
      problem(error.message);
    }
  }

  setWaiting(key, on) {
    const [number, place] = key.split("/");
    if (on) this.waiting.set(key, true);
    else this.waiting.delete(key);
    this.find(number)?.querySelector(`.key[data-place="${place}"]`)?.classList.toggle("waiting", on);
  }

  answered(key, answer) {
    this.setWaiting(key, false);
    if (answer.url) act(this.person.id, "open", { link: answer.url });
    if (answer.text && answer.alert) alertOf(this.person, answer.text);
    else if (answer.text) this.toast(answer.text);
  }

  toast(text) {
    const toast = element("p", { class: "toast" }, text);
    this.toasts.replaceChildren(toast);
    setTimeout(() => toast.remove(), TOAST_FOR);
  }

  /** Show for a while that the bot is busy. */
  busy() {
    this.typing.hidden = false;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => { this.typing.hidden = true; }, ACTION_FOR);
    if (this.pinned) this.toEnd();
  }

  dropped(event) {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    const pictures = files.every((file) => file.type.startsWith("image/"));
    this.composer.upload(pictures ? "photo" : "document", files);
  }

  actions() {
    const { person } = this;
    return choices([
      !person.blocked && [words("restart"), () => this.write("/start")],
      person.blocked ? [words("unblock"), () => this.composer.do("unblock")] : [words("block"), () => this.composer.do("block")],
      [words("clear"), () => this.sure("clear", words("clear_sure", { name: person.name }), words("clear"))],
      [words("remove"), () => this.sure("remove", words("remove_sure", { name: person.name }), words("remove")), "danger"],
    ]);
  }

  async sure(action, question, yes) {
    if (await confirmed(question, yes)) this.composer.do(action);
  }
}
