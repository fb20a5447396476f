// The conversations of the reader, the one with the newest message first.
import { refresh as refreshShown, useLive } from "../kit/api.js";
import { now } from "../kit/clock.js";
import { day, full, time } from "../kit/format.js";
import { announce, Skeleton, Trouble, Words } from "../kit/parts.js";
import { person } from "../kit/session.js";
import { html, useEffect, useId, useRef } from "../kit/view.js";
import { t } from "../kit/words.js";
import { isUnread } from "./seen.js";

const at = conversation => conversation.lastMessageAt ?? conversation.openedAt;

/** The name of the other side: the seller's business, or the end of the buyer's id, as personal names are not stored. */
export const nameOf = conversation => conversation.as === "buyer" ? conversation.sellerName ?? t("seller")
  : t("buyer-short", { id: conversation.buyerId.slice(-5).toUpperCase() });

/** The same, to be shown. */
export const otherOf = conversation => html`<${Words}>${nameOf(conversation)}</${Words}>`;

let shown = null;

/** A message has come: the list is in another order. */
export const refreshList = () => { if (shown) refreshShown(shown); };

export function ConversationList({ as, setAs, current }) {
  const { data, problem, refresh } = useLive(shown = `conversations?as=${as}&limit=100`);
  const items = data && [...data.items].sort((a, b) => at(b).localeCompare(at(a)));
  const both = person.value.roles.includes("buyer") && person.value.roles.includes("seller");
  return html`<section class="pane list" aria-label=${t("conversations")}>
    <header class="pane-head"><h2>${t("conversations")}</h2></header>
    ${both && html`<div class="tabs" role="group" aria-label=${t("as")}>${["seller", "buyer"].map(role =>
      html`<button key=${role} type="button"
      aria-pressed=${role === as ? "true" : "false"} onClick=${() => setAs(role)}>${t(`as.${role}`)}</button>`)}</div>`}
    <div class="scroll">
      <${Trouble} problem=${problem?.code === "offline" ? null : problem} retry=${refresh} />
      ${!items ? html`<${Skeleton} lines=${4} />`
        : items.length === 0 ? html`<p class="empty">${t(`none.${as}`)}</p>`
        : html`<ul class="conversations">${items.map(one => html`<${Entry} key=${one.id} conversation=${one}
          isCurrent=${one.id === current} />`)}</ul>`}
    </div>
    ${as === "seller" && html`<${MyLink} />`}
  </section>`;
}

function Entry({ conversation, isCurrent }) {
  const when = at(conversation);
  const isToday = new Date(when).toDateString() === new Date(now()).toDateString();
  const fresh = !isCurrent && isUnread(conversation.id, conversation.lastMessageAt);
  return html`<li><a href="/chat/${conversation.id}" aria-current=${isCurrent ? "page" : undefined} class=${fresh ? "fresh" : ""}>
    <span class="avatar" aria-hidden="true">${initialOf(conversation)}</span>
    <span class="name">${otherOf(conversation)}${conversation.channel === "instagram" && html`<span class="pill">Instagram</span>`}</span>
    <time datetime=${when} title=${full(when)}>${isToday ? time(when) : day(when)}</time>
    ${fresh && html`<span class="dot"><span class="unseen">${t("unread")}</span></span>`}</a></li>`;
}

const initialOf = conversation => conversation.as === "buyer"
  ? [...(conversation.sellerName ?? "?").trim()][0]?.toUpperCase() ?? "?"
  : conversation.buyerId.slice(-2).toUpperCase();

/** The link that a seller gives away: who follows it is in a conversation with them. */
function MyLink() {
  const { data } = useLive("sellers/me", { slowest: 60 });
  const field = useRef(null);
  const id = useId();
  const link = `${location.origin}/chat?with=${person.value.sellerId}`;
  if (data && data.status !== "active") return html`<p class="my-link hint">${t("not-active")} <a href="/desk">${t("to-desk")}</a></p>`;

  async function copy() {
    field.current.select();
    try { await navigator.clipboard.writeText(link); } catch { document.execCommand("copy"); }
    announce(t("copied"));
    field.current.dataset.copied = "yes";
  }

  useEffect(() => { if (field.current) field.current.scrollLeft = 0; }, [data]);
  return html`<div class="my-link"><label for=${id}>${t("my-link")}</label>
    <div class="row"><input id=${id} ref=${field} readonly value=${link} onFocus=${e => e.currentTarget.select()} />
      <button type="button" onClick=${copy}>${t("copy")}</button></div></div>`;
}
