// What is paid and not yet shipped, the most urgent first.
import { useLive } from "../kit/api.js";
import { now } from "../kit/clock.js";
import { date, day, full, fromNow, money, time } from "../kit/format.js";
import { hasLostFocus, Skeleton, Status, Trouble, Words } from "../kit/parts.js";
import { html, useEffect, useRef } from "../kit/view.js";
import { t } from "../kit/words.js";
import { Actions } from "../chat/do.js";
import { Wishes } from "../chat/facts.js";
import { unshipped } from "../chat/fields.js";

const day_ms = 86_400_000;

export function ToShip({ seller }) {
  const paid = useLive("orders?as=seller&status=paid&limit=100", { slowest: 20 });
  const partly = useLive("orders?as=seller&status=partlyShipped&limit=100", { slowest: 30 });
  const balance = useLive("sellers/me/balance", { slowest: 60 });
  const heading = useRef(null);
  const hasActed = useRef(false);
  const isLoaded = paid.data && partly.data;
  const orders = [...paid.data?.items ?? [], ...partly.data?.items ?? []]
    .sort((a, b) => (a.shipBy ?? "9").localeCompare(b.shipBy ?? "9"));

  function done() {
    paid.refresh();
    partly.refresh();
    balance.refresh();
    hasActed.current = true;
  }

  // The order's row goes, and its button with the focus.
  const shown = orders.map(order => order.id).join();
  useEffect(() => { if (hasActed.current && hasLostFocus()) heading.current.focus(); }, [shown]);

  return html`<h1 ref=${heading} tabindex="-1">${isLoaded && orders.length > 0 ? t("ship.count", { count: orders.length })
    : t("desk.ship")}</h1>
    <${Trouble} problem=${paid.problem ?? partly.problem} retry=${() => { paid.refresh(); partly.refresh(); }} />
    ${balance.data && html`<${Strip} balance=${balance.data} seller=${seller} />`}
    ${!isLoaded ? !paid.problem && html`<${Skeleton} lines=${5} />`
      : orders.length === 0 ? html`<section class="empty"><h2>${t("ship.nothing")}</h2><p>${t("ship.nothing-how")}</p>
          <a class="button" href="/chat">${t("ship.to-chat")}</a></section>`
      : html`<ul class="cards">${orders.map(order => html`<${Row} key=${order.id} order=${order} onDone=${done} />`)}</ul>`}`;
}

/** The money in one line, with the way to all of it. */
function Strip({ balance }) {
  const has = value => Number(value.amount) > 0;
  return html`<p class="strip"><span>${t("strip.held")} <strong>${money(balance.held)}</strong></span>
    ${has(balance.payable) && html`<span>${t("strip.payable")} <strong>${money(balance.payable)}</strong></span>`}
    ${has(balance.inPayout) && html`<span>${t("strip.way")} <strong>${money(balance.inPayout)}</strong></span>`}
    ${has(balance.debt) && html`<span>${t("strip.debt")} <strong>${money(balance.debt)}</strong></span>`}
    ${balance.nextDueAt && html`<span>${t("strip.next")} <strong>${date(balance.nextDueAt)}</strong></span>`}
    <a href="/desk/money">${t("strip.more")}</a></p>`;
}

function Row({ order, onDone }) {
  const left = order.shipBy ? new Date(order.shipBy) - now() : Infinity;
  const tone = left < day_ms ? "bad" : left < 2 * day_ms ? "wait" : "";
  const extension = order.shipByExtension;
  return html`<li class="card to-ship"><div class="split"><h2 class="lead">${unshipped(order).map(i =>
    html`<span key=${i}>${order.lines[i].quantity} ×
        ${" "}<${Words}>${order.lines[i].description}</${Words}></span>`)}</h2><strong>${money(order.total)}</strong></div>
    ${order.shipBy && html`<p class="deadline ${tone}">
      <time datetime=${order.shipBy} title=${full(order.shipBy)}>${t("ship.by",
        { day: day(order.shipBy), time: time(order.shipBy) })}</time>
      ${" "}<span class="pill ${tone || "todo"}">${fromNow(order.shipBy)}</span></p>`}
    ${order.status !== "paid" && html`<p><${Status} status=${order.status} /></p>`}
    ${extension && html`<p class="hint">${t(`extension.${extension.status}`, { date: date(extension.until) })}</p>`}
    <${Wishes} order=${order} me="seller" />
    <${Actions} order=${order} onDone=${onDone}><a class="quiet-link"
      href="/desk/orders/${order.id}">${t("order.see")}</a></${Actions}></li>`;
}
