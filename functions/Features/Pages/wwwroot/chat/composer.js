// Where somebody writes. Enter sends, Shift and Enter make a line.
import { useDraft } from "../kit/draft.js";
import { html, useRef } from "../kit/view.js";
import { t } from "../kit/words.js";

const MAX_BYTES = 4000;
const bytesOf = text => new TextEncoder().encode(text.trim()).length;

/** @param box is given put(text): a text that could not be sent comes back, before what is there. */
export function Composer({ conversationId, onSend, box, children }) {
  const [text, setText] = useDraft(`message ${conversationId}`);
  const area = useRef(null);
  box.current = {
    put(back) {
      setText([back, text].filter(Boolean).join("\n"));
      area.current.focus();
    },
  };
  const left = MAX_BYTES - bytesOf(text);
  const canSend = text.trim() !== "" && left >= 0;

  function send(event) {
    event.preventDefault();
    // What is in the field now, not what was drawn last: a second tap finds it empty.
    const now = area.current.value;
    if (now.trim() === "" || bytesOf(now) > MAX_BYTES) return;
    area.current.value = "";
    setText("");
    onSend(now.trim());
    area.current.focus();
  }

  function onKeyDown(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  }

  return html`<form class="composer" onSubmit=${send}>
    ${children}
    <label class="unseen" for="message">${t("message")}</label>
    <textarea id="message" ref=${area} rows="1" placeholder=${t("write")} value=${text} enterkeyhint="send" autocomplete="off"
      aria-invalid=${left < 0 ? "true" : undefined} aria-describedby="message-left" onInput=${e => setText(e.currentTarget.value)}
        onKeyDown=${onKeyDown}></textarea>
    <button class="main send" aria-disabled=${canSend ? undefined : "true"}><span>${t("send")}</span></button>
    <p id="message-left" class=${left < 0 ? "error" : "hint"}>
      ${left < 0 ? t("too-long", { count: -left }) : left < 500 ? t("bytes-left", { count: left }) : ""}</p>
  </form>`;
}
