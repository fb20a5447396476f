// What has happened to an order, and what was booked for it.
import { useLive } from "../kit/api.js";
import { money } from "../kit/format.js";
import { Skeleton, Trouble, Words } from "../kit/parts.js";
import { html, useEffect } from "../kit/view.js";
import { knows, t } from "../kit/words.js";
import { When } from "./parts.js";

export function useHistory(path, changes) {
  const live = useLive(path);
  useEffect(() => { if (changes > 0) live.refresh(); }, [changes]);
  return live;
}

/** The newest first. */
export function Timeline({ id, changes }) {
  const { data, problem } = useHistory(`orders/${encodeURIComponent(id)}/timeline`, changes);
  return html`<section class="card"><h2>${t("order.timeline")}</h2><${Trouble} problem=${problem} />
    ${!data ? !problem && html`<${Skeleton} />` : html`<ol class="timeline">${[...data.items].reverse().map((entry, i) =>
      html`<li key=${data.items.length - i}>
      <span class="split"><span>${knows(`event.${entry.type}`) ? t(`event.${entry.type}`) : entry.type}${entry.amount &&
        html` <strong>${money(entry.amount)}</strong>`}</span>
        <${When} at=${entry.at} /></span>
      ${entry.detail && html`<p class="hint"><${Words}>${entry.detail}</${Words}></p>`}</li>`)}</ol>`}</section>`;
}

/** The double entry: debit positive, credit negative. */
export function Ledger({ id, changes }) {
  const { data, problem } = useHistory(`orders/${encodeURIComponent(id)}/ledger`, changes);
  return html`<section class="card"><h2>${t("order.ledger")}</h2><${Trouble} problem=${problem} />
    ${!data ? !problem && html`<${Skeleton} />` : data.transactions.length === 0 ? html`<p class="soft">${t("order.no-ledger")}</p>` : html`
      <table class="ledger"><caption class="unseen">${t("order.balances")}</caption><thead><tr><th scope="col">${t("order.account")}</th><th
        scope="col">${t("order.balance")}</th></tr></thead>
        <tbody>${Object.entries(data.balances).map(([account, balance]) =>
          html`<tr key=${account}><td><code>${account}</code></td><td>${money(balance)}</td></tr>`)}</tbody></table>
      <details><summary>${t("order.bookings", { count: data.transactions.length })}</summary>
        <ol class="rows">${data.transactions.map(booked => html`<li key=${booked.id}><span
          class="split"><${Words}>${booked.what}</${Words}><${When} at=${booked.at} /></span>
          <table class="ledger"><tbody>${booked.postings.map((entry, i) =>
            html`<tr key=${i}><td><code>${entry.account}</code></td><td>${money(entry.amount)}</td></tr>`)}</tbody></table></li>`)}</ol>
      </details>`}</section>`;
}
