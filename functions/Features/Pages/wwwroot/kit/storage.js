// What a tab keeps while it is open, and what the device keeps for longer. Frames of one tab share its storage: those that have a name keep
// their own part of it. Where a browser denies storage, things are kept until the page is loaded again.
const place = key => window.name ? `${window.name}: ${key}` : key;

/** @param {() => Storage} of what the browser calls it; to name it is refused where storage is denied. */
function keeper(of) {
  const memory = new Map();
  function stored() {
    try {
      return of();
    } catch {
      return null;
    }
  }

  return {
    recall: key => stored()?.getItem(place(key)) ?? memory.get(place(key)) ?? null,
    keep(key, text) {
      try {
        of().setItem(place(key), text);
      } catch {
        memory.set(place(key), text);
      }
    },
    forget(key) {
      memory.delete(place(key));
      stored()?.removeItem(place(key));
    },
    /** Forgets all that this tab or frame has kept. */
    forgetAll() {
      memory.clear();
      for (const key of Object.keys(stored() ?? {})) {
        if (!window.name || key.startsWith(`${window.name}: `)) stored().removeItem(key);
      }
    },
  };
}

export const { recall, keep, forget, forgetAll } = keeper(() => sessionStorage);

/** What outlives the tab: nothing that says who somebody is, or what was said. */
export const device = keeper(() => localStorage);
