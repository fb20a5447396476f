// Style that only one page has: it is there before the page is drawn.
const loaded = new Map();

/** Loads a style sheet, once. @param {string} address such as new URL("page.css", import.meta.url).href */
export function style(address) {
  if (!loaded.has(address)) {
    loaded.set(address, new Promise((there, failed) => {
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address, onload: there, onerror: failed });
      document.head.append(link);
    }));
  }
  return loaded.get(address);
}
