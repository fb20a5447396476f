// An order in the thread: what is sold, how it stands now, and what the reader can do.
import { useLive } from "../kit/api.js";
import { money } from "../kit/format.js";
import { Skeleton, Status, Tracker, Trouble, Words } from "../kit/parts.js";
import { html } from "../kit/view.js";
import { t } from "../kit/words.js";
import { Actions } from "./do.js";
import { NextStep, Wishes } from "./facts.js";

const LINES = 3;

export function OrderCard({ id, me, isLively, isOpen, edit }) {
  const { data: order, problem, refresh } = useLive(`orders/${id}`, { slowest: isLively ? 5 : 60 });
  if (!order) return html`<li class="order card">${problem && problem.code !== "offline"
    ? html`<${Trouble} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${4} />`}</li>`;
  const hidden = order.lines.length - LINES;
  return html`<li class="order card" aria-label=${t("order-of", { amount: money(order.total) })}>
    <p class="kind split"><span>${t(order.expiresAt ? "payment-request" : "order")}</span>
      <a id="details-${id}" href="/chat/${order.conversationId}?order=${id}"
        aria-current=${isOpen ? "true" : undefined}>${t("details")}</a></p>
    <div class="split"><strong class="total">${money(order.total)}</strong><${Status} status=${order.status}
      text=${order.statusText} /></div>
    <ul class="sold">${order.lines.slice(0, LINES).map((line, i) => html`<li
      key=${i}>${line.quantity} × <${Words}>${line.description}</${Words}></li>`)}
      ${hidden > 0 && html`<li class="soft">${t("more-lines", { count: hidden })}</li>`}</ul>
    <${NextStep} order=${order} me=${me} />
    ${order.progress.some(step => step.step !== "requested" && step.status === "done") && html`<${Tracker} steps=${order.progress} />`}
    <${Wishes} order=${order} me=${me} />
    <${Actions} order=${order} edit=${me === "seller" ? edit : null} />
  </li>`;
}
