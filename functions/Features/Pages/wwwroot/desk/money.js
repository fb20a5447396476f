// What the seller has with the platform, what comes next, and every payout.
import { useLive } from "../kit/api.js";
import { date, day, full, money, moneyOf, time, unitsOf } from "../kit/format.js";
import { Action, Skeleton, Trouble } from "../kit/parts.js";
import { html, useState } from "../kit/view.js";
import { knows, named, t } from "../kit/words.js";
import { WeeksChart } from "./chart.js";
import { usePages } from "./pages.js";
import { ReceiverSheet } from "./receiver.js";

const troubled = new Set(["failedRetryable", "failedPermanent", "returned", "withheld"]);
const tones = { paid: "good", processing: "wait", submitting: "wait", released: "wait", unknown: "wait", withheld: "bad", returned: "bad",
  failedRetryable: "bad", failedPermanent: "bad" };
const sumOf = all => all.filter(it => it.status !== "withheld").reduce((sum, { amount }) => sum + unitsOf(amount), 0);
const has = value => value && Number(value.amount) !== 0;

export function Money({ seller, refresh }) {
  const balance = useLive("sellers/me/balance", { slowest: 15 });
  const payouts = usePages("sellers/me/payouts?limit=100", { slowest: 15 });
  const [changes, setChanges] = useState(false);
  const weeks = useLive("sellers/me/payout-weeks", { slowest: 60 }).data?.items;
  const needs = payouts.items?.filter(payout => troubled.has(payout.status)) ?? [];
  return html`<h1>${t("desk.money")}</h1>
    <${Trouble} problem=${balance.problem ?? payouts.problem} retry=${() => { balance.refresh(); payouts.refresh(); }} />
    ${balance.data ? html`<${Balance} balance=${balance.data} seller=${seller} stuck=${sumOf(needs)} paid=${weeks && sumOf(weeks)} />`
      : html`<${Skeleton} lines=${4} />`}
    ${needs.length > 0 && html`<section class="card alert" aria-labelledby="payout-trouble"><h2
      id="payout-trouble">${t("payouts.trouble")}</h2>
      <ul class="rows">${needs.map(payout => html`<${Payout} key=${payout.id} payout=${payout} />`)}</ul>
      <p>${t("payouts.trouble-how", { account: seller.payPalMerchantId })}</p>
      <${Action} kind="main" onClick=${() => setChanges(true)}>${t("receiver.change")}</${Action}></section>`}
    ${payouts.items?.length > 0 && weeks && html`<section class="card"><${WeeksChart} weeks=${weeks} /></section>`}
    <section class="card" aria-labelledby="payouts"><div class="split wrap"><h2 id="payouts">${t("payouts.all")}</h2>
      <span class="hint">${t("receiver.is")} <code>${seller.payPalMerchantId}</code>
        ${" "}<button type="button" class="quiet" onClick=${() => setChanges(true)}>${t("receiver.change-short")}</button></span></div>
      ${!payouts.items ? html`<${Skeleton} />` : payouts.items.length === 0 ? html`<p class="soft">${t("payouts.none")}</p>`
        : html`<ul class="rows">${payouts.items.map(payout => html`<${Payout} key=${payout.id} payout=${payout} />`)}</ul>`}
      ${payouts.more && html`<${Action} kind="wide" busy=${payouts.busy} onClick=${payouts.more}>${t("desk.more")}</${Action}>`}</section>
    ${changes && html`<${ReceiverSheet} seller=${seller} onClose=${() => setChanges(false)} onDone=${refresh} />`}`;
}

function Balance({ balance, seller, stuck, paid }) {
  const { currency } = balance.held;
  // What PayPal has refused stays payable, but no run pays it before something was done.
  const goesOut = unitsOf(balance.payable) - stuck;
  const shown = [["held", balance.held], ["payable", balance.payable], ["inPayout", balance.inPayout],
    ["paid", paid === undefined ? null : moneyOf(paid, currency)],
    ...["withheld", "reserved", "inDispute", "debt"].filter(name => has(balance[name])).map(name => [name, balance[name]])];
  return html`<dl class="tiles">${shown.map(([name, value]) => html`<div key=${name}
    class="tile ${["debt", "withheld", "inDispute"].includes(name) ? "bad" : ""}">
      <dt>${t(`balance.${name}`)}</dt><dd><span class="amount">${money(value)}</span>
        <span class="hint">${t(`balance-how.${name === "payable" && stuck > 0 && goesOut <= 0 ? "stuck" : name}`)}</span></dd></div>`)}</dl>
    <p class="next-payout">${seller.payoutsWaitUntil
      ? html`<strong>${t("next.wait", { day: day(seller.payoutsWaitUntil), time: time(seller.payoutsWaitUntil) })}</strong>`
      : goesOut > 0 ? html`<strong>${t("next.hour", { amount: money(moneyOf(goesOut, currency)) })}</strong>`
      : balance.nextDueAt ? html`<strong>${t("next.due-amount", { amount: money(balance.nextDue), day: day(balance.nextDueAt),
        time: time(balance.nextDueAt) })}</strong>`
      : html`<span class="soft">${t("next.none")}</span>`}</p>
    ${has(balance.debt) && html`<p class="hint">${t("debt-how")}</p>`}`;
}

function Payout({ payout }) {
  const key = `payout-next.${payout.status}`;
  const at = payout.paidAt ?? payout.releasedAt;
  return html`<li><div class="split"><span><a href="/desk/orders/${payout.orderId}">${t("payouts.of", { id: payout.orderId.slice(-6) })}</a>
      ${" "}<time datetime=${at} title=${full(at)}>${date(at)}</time></span>
      <span><span class="pill ${tones[payout.status] ?? ""}">${t(`payout-state.${payout.status}`)}</span>
        ${" "}<strong>${money(payout.amount)}</strong></span></div>
    ${payout.failure && html`<p class="error">${t("payouts.failure", { why: named("failure", payout.failure, payout.failure) })}</p>`}
    ${payout.nextStep && payout.status !== "released" && html`<p class="hint">${knows(key) ? t(key) : payout.nextStep}</p>`}</li>`;
}
