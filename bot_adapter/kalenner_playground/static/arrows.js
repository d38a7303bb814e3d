// Arrow keys: a keyboard is one tab stop, and so are the reply buttons of a chat.

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
const REPLY_STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Let Tab reach only one of these. */
function leaveOne(all, one) {
  for (const each of all) each.tabIndex = each === one ? 0 : -1;
}

function nextKey(key, pressed) {
  const all = [...key.closest(".keys").querySelectorAll(".key")];
  if (pressed in STEPS) return all[all.indexOf(key) + STEPS[pressed]];
  if (pressed === "Home") return all[0];
  if (pressed === "End") return all.at(-1);
  const row = key.parentElement;
  const other = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[pressed];
  return other?.children[Math.min([...row.children].indexOf(key), other.children.length - 1)];
}

function nextReply(list, reply, pressed) {
  const all = [...list.querySelectorAll(".reply-button")];
  return all[all.indexOf(reply) + REPLY_STEPS[pressed]];
}

/** Let arrow keys move within the keyboards, and from reply to reply, of a list of messages. */
export function withArrows(list) {
  list.addEventListener("keydown", (event) => {
    const { target } = event;
    const next = target.matches(".key") ? nextKey(target, event.key) : target.matches(".reply-button") ? nextReply(list, target, event.key) : null;
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  list.addEventListener("focusin", ({ target }) => {
    if (target.matches(".key")) leaveOne(target.closest(".keys").querySelectorAll(".key"), target);
    if (target.matches(".reply-button")) leaveOne(list.querySelectorAll(".reply-button"), target);
  });
}

/** Let Tab reach the reply button of the newest message, unless another one has the focus. */
export function settleReplies(list) {
  const all = [...list.querySelectorAll(".reply-button")];
  leaveOne(all, all.find((one) => one === document.activeElement) ?? all.at(-1));
}
