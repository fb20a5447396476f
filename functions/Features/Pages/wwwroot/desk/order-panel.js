// One order, as its seller sees it: where it stands, what comes next, what can be done.
import { useLive } from "../kit/api.js";
import { date, full, money, time } from "../kit/format.js";
import { Lines, Skeleton, Status, Tracker, Trouble, Words } from "../kit/parts.js";
import { html, useEffect, useRef, useState } from "../kit/view.js";
import { knows, t } from "../kit/words.js";
import { MoreTimeSheet } from "../order/more-time.js";
import { Address, ShipSheet } from "../order/ship.js";

const handledHere = new Set(["shipments", "ship-by-extension-request"]);

export function OrderPanel({ id, back, onDone }) {
  const { data: order, problem, refresh } = useLive(`orders/${encodeURIComponent(id)}`);
  const timeline = useLive(order ? `orders/${encodeURIComponent(id)}/timeline` : null, { slowest: 20 });
  const [sheet, setSheet] = useState(null);
  const heading = useRef(null);
  const isThere = order !== undefined;
  useEffect(() => { if (isThere) heading.current?.focus({ preventScroll: true }); }, [isThere]);
  const done = () => { refresh(); timeline.refresh(); onDone(); };
  if (!order) {
    return html`<article class="panel card"><a href=${back}>${t("order.back")}</a>
      ${problem ? html`<${Trouble} problem=${problem.status === 404 ? { message: t("order.unknown") } : problem} retry=${refresh} />`
        : html`<${Skeleton} lines=${8} />`}</article>`;
  }
  const may = action => order.allowedActions.includes(action);
  const inChat = order.allowedActions.some(action => !handledHere.has(action));
  return html`<article class="panel card" aria-labelledby="order-heading"><div class="split"><a class="back" href=${back}>${t("order.back")}</a>
      <${Status} status=${order.status} /></div>
    <h2 id="order-heading" ref=${heading} tabindex="-1">${t("order.title", { date: date(order.sentAt), amount: money(order.total) })}</h2>
    <${Trouble} problem=${problem} retry=${refresh} />
    <${Tracker} steps=${order.progress} />
    ${order.shipBy && html`<p>${t("order.ship-by", { date: date(order.shipBy), time: time(order.shipBy) })}</p>`}
    ${(order.blocks ?? []).map((block, i) => html`<p key=${i} class="hint"><span class="pill wait">${t("order.held")}</span> ${knows(`block.${block.kind}`) ? t(`block.${block.kind}`) : block.reason}</p>`)}
    <div class="row">
      ${may("shipments") && html`<button type="button" class="main" onClick=${() => setSheet("ship")}>${t("ship.do")}</button>`}
      ${may("ship-by-extension-request") && html`<button type="button" onClick=${() => setSheet("desk.more")}>${t("more-time.title")}</button>`}
      <a class="button" href="/chat/${order.conversationId}">${t(inChat ? "order.act-in-chat" : "order.chat")}</a></div>
    <${Lines} order=${order} money=${money} />
    <${Address} of=${order.shipTo} />
    <${Shipments} of=${order} />
    <${Payout} order=${order} />
    <${Timeline} entries=${timeline.data?.items} />
    <p class="hint">${t("order.id")} <code>${order.id}</code></p>
    ${sheet === "ship" && html`<${ShipSheet} order=${order} onClose=${() => setSheet(null)} onDone=${done} />`}
    ${sheet === "more" && html`<${MoreTimeSheet} order=${order} onClose=${() => setSheet(null)} onDone=${done} />`}</article>`;
}

function Shipments({ of: order }) {
  const live = order.shipments.filter(shipment => !shipment.unmarkedAt);
  if (live.length === 0) return null;
  return html`<section><h3>${t("order.shipments")}</h3><ul class="rows">${live.map(shipment => html`<li key=${shipment.id} class="split">
    <span>${shipment.carrier ? html`<${Words}>${shipment.carrier}</${Words}> <code>${shipment.trackingNumber}</code>` : t("order.untracked")}
      ${shipment.underReview && html` <span class="pill wait">${t("order.under-review")}</span>`}</span>
    <time datetime=${shipment.at} title=${full(shipment.at)}>${date(shipment.at)}</time></li>`)}</ul></section>`;
}

function Payout({ order: { payout, reserve } }) {
  if (!payout) return null;
  return html`<section><h3>${t("order.payout")}</h3><p class="split"><span>${payout.status ? t(`payout.${payout.status}`)
      : payout.dueAt ? t("order.due", { date: date(payout.dueAt), time: time(payout.dueAt) }) : t("order.due-after-shipping")}</span>
      <strong>${money(payout.amount)}</strong></p>
    ${payout.failure && html`<p class="error">${t("payout.failure", { why: payout.failure })} <a href="/desk/money">${t("order.to-money")}</a></p>`}
    ${payout.keptForDebts && html`<p class="hint">${t("order.kept", { amount: money(payout.keptForDebts) })}</p>`}
    ${reserve && html`<p class="hint">${t("order.reserve", { amount: money(reserve.amount), date: date(reserve.until) })}</p>`}</section>`;
}

function Timeline({ entries }) {
  if (!entries) return html`<${Skeleton} />`;
  return html`<section><h3>${t("order.timeline")}</h3><ol class="timeline">${entries.map((entry, i) => html`<li key=${i}>
    <span>${knows(`event.${entry.type}`) ? t(`event.${entry.type}`) : entry.type}${entry.amount && html` · ${money(entry.amount)}`}
      ${entry.detail && html`<br /><span class="hint"><${Words}>${entry.detail}</${Words}></span>`}</span>
    <time datetime=${entry.at} title=${full(entry.at)}>${date(entry.at)}, ${time(entry.at)}</time></li>`)}</ol></section>`;
}
