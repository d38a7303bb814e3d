// The page's own words, in the language the page was served in.

const language = document.documentElement.lang;
// The region decides between 3:00 PM and 15:00; without one for this language, the British way fits Europe.
const region = navigator.languages.find((code) => code.split("-")[0] === language && code !== language) ?? (language === "en" ? "en-GB" : language);
const catalogue = await (await fetch(new URL(`locale/${language}.json`, import.meta.url))).json();

/** Say something: `words("chat_of", { name })` fills `{name}` in. */
export function words(key, values = {}) {
  return (catalogue[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const clock = new Intl.DateTimeFormat(region, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(region, { weekday: "short", day: "numeric", month: "long" });
const full = new Intl.DateTimeFormat(region, { dateStyle: "full", timeStyle: "short" });
const short = new Intl.DateTimeFormat(region, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const languages = new Intl.DisplayNames([language], { type: "language" });

const dated = (seconds) => new Date(seconds * 1000);

/** Time of day of an instant given in seconds. */
export const timeOfDay = (seconds) => clock.format(dated(seconds));

/** Day of an instant given in seconds. */
export const dayOf = (seconds) => day.format(dated(seconds));

/** Day and time in full. */
export const fullTime = (seconds) => full.format(dated(seconds));

/** Day and time in short. */
export const shortTime = (seconds) => short.format(dated(seconds));

const seconds = new Intl.DateTimeFormat(region, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

/** Time of day with seconds, for the log. */
export const exactTime = (at) => seconds.format(dated(at));

/** Name of a language given by its code. */
export function languageName(code) {
  if (!code) return words("language_not_told");
  try {
    return languages.of(code);
  } catch {
    return code;
  }
}

/** Size of a file in words. */
export function sizeOf(bytes) {
  const units = ["byte", "kilobyte", "megabyte"];
  const step = Math.min(units.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)));
  const style = { style: "unit", unit: units[step], unitDisplay: step ? "short" : "long", maximumFractionDigits: step === 2 ? 1 : 0 };
  return new Intl.NumberFormat(language, style).format(bytes / 1000 ** step);
}
