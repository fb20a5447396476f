// What somebody has sent and the server has not taken yet: kept in the tab, in order, and sent when it can be. Each message has an id of
// its
// own, so that sending it again does nothing twice.
import { isOnline, newKey, post, Problem } from "../kit/api.js";
import { ended } from "../kit/session.js";
import { forget, keep, recall } from "../kit/storage.js";
import { effect, signal } from "../kit/view.js";

const boxes = new Map();

/** The outbox of a conversation: { items, add, again, drop, arrived }. */
export function outboxOf(conversationId) {
  if (!boxes.has(conversationId)) boxes.set(conversationId, open(conversationId));
  return boxes.get(conversationId);
}

function open(conversationId) {
  const place = `outbox ${conversationId}`;
  const items = signal(JSON.parse(recall(place) ?? "[]").map(it => it.status === "failed" ? it : { ...it, status: "waiting" }));
  let running = false;
  let onSent = () => {};

  function put(next) {
    items.value = next;
    if (next.length === 0) forget(place);
    else keep(place, JSON.stringify(next));
  }

  const change = (id, to) => put(items.peek().map(it => it.id === id ? { ...it, ...to } : it));

  async function run() {
    if (running) return;
    running = true;
    try {
      for (let next; (next = items.peek().find(it => it.status === "waiting"));) {
        if (!await sent(next)) break;
      }
    } finally {
      running = false;
    }
  }

  // Whether the next one may be sent.
  async function sent({ id, text }) {
    try {
      await post(`conversations/${conversationId}/messages`, { text, clientMessageId: id }, { key: id });
      change(id, { status: "sent" });
      onSent();
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if ([0, 401, 408].includes(problem.status)) return later(5);
      if (problem.status === 429 || problem.status === 409 && problem.retryAfter) return later(problem.retryAfter ?? 5);
      change(id, { status: "failed", why: problem.words });
      return true;
    }
  }

  function later(seconds) {
    setTimeout(run, seconds * 1000);
    return false;
  }

  window.addEventListener("online", run);
  effect(() => { if (isOnline.value && !ended.value) queueMicrotask(run); });

  return {
    items,
    set onSent(then) { onSent = then; },
    add(text) { put([...items.peek(), { id: newKey(), text, at: new Date().toISOString(), status: "waiting" }]); run(); },
    again(id) { change(id, { status: "waiting", why: undefined }); run(); },
    drop(id) { put(items.peek().filter(it => it.id !== id)); },
    arrived(ids) { if (items.peek().some(it => ids.has(it.id))) put(items.peek().filter(it => !ids.has(it.id))); },
  };
}
