// What was paid, as a sheet that can be printed.
import { useLive } from "../kit/api.js";
import { date, money } from "../kit/format.js";
import { Lines, Sheet, Skeleton, Trouble, Words } from "../kit/parts.js";
import { html } from "../kit/view.js";
import { t } from "../kit/words.js";

export function ReceiptSheet({ id, onClose }) {
  const { data: receipt, problem, refresh } = useLive(`orders/${id}/receipt`);
  return html`<${Sheet} title=${t("receipt")} onClose=${onClose}>${!receipt
    ? problem ? html`<${Trouble} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${6} />`
    : html`<div class="stack"><p><strong><${Words}>${receipt.seller}</${Words}></strong></p>
      <${Lines} order=${receipt} />
      ${receipt.refunds.map((back, i) => html`<p key=${i} class="split"><span>${t("went-back",
        { date: date(back.at) })}</span><span>${money(back.amount)}</span></p>`)}
      <p class="hint">${t("receipt.paid", { date: date(receipt.paidAt),
        processor: receipt.processor })}<br />${t("receipt.statement")} ${receipt.statementDescriptor}<br />
        ${t("receipt.payment")} <code>${receipt.paymentId}</code></p>
      <div class="row end"><button type="button" onClick=${() => print()}>${t("print")}</button></div></div>`}</${Sheet}>`;
}
