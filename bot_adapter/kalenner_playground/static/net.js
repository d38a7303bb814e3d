// Calls of the playground's own interface, and the one long poll that brings what happened.

const OWN = { "X-Kalenner-Playground": "1" };

async function answer(response) {
  const body = await response.json().catch(() => ({ error: response.statusText }));
  if (!response.ok) throw new Error(body.error ?? response.statusText);
  return body;
}

/** Ask for something. */
export async function get(path) {
  return answer(await fetch(`api/${path}`, { cache: "no-store" }));
}

/** Do something. */
export async function post(path, body = {}) {
  const headers = { ...OWN, "Content-Type": "application/json" };
  return answer(await fetch(`api/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** Do something as a person. */
export const act = (person, action, body = {}) => post(`people/${person}/${action}`, body);

/** Send files as a person; `kind` is photo, video or document. */
export async function upload(person, kind, files, caption) {
  const body = new FormData();
  body.append("kind", kind);
  body.append("caption", caption);
  for (const file of files) body.append("file", file, file.name);
  return answer(await fetch(`api/people/${person}/upload`, { method: "POST", headers: OWN, body }));
}

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Follow what happens from `start` on: `onNews(answer)` for each answer, `onState(connected)` for the line. */
export async function follow(start, onNews, onState) {
  let { boot, number } = start;
  for (;;) {
    try {
      const news = await get(`events?boot=${boot}&after=${number}`);
      onState(true);
      await onNews(news);
      ({ boot, number } = news);
      if (news.pause) await pause(news.pause);
    } catch {
      onState(false);
      await pause(2);
    }
  }
}
