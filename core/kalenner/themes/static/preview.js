// Loads the page again when a file of a theme has changed.
let seen = null;
async function look() {
  try {
    const now = await (await fetch("/changes")).text();
    if (seen !== null && seen !== now) {
      const frames = document.querySelectorAll("iframe");
      if (frames.length) frames.forEach((frame) => (frame.src = frame.src));
      else location.reload();
    }
    seen = now;
  } catch {
    // The server was stopped; it may come back.
  }
  setTimeout(look, 700);
}
look();
