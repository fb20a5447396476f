// Where the reader is. Links within the app load nothing anew: the tokens in memory stay.
import { signal } from "./view.js";

const here = () => ({ path: location.pathname.split("/").filter(Boolean).map(plain), query: new URLSearchParams(location.search) });

function plain(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const route = signal(here());

const ours = new Set(["chat", "desk", "ops"]);

/** Goes to an address of this app. */
export function go(address, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", address);
  route.value = here();
  if (!replace) scrollTo(0, 0);
}

addEventListener("popstate", () => { route.value = here(); });
document.addEventListener("click", event => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
      || link.target || link.hasAttribute("download") || link.origin !== location.origin
      || !ours.has(link.pathname.split("/")[1])) return;
  event.preventDefault();
  go(link.pathname + link.search + link.hash);
});
