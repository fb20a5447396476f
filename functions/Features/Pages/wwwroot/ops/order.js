// One order, with all that an operator is told of it and can do.
import { useLive } from "../kit/api.js";
import { money } from "../kit/format.js";
import { Lines, Skeleton, Status, Tracker, Trouble, Words } from "../kit/parts.js";
import { html, useState } from "../kit/view.js";
import { knows, t } from "../kit/words.js";
import { Do } from "../kit/act.js";
import { actionsOf } from "./order-actions.js";
import { Ledger, Timeline } from "./order-history.js";
import { Orchestrations } from "./order-orchestrations.js";
import { Facts, Heading, Id, When } from "./parts.js";

const named = (group, of) => knows(`${group}.${of}`) ? t(`${group}.${of}`) : of;

export function OrderPage({ id }) {
  const { data: order, problem, refresh } = useLive(`orders/${encodeURIComponent(id)}`);
  const [changes, setChanges] = useState(0);
  const done = () => { setChanges(n => n + 1); refresh(); };
  const back = html`<p><a href="/ops/orders">← ${t("tab.orders")}</a></p>`;
  if (!order) return html`${back}<${Trouble} problem=${problem} retry=${refresh} />${!problem && html`<${Skeleton} lines=${8} />`}`;
  const { actions, isMore } = actionsOf(order);
  return html`${back}<header class="split"><${Heading} watch=${order.allowedActions.join()}>${t("order.title",
    { total: money(order.total) })}</${Heading}><${Status} status=${order.status} /></header>
    <${Trouble} problem=${problem} />
    <section class="card"><${Tracker} steps=${order.progress} />
      ${order.blocks?.map(block => html`<p key=${block.kind} class="trouble"><strong>${named("block",
        block.kind)}</strong> <${Words}>${block.reason}</${Words}></p>`)}
      <div class="row">${actions.map((action, i) => html`<${Do} key=${action.about} action=${action}
        kind=${i === 0 && action.rank < 3 ? "main" : ""} onDone=${done} />`)}</div>
      ${isMore && html`<p class="hint">${t("order.newer")}</p>`}</section>
    <div class="columns"><div>
      <section class="card"><h2>${t("order.lines")}</h2><${Lines} order=${order} /></section>
      <${Payout} order=${order} /><${Parcels} order=${order} />
      <section class="card"><h2>${t("order.facts")}</h2><${Facts} of=${[
        [t("order.id"), html`<${Id} of=${order.id} />`],
        [t("order.seller"), html`<${Id} of=${order.sellerId} href="/ops/sellers/${order.sellerId}" />`],
        [t("order.buyer"), html`<${Id} of=${order.buyerId} href="/ops/orders?q=${order.buyerId}" />`],
        [t("order.conversation"), html`<${Id} of=${order.conversationId} href="/ops/audit?subject=${order.conversationId}" />`],
        [t("order.sent"), html`<${When} at=${order.sentAt} />`],
        [t("order.expires"), order.expiresAt && html`<${When} at=${order.expiresAt} />`],
        [t("order.ship-by"), order.shipBy && html`<${When} at=${order.shipBy} />`],
        [t("order.more-time"), order.shipByExtension && html`<${When} at=${order.shipByExtension.until} />
          (${named("extension", order.shipByExtension.status)})`],
        [t("order.replaces"), order.replaces && html`<${Id} of=${order.replaces} href="/ops/orders/${order.replaces}" />`]]} />
        <p><a href="/ops/audit?subject=${order.id}">${t("order.audit")}</a></p></section>
    </div><div><${Wishes} order=${order} /><${Timeline} id=${id} changes=${changes} /><${Ledger} id=${id}
      changes=${changes} /><${Orchestrations} id=${id} changes=${changes} /></div></div>`;
}

function Payout({ order: { payout, reserve, refunded } }) {
  return payout && html`<section class="card"><h2>${t("order.payout")}</h2><${Facts} of=${[
    [t("order.amount"), html`<strong>${money(payout.amount)}</strong>`],
    [t("order.state"), payout.status && named("payout-status", payout.status)],
    [t("order.due"), payout.dueAt && html`<${When} at=${payout.dueAt} />`],
    [t("order.paid-at"), payout.paidAt && html`<${When} at=${payout.paidAt} />`],
    [t("order.failure"), payout.failure && html`<${Words}>${payout.failure}</${Words}>`],
    [t("order.kept"), payout.keptForDebts && money(payout.keptForDebts)],
    [t("order.reserve"), reserve && html`${money(reserve.amount)} (<${When} at=${reserve.until} />)`],
    [t("order.refunded"), refunded && money(refunded)]]} /></section>`;
}

function Parcels({ order: { shipments } }) {
  return shipments.length > 0 && html`<section class="card"><h2>${t("order.parcels")}</h2><ul
    class="rows">${shipments.map(s => html`<li key=${s.id}>
    <span class="split"><span>${s.carrier ? html`<${Words}>${s.carrier}</${Words}> <code>${s.trackingNumber}</code>`
      : t("order.no-tracking")}</span><${When} at=${s.at} /></span>
    ${s.underReview && html`<span class="pill wait">${t("order.review")}</span>`}
    ${s.deliveredAt && html`<span class="hint">${t("order.delivered")} <${When} at=${s.deliveredAt} /></span>`}
    ${s.unmarkedAt && html`<span class="hint">${t("order.unmarked")} <${When} at=${s.unmarkedAt} /></span>`}</li>`)}</ul></section>`;
}

/** What the two want of each other, and PayPal of them, with its answers. */
function Wishes({ order }) {
  const item = (key, title, at, it, more) => html`<li key=${key}><span class="split"><strong>${title}</strong><${When} at=${at} /></span>
    ${it.message && html`<p><${Words}>${it.message}</${Words}></p>`}
    ${it.decisionMessage && html`<p class="quote"><${Words}>${it.decisionMessage}</${Words}></p>`}
    ${(it.failure ?? more) && html`<p class="hint"><${Words}>${it.failure ?? more}</${Words}></p>`}</li>`;
  const all = [
    ...(order.refunds ?? []).map(r => item(`r${r.number}`, t("order.refund",
      { amount: money(r.amount), status: named("refund-status", r.status) }), r.at, r)),
    ...(order.complaints ?? []).map(c => item(`c${c.number}`, t("order.complaint", { status: named("complaint-status", c.status) }), c.at,
      c)),
    ...(order.cases ?? []).map(c => item(
      c.id, t("order.case", { amount: money(c.amount), status: named("case-status", c.status) }), c.openedAt, {},
      [c.id, c.reason].filter(Boolean).join(" · "))),
  ];
  return all.length > 0 && html`<section class="card"><h2>${t("order.wishes")}</h2><ul class="rows">${all}</ul></section>`;
}
