// Until when somebody has read a conversation, kept on this device; ids and times alone.
import { device } from "../kit/storage.js";
import { signal } from "../kit/view.js";

const begun = new Date().toISOString();
const changed = signal(0);

/** Whether something has come since it was last looked at here. */
export function isUnread(conversationId, lastMessageAt) {
  changed.value;
  return Boolean(lastMessageAt) && lastMessageAt > (device.recall(`read ${conversationId}`) ?? begun);
}

/** Everything up to then was shown. */
export function markRead(conversationId, at) {
  if (!at || at <= (device.recall(`read ${conversationId}`) ?? "")) return;
  device.keep(`read ${conversationId}`, at);
  changed.value++;
}
