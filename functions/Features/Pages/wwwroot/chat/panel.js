// One order, whole.
import { useLive } from "../kit/api.js";
import { date, full, money, time } from "../kit/format.js";
import { Lines, Skeleton, Status, Tracker, Trouble, Words } from "../kit/parts.js";
import { go } from "../kit/route.js";
import { person } from "../kit/session.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../kit/view.js";
import { named, t } from "../kit/words.js";
import { Actions } from "./do.js";
import { NextStep, Story, Wishes } from "./facts.js";
import { Address } from "./fields.js";
import { ReceiptSheet } from "./receipt.js";

export function OrderPanel({ id, conversationId }) {
  const { data: order, problem, refresh } = useLive(`orders/${id}`, { slowest: 5 });
  const heading = useRef(null);
  const giveBack = () => document.getElementById(`details-${id}`)?.focus();
  useLayoutEffect(() => {
    heading.current.focus();
    return giveBack;
  }, []);
  // On a phone the card is hidden until the panel is gone.
  useEffect(() => giveBack, []);
  function close(event) {
    event.preventDefault();
    event.stopPropagation();
    go(`/chat/${conversationId}`, { replace: true });
  }
  const me = order && (order.sellerId === person.value.sellerId ? "seller" : "buyer");
  return html`<section class="pane panel" aria-label=${t("order")}>
    <header class="pane-head"><h2 ref=${heading} tabindex="-1">${t("order")}</h2>
      <a class="close" href="/chat/${conversationId}" aria-label=${t("close")} onClick=${close}>✕</a></header>
    <div class="scroll stack">
      ${!order ? problem ? html`<${Trouble} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${8} />`
        : html`<${OrderBody} order=${order} me=${me} />`}
    </div></section>`;
}

/** All of an order, to its buyer or its seller. */
export function OrderBody({ order, me, onDone }) {
  return html`<div class="split"><strong class="total">${money(order.total)}</strong><${Status} status=${order.status}
    text=${order.statusText} /></div>
    <${Tracker} steps=${order.progress} />
    <${NextStep} order=${order} me=${me} /><${Wishes} order=${order} me=${me} />
    <${Actions} order=${order} onDone=${onDone} all />
    <section><${Lines} order=${order} />
      ${order.refunded && Number(order.refunded.amount) > 0 && html`<p
        class="split"><span>${t("refunded")}</span><span>${money(order.refunded)}</span></p>`}</section>
    ${order.payout && html`<${Payout} order=${order} />`}
    <${Address} to=${order.shipTo} />
    <${Parcels} order=${order} /><${Story} order=${order} /><${Timeline} id=${order.id} /><${ReceiptLink} order=${order} />
    <p class="hint">${t("order-id")} <code>${order.id}</code></p>`;
}

/** The seller's share. */
function Payout({ order: { payout, blocks, reserve } }) {
  return html`<section><h3>${t("payout")}</h3>
    <p class="split"><span>${payout.paidAt ? t("payout.paid", { date: date(payout.paidAt) }) : payout.dueAt
      ? t("payout.due", { date: date(payout.dueAt) }) : t("payout.after")}</span>
      <strong>${money(payout.amount)}</strong></p>
    ${payout.failure && html`<p class="error">${t("payout.failure", { why: named("failure", payout.failure, payout.failure) })}</p>`}
    ${payout.keptForDebts && html`<p class="split hint"><span>${t("payout.kept")}</span><span>${money(payout.keptForDebts)}</span></p>`}
    ${reserve && html`<p class="split hint"><span>${t("payout.reserve",
      { date: date(reserve.until) })}</span><span>${money(reserve.amount)}</span></p>`}
    ${blocks?.map(block => html`<p key=${block.kind}
      class="trouble">${t("payout.held")} <${Words}>${named("block", block.kind, block.reason)}</${Words}></p>`)}</section>`;
}

function Parcels({ order }) {
  const parcels = order.shipments.filter(s => !s.unmarkedAt);
  return parcels.length > 0 && html`<section><h3>${t(`parcels.${order.kind}`)}</h3><ul
    class="story">${parcels.map(s => html`<li key=${s.id}>
    <p class="split"><span>${s.carrier ? html`<${Words}>${s.carrier}</${Words}> <code>${s.trackingNumber}</code>` : t("no-tracking")}</span>
      <time datetime=${s.at} title=${full(s.at)}>${date(s.at)}</time></p>
    ${s.underReview && html`<p class="hint">${t("tracking.review")}</p>`}
    ${s.deliveredAt && html`<p class="hint">${t("arrived", { date: date(s.deliveredAt) })}</p>`}</li>`)}</ul></section>`;
}

/** What has happened, the newest first. */
function Timeline({ id }) {
  const { data } = useLive(`orders/${id}/timeline`);
  return html`<section><h3>${t("timeline")}</h3>${!data ? html`<${Skeleton} />`
    : html`<ol class="timeline">${[...data.items].reverse().map((entry, i) => html`
    <li key=${data.items.length - i}><p><span>${named("event", entry.type)}</span>
      ${entry.amount && html` <span class="soft">${money(entry.amount)}</span>`}</p>
      <time datetime=${entry.at} title=${full(entry.at)}>${date(entry.at)}, ${time(entry.at)}</time>
      ${entry.detail && html`<p class="hint"><${Words}>${entry.detail}</${Words}></p>`}</li>`)}</ol>`}</section>`;
}

function ReceiptLink({ order }) {
  const [isOpen, setOpen] = useState(false);
  if (!order.progress.some(step => step.step === "paid" && step.status === "done")) return null;
  return html`<p><button type="button" class="quiet" onClick=${() => setOpen(true)}>${t("receipt")}</button></p>
    ${isOpen && html`<${ReceiptSheet} id=${order.id} onClose=${() => setOpen(false)} />`}`;
}
