// The words of the pages: one file per language and page, under words/. A reader gets the first of their languages that exists.
import { device } from "./storage.js";
import { signal } from "./view.js";

const languages = ["en", "it", "es"];
const chosen = device.recall("language");
const wanted = [...(chosen ? [chosen] : []), ...navigator.languages].map(tag => tag.slice(0, 2).toLowerCase());

/** The language of the words; numbers and dates are in the reader's own region of it. */
export const language = wanted.find(tag => languages.includes(tag)) ?? "en";
export const locale = navigator.languages.find(tag => tag.slice(0, 2).toLowerCase() === language) ?? language;
export const offered = languages;

/** The name of a language in itself, such as "italiano". */
export const nameOf = tag => new Intl.DisplayNames([tag], { type: "language" }).of(tag);

document.documentElement.lang = language;

const words = new Map();
const plural = new Intl.PluralRules(locale);
const loaded = signal(0);

/** Loads the words of a page, such as "chat"; the page is drawn when they are there. */
export async function load(page) {
  const address = new URL(`../words/${language}/${page}.json`, import.meta.url);
  for (const [key, text] of Object.entries(await (await fetch(address)).json())) words.set(key, text);
  loaded.value++;
}

// Text from right to left would turn the numbers beside it.
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const isolated = text => rightToLeft.test(text) ? `\u2068${text}\u2069` : text;

// Italian says l’8 and all’11.
const elided = text => language === "it" ? text.replace(/(\bi|[ade])l (?=(8|11) )/g, (_, a) => (a === "i" ? "" : a + "l") + "l’") : text;

/**
 * The words of a key, with {name}s filled in; where "count" is given, the key's form for that number (key_one, key_other).
 * A key that is not there shows as itself: a server that is newer may name what these pages do not know yet.
 */
export function t(key, values = {}) {
  const form = "count" in values ? `${key}_${plural.select(values.count)}` : key;
  const text = words.get(form) ?? words.get("count" in values ? `${key}_other` : key) ?? words.get(key);
  return text === undefined ? key
    : elided(text.replace(/\{(\w+)\}/g, (whole, name) => name in values ? isolated(String(values[name])) : whole));
}

/** Whether there are words for it. */
export const knows = key => words.has(key);

/**
 * The words of a name of the API, such as a status: named("status", "paidOut"). One that these pages do not know, of a newer server, is
 * shown as it comes, or as what the server says of it.
 */
export function named(kind, name, otherwise) {
  const key = `${kind}.${name}`;
  if (words.has(key)) return words.get(key);
  const spaced = name.replace(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`);
  return otherwise ?? spaced[0].toUpperCase() + spaced.slice(1);
}

/** Shows the pages in another language. */
export function choose(tag) {
  device.keep("language", tag);
  location.reload();
}
