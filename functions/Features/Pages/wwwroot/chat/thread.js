// One conversation: its messages, what is being sent, and where to write.
import { useLive } from "../kit/api.js";
import { announce, Skeleton, Trouble } from "../kit/parts.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../kit/view.js";
import { preload, View } from "../kit/views.js";
import { t } from "../kit/words.js";
import { Bubble, Day, News, Waiting } from "./bubble.js";
import { OrderCard } from "./card.js";
import { Composer } from "./composer.js";
import { nameOf, otherOf, refreshList } from "./list.js";
import { useMessages } from "./messages.js";
import { outboxOf } from "./outbox.js";
import { markRead } from "./seen.js";

const SHOWN = 150;
const LIVELY = 5;

// Buyers never need it.
const requestSheet = async () => (await import("./request.js")).RequestSheet;

export function Thread({ id, openOrder }) {
  const conversation = useLive(`conversations/${id}`);
  const me = conversation.data?.as;
  const box = outboxOf(id);
  const [asks, setAsks] = useState(null);
  const [shown, setShown] = useState(SHOWN);
  const [behind, setBehind] = useState(0);
  const log = useRef(null);
  const composer = useRef(null);
  const bottom = useRef(true);
  const top = useRef(0);
  const { messages, problem, refresh } = useMessages(id, {
    onNew(fresh) {
      const theirs = fresh.filter(m => m.from !== log.current?.dataset.as);
      refreshList();
      if (theirs.length === 0) return;
      announce(theirs.length === 1 ? [...theirs[0].text].slice(0, 200).join("") : t("new-messages", { count: theirs.length }));
      if (!bottom.current) setBehind(n => n + theirs.length);
    },
  });
  box.onSent = refresh;
  useEffect(() => {
    if (conversation.data) document.title = `${nameOf(conversation.data)} · ChatPay`;
  }, [conversation.data]);

  useEffect(() => { if (me === "seller") preload(requestSheet); }, [me]);

  const waiting = box.items.value.filter(it => !messages?.some(m => m.clientMessageId === it.id));
  useEffect(() => {
    if (!messages) return;
    box.arrived(new Set(messages.map(m => m.clientMessageId).filter(Boolean)));
    markRead(id, messages.at(-1)?.at);
  }, [messages]);

  // At the end it stays at the end; who has scrolled up is left there.
  const toEnd = () => { if (log.current) log.current.scrollTop = log.current.scrollHeight; };
  useLayoutEffect(() => { if (log.current && bottom.current) toEnd(); });
  useEffect(() => {
    if (!log.current) return undefined;
    const grown = new ResizeObserver(() => { if (bottom.current) toEnd(); });
    grown.observe(log.current);
    grown.observe(log.current.firstElementChild);
    return () => grown.disconnect();
  }, [messages === undefined]);
  function onScroll({ currentTarget: it }) {
    // What has grown meanwhile is no scrolling of the reader's.
    if (it.scrollHeight - it.scrollTop - it.clientHeight < 40) bottom.current = true;
    else if (it.scrollTop < top.current - 1) bottom.current = false;
    top.current = it.scrollTop;
    if (bottom.current && behind) setBehind(0);
  }

  function send(text) {
    bottom.current = true;
    box.add(text);
  }

  return html`<section class="pane thread" aria-label=${t("conversation")}>
    <header class="pane-head"><a class="back" href="/chat" aria-label=${t("all-conversations")}>‹</a>
      <h2 tabindex="-1">${conversation.data ? otherOf(conversation.data) : t("conversation")}</h2></header>
    ${conversation.problem?.status === 404 ? html`<div class="empty"><p>${t("gone")}</p><p><a
      href="/chat">${t("all-conversations")}</a></p></div>` : html`
      <div class="log" ref=${log} role="log" aria-live="off" aria-label=${t("messages")} tabindex="0" data-as=${me} onScroll=${onScroll}>
        <ol>${messages && me ? html`
            ${messages.length > shown && html`<li class="news"><button type="button" class="quiet"
              onClick=${() => setShown(n => n + SHOWN)}>${t("earlier")}</button></li>`}
            <${Messages} messages=${messages} shown=${shown} me=${me} openOrder=${openOrder} edit=${order => setAsks(order)} />
            ${messages.length === 0 && waiting.length === 0 && html`<li class="empty">${t(`say-hello.${me}`)}</li>`}
            ${waiting.map(it => html`<${Waiting} key=${it.id} message=${it} again=${() => box.again(it.id)}
              edit=${() => { box.drop(it.id); composer.current.put(it.text); }} />`)}`
          : problem && problem.code !== "offline" ? html`<li><${Trouble} problem=${problem} retry=${refresh} /></li>`
            : html`<li><${Skeleton} lines=${6} /></li>`}</ol>
      </div>
      ${behind > 0 && html`<button type="button" class="main to-end" onClick=${() => { bottom.current = true; setBehind(0); toEnd(); }}>
        ${t("new-messages", { count: behind })} ↓</button>`}
      ${me === "seller" && html`<${Instagram} conversation=${conversation.data} />`}
      <${Composer} conversationId=${id} onSend=${send} box=${composer}>
        ${me === "seller" && html`<button type="button" class="ask" onClick=${() => setAsks({})}>${t("ask-money")}</button>`}
      </${Composer}>
      ${asks && html`<${View} load=${requestSheet} conversationId=${id} replaces=${asks.id ? asks : null}
        onClose=${() => { setAsks(null); refresh(); }} />`}`}
  </section>`;
}

/** Each with the day before the first of it; an order as a card in the place of its newest news. */
function Messages({ messages, shown, me, openOrder, edit }) {
  const newest = new Map(messages.filter(m => m.order).map(m => [m.order.orderId, m.id]));
  const lively = [...newest.keys()].slice(-LIVELY);
  const visible = messages.slice(-shown);
  const dayOf = m => new Date(m.at).toDateString();
  return visible.flatMap((m, i) => [
    (i === 0 || dayOf(visible[i - 1]) !== dayOf(m)) && html`<${Day} key=${`day ${m.id}`} at=${m.at} />`,
    !m.order ? html`<${Bubble} key=${m.id} message=${m} me=${me} />`
      // Of a request that is new the card says all.
      : (m.order.event !== "paymentRequested" || newest.get(m.order.orderId) !== m.id) && html`<${News} key=${m.id} message=${m} />`,
    m.order && newest.get(m.order.orderId) === m.id && html`<${OrderCard} key=${m.order.orderId} id=${m.order.orderId} me=${me}
      isLively=${lively.includes(m.order.orderId)} isOpen=${openOrder === m.order.orderId} edit=${edit} />`,
  ]);
}

/** What Instagram lets the seller write, and until when. */
function Instagram({ conversation }) {
  if (conversation?.channel !== "instagram") return null;
  return html`<p class="hint note">${conversation.readOnly ? t("instagram.read-only") : t("instagram.window")}</p>`;
}
