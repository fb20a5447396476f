// All orders of the seller, by status or by what one is looked for with; and one of them beside the list.
import { date, full, money } from "../kit/format.js";
import { Action, Choice, Field, Skeleton, Status, Trouble, Words } from "../kit/parts.js";
import { go, route } from "../kit/route.js";
import { html, useState } from "../kit/view.js";
import { t } from "../kit/words.js";
import { OrderPanel } from "./order-panel.js";
import { usePages } from "./pages.js";

const statuses = ["awaitingPayment", "paymentProcessing", "paymentFailed", "paid", "partlyShipped", "shipped", "delivered", "paidOut",
  "payoutHeld", "settled", "refunding", "refunded", "cancelled", "declined", "expired", "inDispute", "disputeDecided"];

export function Orders({ id }) {
  const status = route.value.query.get("status") ?? "";
  const called = route.value.query.get("q") ?? "";
  const filter = new URLSearchParams({ ...(statuses.includes(status) ? { status } : {}), ...(called ? { q: called } : {}) });
  const orders = usePages(`orders?as=seller&limit=25&${filter}`, { slowest: 15 });
  const search = filter.size > 0 ? `?${filter}` : "";
  const show = next => go(`/desk/orders?${new URLSearchParams(Object.entries({ status, q: called, ...next }).filter(([, of]) =>
    of))}`.replace(/\?$/, ""),
    { replace: true });

  return html`<h1>${t("desk.orders")}</h1><div class="orders ${id ? "with-one" : ""}"><div class="all">
      <div class="filter"><${Choice} label=${t("orders.status")} value=${status}
        onText=${of => show({ status: of })}
        options=${[["", t("orders.all")], ...statuses.map(of => [of, t(`status.${of}`)])]} />
        <${Search} key=${called} called=${called} onSearch=${q => show({ q })} /></div>
      <${Trouble} problem=${orders.problem} retry=${orders.refresh} />
      ${!orders.items ? !orders.problem && html`<${Skeleton} lines=${6} />`
        : orders.items.length === 0 ? html`<p class="empty">${called ? t("orders.none-called", { q: called })
          : t(status ? "orders.none-so" : "orders.none")}</p>`
        : html`<ul class="rows card">${orders.items.map(order => html`<${Row} key=${order.id} order=${order} isOpen=${order.id === id}
          search=${search} />`)}</ul>`}
      ${orders.more && html`<${Action} kind="wide" busy=${orders.busy} onClick=${orders.more}>${t("desk.more")}</${Action}>`}</div>
    ${id && html`<${OrderPanel} key=${id} id=${id} back=${`/desk/orders${search}`} onDone=${orders.refresh} />`}</div>`;
}

function Search({ called, onSearch }) {
  const [text, setText] = useState(called);
  return html`<form role="search" onSubmit=${event => { event.preventDefault(); onSearch(text.trim()); }}>
    <${Field} label=${t("orders.search")} hint=${t("orders.search-how")} type="search" value=${text} maxlength="100" autocomplete="off"
      spellcheck=${false}
      onText=${to => { setText(to); if (to === "" && called) onSearch(""); }}
        suffix=${html`<button type="submit">${t("orders.search-do")}</button>`} /></form>`;
}

function Row({ order, isOpen, search }) {
  return html`<li class="order-row"><a href="/desk/orders/${order.id}${search}" aria-current=${isOpen ? "true" : undefined}>
    <span class="split"><span class="lead">${order.lines.map((line, i) =>
      html`<span key=${i}>${line.quantity} × <${Words}>${line.description}</${Words}></span>`)}</span>
      <strong>${money(order.total)}</strong></span>
    <span class="split"><time datetime=${order.sentAt} title=${full(order.sentAt)}>${date(order.sentAt)}</time><${Status}
      status=${order.status} /></span></a></li>`;
}
