// What puts an alert right, by its kind. Those that are not here are told with the server's own words, and are resolved by a form.
//   order   what the order allows, tried in this order; the sheet is that of the order's own page
//   go      where it is looked into
//   run     an action of the whole platform
import { get, Problem, put } from "../kit/api.js";
import { Action, Trouble } from "../kit/parts.js";
import { Fragment, html, useState } from "../kit/view.js";
import { t } from "../kit/words.js";
import { Do, DoSheet } from "../kit/act.js";
import { actionFor, patternOf } from "./order-actions.js";
import { sweep } from "./payout-actions.js";

const webhook = { name: "webhook", send: (_, key) => put("ops/paypal-webhook", undefined, { key }) };

const table = {
  "refund-refused": { order: ["refunds", "refunds/*/paid-otherwise"] },
  "payout-refused": { order: ["payouts/*/retry", "payouts/*/handover"] },
  "payout-returned": { order: ["payouts/*/retry", "payouts/*/handover"] },
  "refund-request-unanswered": { order: ["refund-requests/*/decision"] },
  "complaint-unanswered": { order: ["complaints/*/decision"] },
  "case-amounts-missing": { order: ["cases/*/settlement"] },
  "case-not-shown": { order: ["cases/*/settlement"] },
  "case-not-booked": { order: ["DELETE blocks"] },
  "refund-not-booked": { order: ["DELETE blocks"] },
  "capture-reversed": { order: ["DELETE blocks"] },
  "payout-not-booked": { order: ["payouts/*/paid-at-paypal"] },
  "paid-otherwise": { order: ["payouts/*/paid-at-paypal"] },
  "payout-late": { run: sweep },
  "balance-short": { run: sweep },
  "batch-refused": { run: sweep },
  "batch-unanswered": { go: () => "/ops/payouts" },
  "batch-differs": { go: () => "/ops/payouts" },
  "dead-letters": { go: alert => `/ops/dead-letters?queue=${encodeURIComponent(alert.subject)}` },
  "sanctions-listed": { go: alert => `/ops/sellers/${alert.subject}` },
  "debt-too-large": { go: alert => `/ops/orders?q=${alert.subject}` },
  "webhooks-refused": { run: webhook },
  "order-stuck": { order: ["index-rebuild"] },
};

export function Remedies({ alert, onDone }) {
  const { order, go, run } = table[alert.kind] ?? {};
  return html`<${Fragment}>
    ${run && html`<${Do} action=${run} kind="main" onDone=${onDone} />`}
    ${go && html`<a class="button main" href=${go(alert)}>${t(`go.${alert.kind}`)}</a>`}
    ${alert.orderId && order?.map((pattern, i) => html`<${OfOrder} key=${pattern} alert=${alert} pattern=${pattern} isMain=${i === 0}
      onDone=${onDone} />`)}
  </${Fragment}>`;
}

/** The order is read when the button is pressed: what it allows then is what is offered. */
function OfOrder({ alert, pattern, isMain, onDone }) {
  const [state, setState] = useState({ busy: false, action: null, problem: null });
  async function open() {
    if (state.busy) return;
    setState({ busy: true, action: null, problem: null });
    try {
      const { data: order } = await get(`orders/${alert.orderId}`);
      const name = pattern === "index-rebuild" ? pattern : order.allowedActions.find(of => isFor(alert, of, pattern));
      setState({ busy: false, action: name ? actionFor(order, name) : null, problem: name ? null : { message: t("not-now") } });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      setState({ busy: false, action: null, problem });
    }
  }

  return html`<${Action} kind=${isMain ? "main" : ""} busy=${state.busy} aria-haspopup="dialog"
    onClick=${open}>${labelOf(pattern)}</${Action}>
    <${Trouble} problem=${state.problem} />
    ${state.action && html`<${DoSheet} action=${state.action} onClose=${() => setState({ busy: false, action: null, problem: null })}
      onDone=${onDone} />`}`;
}

/** Of several payouts, the one that the alert is about. */
function isFor(alert, name, pattern) {
  const [, payout] = /-payout-(\d+)$/.exec(alert.subject) ?? [];
  return patternOf(name) === pattern && (!payout || name === pattern.replace("*", payout));
}

function labelOf(pattern) {
  const { name, numbered } = actionFor(null, pattern);
  return t(`do.${name}${numbered ? ".it" : ""}`);
}
