// Until when somebody has read a conversation, kept on this device; ids and times alone.
import { signal } from "../kit/view.js";

const begun = new Date().toISOString();
const changed = signal(0);

/** Whether something has come since it was last looked at here. */
export function isUnread(conversationId, lastMessageAt) {
  changed.value;
  return Boolean(lastMessageAt) && lastMessageAt > (localStorage.getItem(`read ${conversationId}`) ?? begun);
}

/** Everything up to then was shown. */
export function markRead(conversationId, at) {
  if (!at || at <= (localStorage.getItem(`read ${conversationId}`) ?? "")) return;
  localStorage.setItem(`read ${conversationId}`, at);
  changed.value++;
}
