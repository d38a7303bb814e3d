// Links: those to the bot are opened as one of the people, all others in a new tab.

const HOSTS = new Set(["t.me", "telegram.me", "telegram.dog"]);
const OWN_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const START = "start";
const username = document.body.dataset.username.toLowerCase();

/** Tell whether a text is nothing but a link that opens the bot. */
export function opensBot(text) {
  const trimmed = text.trim();
  if (!trimmed || /\s/.test(trimmed)) return false;
  let link;
  try {
    link = new URL(/^[a-z]+:/i.test(trimmed) ? trimmed : `https://${trimmed}`);
  } catch {
    return false;
  }
  if (link.protocol === "tg:") return (link.searchParams.get("domain") ?? "").toLowerCase() === username;
  if (OWN_HOST.test(link.hostname) && link.pathname === location.pathname) return link.searchParams.has(START);
  return HOSTS.has(link.hostname) && link.pathname.replaceAll("/", "").toLowerCase() === username;
}

/** Return the link that this page was opened by, or null, and take it out of the address. */
export function ownLink() {
  const link = location.href;
  if (!new URL(link).searchParams.has(START)) return null;
  history.replaceState(null, "", location.pathname);
  return link;
}

/** Return an address that may be put into `href`, or null. */
export function webAddress(text) {
  try {
    const link = new URL(text);
    return ["http:", "https:"].includes(link.protocol) ? link.href : null;
  } catch {
    return null;
  }
}
