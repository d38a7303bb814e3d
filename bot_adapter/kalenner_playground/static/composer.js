// The lower end of a chat: start, text field, attachments, commands, the keyboard the bot asked for.

import { filled, field, problem } from "./dialogs.js";
import { choices, element, iconButton, popup } from "./dom.js";
import { opensBot } from "./links.js";
import { act, upload } from "./net.js";
import { summary } from "./message.js";
import { words } from "./words.js";

const BERLIN = { latitude: "52.5163", longitude: "13.3777" };
const PHONE = "+4915112345678";

export class Composer {
  /** `chat` has person, and openLink(link, textInstead). */
  constructor(chat) {
    this.chat = chat;
    this.replyTo = null;
    this.text = element("textarea", { rows: 1, placeholder: words("write"), "aria-label": words("write_to_bot"), maxlength: "4096", dir: "auto",
      oninput: () => this.grow(), onkeydown: (event) => this.key(event), onpaste: (event) => this.pasted(event) });
    this.commands = element("button", { type: "button", class: "commands-button", "aria-haspopup": "true", "aria-expanded": "false", onclick: () => this.showCommands() }, words("menu"));
    this.clip = iconButton("clip", words("attach"), { "aria-haspopup": "true", "aria-expanded": "false", onclick: () => this.showAttachments() });
    this.sendButton = iconButton("send", words("send"), { class: "send", onclick: () => this.send() });
    this.photos = this.picker("image/*,video/*", (files) => this.sendPictures(files));
    this.files = this.picker("", (files) => this.upload("document", files));
    this.quote = element("div", { class: "reply-bar", hidden: true });
    this.below = element("div", { class: "below-keys", hidden: true });
    this.field = element("div", { class: "field-row" },
      element("div", { class: "popup-place left" }, this.commands), this.text,
      element("div", { class: "popup-place" }, this.clip), this.sendButton, this.photos, this.files);
    this.big = element("button", { type: "button", class: "big-button" });
    this.node = element("div", { class: "composer" }, this.quote, this.field, this.below, this.big);
    this.hiddenKeyboard = null;
  }

  picker(accept, take) {
    return element("input", { type: "file", accept, multiple: true, hidden: true, onchange: (event) => {
      take([...event.target.files]);
      event.target.value = "";
    } });
  }

  /** Show what fits the person: start, unblock, or the text field with the keyboard the bot asked for. */
  update(person) {
    const talking = person.started && !person.blocked;
    this.field.hidden = !talking;
    this.big.hidden = talking;
    this.big.textContent = person.blocked ? words("unblock") : words("start");
    this.big.onclick = () => this.do(person.blocked ? "unblock" : "send", person.blocked ? {} : { text: "/start" });
    this.commands.hidden = person.commands.length === 0;
    const shown = JSON.stringify(person.keyboard);
    const rows = (talking && shown !== this.hiddenKeyboard && person.keyboard?.keyboard) || [];
    this.below.hidden = rows.length === 0;
    this.below.replaceChildren(...rows.map((row) => element("div", { class: "key-row" },
      ...row.map((button) => element("button", { type: "button", class: `below-key ${button.style ?? ""}`.trim(), onclick: () => this.pressBelow(button, person) }, button.text)))));
  }

  pressBelow(button, person) {
    if (person.keyboard.one_time_keyboard) {
      this.hiddenKeyboard = JSON.stringify(person.keyboard);
      this.update(person);
    }
    if (button.request_contact) this.askContact();
    else if (button.request_location) this.askLocation();
    else this.do("send", { text: button.text });
  }

  async do(action, body = {}) {
    try {
      return await act(this.chat.person.id, action, body);
    } catch (error) {
      problem(error.message);
      return null;
    }
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.replyTo) {
      event.stopPropagation();
      this.setReply(null);
    }
  }

  async send() {
    const text = this.text.value.trim();
    if (!text) return;
    const reply = this.replyTo?.id ?? null;
    this.take();
    if (!await this.do("send", { text, reply_to: reply })) this.put(text);
  }

  put(text) {
    this.text.value = text;
    this.grow();
  }

  /** Empty the field and return what was in it. */
  take() {
    const text = this.text.value;
    this.put("");
    this.setReply(null);
    return text;
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 160)}px`;
    this.sendButton.classList.toggle("ready", this.text.value.trim() !== "");
  }

  /** Answer a message of the bot, or (null) none any more. */
  setReply(message) {
    this.replyTo = message;
    this.quote.hidden = !message;
    this.quote.replaceChildren();
    if (!message) return;
    this.quote.append(element("span", { class: "quote" }, summary(message)),
      iconButton("close", words("cancel"), { onclick: () => this.setReply(null) }));
    this.text.focus();
  }

  pasted(event) {
    const images = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
    if (images.length) {
      event.preventDefault();
      this.upload("photo", images);
      return;
    }
    const link = event.clipboardData.getData("text");
    if (!opensBot(link)) return;
    setTimeout(async () => {
      if (await this.chat.openLink(link.trim(), true)) this.put(this.text.value.replace(link, "").trim());
    });
  }

  showCommands() {
    const list = this.chat.person.commands.map(({ command, description }) =>
      [`/${command}`, () => this.do("send", { text: `/${command}` }), "command", description]);
    popup(this.commands, choices(list));
  }

  showAttachments() {
    popup(this.clip, choices([
      [words("photo_or_video"), () => this.photos.click()],
      [words("file"), () => this.files.click()],
      [words("location"), () => this.askLocation()],
      [words("contact"), () => this.askContact()],
    ]));
  }

  sendPictures(files) {
    const videos = files.filter((file) => file.type.startsWith("video/"));
    const photos = files.filter((file) => !file.type.startsWith("video/"));
    if (photos.length) this.upload("photo", photos);
    if (videos.length) this.upload("video", videos);
  }

  async upload(kind, files) {
    if (!files.length) return;
    try {
      await upload(this.chat.person.id, kind, files, this.take());
    } catch (error) {
      problem(error.message);
    }
  }

  async askLocation() {
    const place = await filled(words("location"), [
      field(words("latitude"), { name: "latitude", type: "number", step: "any", min: "-90", max: "90", required: true, value: BERLIN.latitude }),
      field(words("longitude"), { name: "longitude", type: "number", step: "any", min: "-180", max: "180", required: true, value: BERLIN.longitude }),
    ], words("send"));
    if (place) this.do("location", { latitude: Number(place.latitude), longitude: Number(place.longitude) });
  }

  async askContact() {
    const contact = await filled(words("own_contact"), [field(words("phone"), { name: "phone", type: "tel", required: true, value: PHONE })], words("send"));
    if (contact) this.do("contact", contact);
  }
}
