// Conversations, for buyers and sellers: the list, one conversation, and one order of it, side by side where there is room.
import { post, Problem } from "../kit/api.js";
import { hasLostFocus, Trouble } from "../kit/parts.js";
import { go, route } from "../kit/route.js";
import { person } from "../kit/session.js";
import { keep, recall } from "../kit/storage.js";
import { style } from "../kit/style.js";
import { html, useEffect, useRef, useState } from "../kit/view.js";
import { t } from "../kit/words.js";
import { ConversationList } from "./list.js";
import { OrderPanel } from "./panel.js";
import { Thread } from "./thread.js";

await style(new URL("page.css", import.meta.url).href);

// Whoever made the link wrote it: it is one piece of an address.
const idIn = text => text ? encodeURIComponent(text) : null;

export default function ChatPage() {
  const conversationId = idIn(route.value.path[1]);
  const query = route.value.query;
  const [as, setAs] = useAs();
  const orderId = conversationId ? idIn(query.get("order")) : null;
  const seller = conversationId ? null : query.get("with");
  useEffect(() => { document.title = `${t("chat")} · ChatPay`; }, [conversationId]);
  const shown = useRef(conversationId);
  useEffect(() => {
    if (shown.current !== conversationId && hasLostFocus())
      document.querySelector(conversationId ? ".thread h2" : `.conversations a[href="/chat/${shown.current}"]`)?.focus();
    shown.current = conversationId;
  }, [conversationId]);
  const depth = orderId ? "at-order" : conversationId || seller ? "at-thread" : "at-list";
  return html`<div class="chat ${depth}"><h1 class="unseen">${t("chat")}</h1>
    <${ConversationList} as=${as} setAs=${setAs} current=${conversationId} />
    ${conversationId ? html`<${Thread} key=${conversationId} id=${conversationId} openOrder=${orderId} />`
      : seller ? html`<${Opening} key=${seller} seller=${seller} />`
      : html`<section class="pane nothing empty"><p>${t("pick")}</p></section>`}
    ${orderId && html`<${OrderPanel} key=${orderId} id=${orderId} conversationId=${conversationId} />`}
  </div>`;
}

/** As whom somebody looks at their conversations who both buys and sells; kept in the tab. */
function useAs() {
  const { roles } = person.value;
  const [chosen, choose] = useState(() => recall("chat-as"));
  const as = roles.includes(chosen) ? chosen : roles.includes("seller") ? "seller" : "buyer";
  return [as, role => { keep("chat-as", role); choose(role); }];
}

/** Behind a seller's link: finds the conversation with that seller, or begins it. */
function Opening({ seller }) {
  const [problem, setProblem] = useState(null);
  const isBuyer = person.value.roles.includes("buyer");

  async function open() {
    setProblem(null);
    try {
      const { data } = await post("conversations", { sellerId: seller });
      keep("chat-as", "buyer");
      go(`/chat/${data.id}`, { replace: true });
    } catch (failed) {
      if (!(failed instanceof Problem)) throw failed;
      setProblem(failed);
    }
  }

  useEffect(() => { if (isBuyer) open(); }, []);
  return html`<section class="pane nothing empty">
    ${!isBuyer ? html`<p>${t("with.not-buyer")}</p>`
      : problem ? html`<${Trouble} problem=${problem} retry=${open} />`
      : html`<p role="status">${t("with.opening")}</p>`}
    <p><a href="/chat">${t("all-conversations")}</a></p></section>`;
}
