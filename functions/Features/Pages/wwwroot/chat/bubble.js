// What one message looks like.
import { isOnline } from "../kit/api.js";
import { day, full, time } from "../kit/format.js";
import { Words } from "../kit/parts.js";
import { ended } from "../kit/session.js";
import { html } from "../kit/view.js";
import { knows, language, t } from "../kit/words.js";

export const Day = ({ at }) => html`<li class="day"><time datetime=${at}>${day(at)}</time></li>`;

/** Words of the reader or of the other side. */
export function Bubble({ message, me }) {
  const isOwn = message.from === me;
  return html`<li class="bubble ${isOwn ? "own" : "other"}">
    <span class="unseen">${isOwn ? t("you") : t(`from.${message.from}`)}: </span>
    ${message.about?.map((it, i) => html`<p key=${i} class="about"><${Shared} item=${it} /></p>`)}
    ${message.deleted ? html`<p class="gone">${t("deleted")}</p>` : html`<p><${Words}>${message.text}</${Words}></p>`}
    ${message.shown?.map((it, i) => html`<p key=${i}><${Shared} item=${it} /></p>`)}
    ${message.attachments?.map((link, i) => html`<p key=${link}><${Away} link=${link}>${t("attachment", { number: i + 1 })}</${Away}></p>`)}
    <p class="meta"><time datetime=${message.at} title=${full(message.saidAt ?? message.at)}>${time(message.at)}</time>
      ${message.edited && html` · ${t("edited")}`}${message.undelivered &&
        html` · <strong class="error">${t("undelivered")}</strong>`}</p></li>`;
}

const Shared = ({ item }) => {
  const name = item.title ? html`<${Words}>${item.title}</${Words}>` : knows(`shared.${item.kind}`) ? t(`shared.${item.kind}`)
    : t("shared.other");
  return item.link ? html`<${Away} link=${item.link}>${name}</${Away}>` : name;
};

/** A link to another site: web addresses only, and without a referrer. */
const Away = ({ link, children }) => /^https?:/i.test(link)
  ? html`<a href=${link} target="_blank" rel="noopener noreferrer nofollow">${children}</a>` : html`<span>${children}</span>`;

/** News of an order, in one line. */
export function News({ message }) {
  const key = `event.${message.order.event}`;
  // Older messages are in English alone.
  const isTold = message.language === language || !knows(key);
  return html`<li class="news"><p><span lang=${isTold ? message.language : undefined}><${Words}>${isTold ? message.text
    : t(key)}</${Words}></span> <time datetime=${message.at} title=${full(message.at)}>${time(message.at)}</time></p></li>`;
}

/** What is being sent, or could not be. */
export function Waiting({ message, again, edit }) {
  const hasFailed = message.status === "failed";
  return html`<li class="bubble own ${hasFailed ? "failed" : "waiting"}"><span class="unseen">${t("you")}: </span>
    <p><${Words}>${message.text}</${Words}></p>
    ${hasFailed ? html`<p class="meta error" role="alert">${t("not-sent")} ${message.why}</p>
        <p class="row end"><button type="button" class="quiet" onClick=${edit}>${t("edit")}</button>
          <button type="button" class="quiet" onClick=${again}>${t("try-again")}</button></p>`
      : html`<p class="meta">${message.status === "sent" ? time(message.at)
        : t(isOnline.value && !ended.value ? "sending" : "sent-later")}</p>`}</li>`;
}
