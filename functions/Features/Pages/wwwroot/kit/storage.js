// What a tab keeps while it is open. Frames of one tab share its storage: those that have a name keep their own part of it. Where a browser
// denies storage, things are kept until the page is loaded again.
const memory = new Map();
const place = key => window.name ? `${window.name}: ${key}` : key;

function stored() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

export function recall(key) {
  return stored()?.getItem(place(key)) ?? memory.get(place(key)) ?? null;
}

export function keep(key, text) {
  try {
    sessionStorage.setItem(place(key), text);
  } catch {
    memory.set(place(key), text);
  }
}

export function forget(key) {
  memory.delete(place(key));
  stored()?.removeItem(place(key));
}

/** Forgets all that this tab or frame has kept. */
export function forgetAll() {
  memory.clear();
  for (const key of Object.keys(stored() ?? {})) {
    if (!window.name || key.startsWith(`${window.name}: `)) stored().removeItem(key);
  }
}
