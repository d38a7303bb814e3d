// One message: its text, picture or file, and the buttons below it.

import { picture } from "./dialogs.js";
import { element, icon, iconButton } from "./dom.js";
import { webAddress } from "./links.js";
import { fullTime, sizeOf, timeOfDay, words } from "./words.js";

const LABELS_TOLD = 4;
const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** Turn the nested pieces of a text into nodes. */
function textNodes(pieces, actions) {
  return pieces.map((piece) => (typeof piece === "string" ? piece : marked(piece, actions)));
}

function marked(piece, actions) {
  const inside = textNodes(piece.children, actions);
  if (piece.type === "text_link" || piece.type === "url") return linkNode(piece.url, inside, actions);
  if (piece.type === "date_time") return element("time", { class: "moment", title: fullTime(piece.unix_time), datetime: new Date(piece.unix_time * 1000).toISOString() }, ...inside);
  if (piece.type === "spoiler") {
    const hidden = element("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": words("spoiler") }, ...inside);
    const reveal = () => { hidden.className = ""; hidden.removeAttribute("aria-label"); };
    hidden.addEventListener("click", reveal);
    hidden.addEventListener("keydown", (event) => event.key === "Enter" && reveal());
    return hidden;
  }
  if (piece.type === "bot_command") {
    return element("button", { type: "button", class: "inline-command", onclick: (event) => actions.write(event.target.textContent) }, ...inside);
  }
  return element(TAGS[piece.type] ?? "span", {}, ...inside);
}

function linkNode(address, inside, actions) {
  const safe = webAddress(address);
  if (!safe) return element("span", {}, ...inside);
  return element("a", { href: safe, target: "_blank", rel: "noopener noreferrer", onclick: (event) => actions.follow(event, safe) }, ...inside);
}

function mediaNode(media) {
  const source = `files/${encodeURIComponent(media.file)}`;
  if (media.kind === "photo") {
    const image = element("img", { src: source, alt: words("photo"), width: String(media.width), height: String(media.height), loading: "lazy" });
    return element("button", { type: "button", class: "photo", "aria-label": words("enlarge"), onclick: () => picture(source, words("photo")) }, image);
  }
  if (media.kind === "video" && media.mime.startsWith("video/")) {
    return element("video", { class: "video", src: source, controls: true, preload: "metadata" });
  }
  return element("a", { class: "document", href: source, download: media.name },
    element("span", { class: "document-icon" }, icon("file")),
    element("span", {}, element("b", {}, media.name), element("small", {}, sizeOf(media.size))));
}

function card(sign, title, line, link) {
  const content = [element("span", { class: "document-icon" }, icon(sign)), element("span", {}, element("b", {}, title), element("small", {}, line))];
  return link ? element("a", { class: "document", href: link, target: "_blank", rel: "noopener noreferrer" }, ...content) : element("div", { class: "document" }, ...content);
}

function attachment(message) {
  if (message.media) return mediaNode(message.media);
  if (message.contact) {
    const { first_name: first, last_name: last = "", phone_number: phone } = message.contact;
    return card("person", `${first} ${last}`.trim(), phone);
  }
  if (message.location) {
    const { latitude, longitude } = message.location;
    const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
    return card("pin", words("location"), `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`, map);
  }
  return null;
}

function buttonNode(button, place, message, actions) {
  const kind = `key ${button.style ?? ""} ${actions.isWaiting(message, place) ? "waiting" : ""}`.trim();
  const sign = { url: "link", copy: "copy" }[button.kind];
  return element("button", { type: "button", class: kind, data: { place }, tabindex: place === "0:0" ? "0" : "-1", disabled: button.kind === "other", title: button.url ?? null, onclick: () => actions.press(message, button, place) },
    element("span", { class: "key-text" }, button.text), sign && icon(sign));
}

function keyboard(message, actions) {
  if (!message.rows.length) return null;
  const rows = message.rows.map((row, r) =>
    element("div", { class: "key-row" }, ...row.map((button, c) => buttonNode(button, `${r}:${c}`, message, actions))));
  return element("div", { class: "keys", role: "group", "aria-label": words("keyboard") }, ...rows);
}

/** Make the node of a message; `actions` has write, follow, press, reply, isWaiting. */
export function messageNode(message, actions) {
  const bubble = element("div", { class: "bubble" },
    message.reply_to && element("div", { class: "quote" }, message.reply_to.text || words(message.reply_to.kind)),
    attachment(message),
    message.text.length > 0 && element("div", { class: "text", dir: "auto" }, ...textNodes(message.text, actions)),
    element("span", { class: "meta", title: fullTime(message.date) }, message.edited && `${words("edited")} `, timeOfDay(message.date)));
  const side = message.from_bot ? "from-bot" : "from-person";
  const extra = [message.media && "has-media", message.media?.kind === "photo" && "has-photo", message.text.length === 0 && "textless", message.album && "in-album"].filter(Boolean).join(" ");
  const reply = iconButton("reply", words("reply"), { class: "reply-button", onclick: () => actions.reply(message) });
  return element("article", { class: `message ${side} ${extra}`.trim(), data: { id: message.id, day: new Date(message.date * 1000).toDateString() } },
    element("div", { class: "stack" }, bubble, keyboard(message, actions)), reply);
}

/** Say in words what a message is about, in one line. */
export function summary(message) {
  const plain = (pieces) => pieces.map((piece) => (typeof piece === "string" ? piece : plain(piece.children))).join("");
  const kind = message.media ? words(message.media.kind) : message.location ? words("location") : message.contact ? words("contact") : "";
  return plain(message.text).slice(0, 160) || kind;
}

/** Say in words what an edit changed: the text, or else the labels; "" where that is nothing to hear. */
export function difference(before, after) {
  const text = summary(after);
  if (!before || JSON.stringify(before.text) !== JSON.stringify(after.text)) return text;
  const labels = (message) => message.rows.flat().map((button) => button.text);
  const known = new Set(labels(before));
  return labels(after).filter((label) => !known.has(label)).slice(0, LABELS_TOLD).join(", ");
}
