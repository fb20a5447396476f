// What no consumer could process: by queue, looked at as text, put back or taken out.
import { post, useLive } from "../kit/api.js";
import { Choice, Sheet, Skeleton, Trouble, Words } from "../kit/parts.js";
import { go, route } from "../kit/route.js";
import { html, useState } from "../kit/view.js";
import { t } from "../kit/words.js";
import { Do } from "../kit/act.js";
import { Facts, Heading, Listed, useList, When } from "./parts.js";

const queues = ["inbound-chat", "inbound-payments", "outbound-chat", "outbound-mail", "outbox-triggers", "notices"];
const placeOf = ({ queue, messageId }) => `ops/dead-letters/${queue}/messages/${encodeURIComponent(messageId)}`;

const all = queue => ({
  name: "put-back-all", about: queue, fill: { queue }, done: "put-back-done", told: data => ({ count: data.resubmitted }),
  send: (_, key) => post(`ops/dead-letters/${queue}/resubmission`, undefined, { key }),
});
const one = letter => ({
  name: "put-back", about: letter.messageId, fill: { queue: letter.queue }, done: "put-back-one",
  send: (_, key) => post(`${placeOf(letter)}/resubmission`, undefined, { key }),
});
const discard = letter => ({
  name: "discard", danger: true, about: letter.messageId, fill: { queue: letter.queue, message: letter.messageId },
  body: () => ({ messageId: letter.messageId }), send: (body, key) => post(`ops/dead-letters/${letter.queue}/disposal`, body, { key }),
});

export function DeadLetters({ alerts }) {
  const queue = route.value.query.get("queue") ?? "";
  const list = useList(`ops/dead-letters${queue ? `?queue=${encodeURIComponent(queue)}` : ""}`);
  const [shown, setShown] = useState(null);
  const refresh = () => { setShown(null); list.refresh(); alerts.refresh(); };
  const there = [...new Set(list.items?.map(letter => letter.queue))];
  return html`<${Heading} watch=${list.items?.length}>${t("dead.title")}</${Heading}><p class="soft">${t("dead.how")}</p>
    <div class="filters"><${Choice} label=${t("dead.queue")} value=${queue}
      onText=${to => go(`/ops/dead-letters${to ? `?queue=${encodeURIComponent(to)}` : ""}`, { replace: true })}
      options=${[["", t("dead.all")], ...[...new Set([...queues, ...(queue ? [queue] : [])])].map(of => [of, of])]} /></div>
    <${Listed} list=${list} empty=${t("dead.none")}>${() => there.map(of => html`<section key=${of} class="card">
      <header class="split"><h2><code>${of}</code></h2><${Do} action=${all(of)} onDone=${refresh} /></header>
      <ul class="rows">${list.items.filter(letter => letter.queue === of).map(letter => html`<li key=${letter.messageId}>
        <span class="split"><button type="button" class="quiet" aria-haspopup="dialog"
          onClick=${() => setShown(letter)}><code>${letter.messageId}</code></button>
          <${When} at=${letter.enqueuedAt} /></span>
        <span class="hint">${t("dead.tried", { count: letter.deliveries })}${letter.reason &&
          html` · <${Words}>${letter.reason}</${Words}>`}</span></li>`)}</ul></section>`)}
    </${Listed}>
    ${shown && html`<${Letter} letter=${shown} onClose=${() => setShown(null)} onDone=${refresh} />`}`;
}

function Letter({ letter, onClose, onDone }) {
  const { data, problem } = useLive(placeOf(letter), { slowest: 600 });
  return html`<${Sheet} title=${t("dead.one")} onClose=${onClose}><div class="stack">
    <${Trouble} problem=${problem} />
    ${!data ? !problem && html`<${Skeleton} />` : html`
      <${Facts} of=${[[t("dead.queue"), html`<code>${data.queue}</code>`], [t("dead.message"), html`<code>${data.messageId}</code>`],
        [t("dead.sent"), html`<${When} at=${data.enqueuedAt} />`], [t("dead.tries"), data.deliveries],
        [t("dead.reason"), data.reason && html`<${Words}>${data.reason}</${Words}>`],
          [t("dead.description"), data.description && html`<${Words}>${data.description}</${Words}>`]]} />
      ${data.body === undefined ? html`<p class="soft">${t("dead.private")}</p>`
        : html`<pre class="body" tabindex="0" role="region" aria-label=${t("dead.body")}><${Words}>${data.body}</${Words}></pre>`}`}
    <div class="row end"><${Do} action=${discard(letter)} onDone=${onDone} /><${Do} action=${one(letter)} kind="main"
      onDone=${onDone} /></div>
  </div></${Sheet}>`;
}
