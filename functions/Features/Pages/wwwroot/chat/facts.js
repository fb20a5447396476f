// What is to be known of an order: what comes next, and what the two want of each other.
import { date, full, money } from "../kit/format.js";
import { Words } from "../kit/parts.js";
import { Fragment, html } from "../kit/view.js";
import { knows, named, t } from "../kit/words.js";

/** One sentence of what comes next, to the reader. */
export function NextStep({ order, me }) {
  const key = `next.${order.status}.${me}`;
  if (!knows(key)) return null;
  const by = order.status === "awaitingPayment" ? order.expiresAt : order.status === "shipped" || order.status === "delivered"
    ? order.payout?.dueAt : order.shipBy;
  if (/\{date\}/.test(t(key)) && !by) return null;
  return html`<p class="next">${t(key, { date: date(by) })}</p>`;
}

const Wish = ({ title, text, by }) => html`<div class="wish"><p><strong>${title}</strong></p>${text &&
  html`<p><${Words}>${text}</${Words}></p>`}
  ${by && html`<p class="hint">${by}</p>`}</div>`;

/** What waits for an answer. */
export function Wishes({ order, me }) {
  const complaint = order.complaints?.find(c => c.status === "open");
  const asked = order.refunds?.find(r => r.status === "requested");
  const dispute = order.cases?.find(c => !c.resolvedAt);
  const extension = order.shipByExtension?.status === "asked" ? order.shipByExtension : null;
  return html`<${Fragment}>
    ${complaint && html`<${Wish} title=${t(`wish.complaint.${me}`)} text=${complaint.message} />`}
    ${asked && html`<${Wish} title=${t(`wish.refund.${me}`, { amount: money(asked.amount) })} text=${asked.message} />`}
    ${extension && html`<${Wish} title=${t(`wish.more-time.${me}`, { date: date(extension.until) })} text=${extension.reason} />`}
    ${dispute && html`<${Wish} title=${t(`wish.case.${me}`, { amount: money(dispute.amount) })}
      by=${dispute.answerBy && t("answer-by", { date: date(dispute.answerBy) })} />`}
  </${Fragment}>`;
}

/** All that was wanted, with its answers. */
export function Story({ order }) {
  const answer = it => it.decisionMessage && html`<p class="answer"><${Words}>${it.decisionMessage}</${Words}></p>`;
  const item = (key, title, at, it) => html`<li key=${key}><p class="split"><strong>${title}</strong><time datetime=${at}
    title=${full(at)}>${date(at)}</time></p>
    ${it.message && html`<p><${Words}>${it.message}</${Words}></p>`}${answer(it)}</li>`;
  const all = [
    ...(order.refunds ?? []).map(r => item(`r${r.number}`, t("refund-is",
      { amount: money(r.amount), status: named("refund-status", r.status) }), r.at, r)),
    ...(order.complaints ?? []).map(c => item(`c${c.number}`, t("complaint-is", { status: named("complaint-status", c.status) }), c.at, c)),
    ...(order.cases ?? []).map(c => item(c.id, t("case-is", { amount: money(c.amount), status: named("case-status", c.status) }),
      c.openedAt, {})),
  ];
  return all.length > 0 && html`<section><h3>${t("wishes")}</h3><ul class="story">${all}</ul></section>`;
}
