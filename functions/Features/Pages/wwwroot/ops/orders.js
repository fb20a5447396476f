// Finds orders by whatever an operator is told.
import { money } from "../kit/format.js";
import { Action, Field, Status, Words } from "../kit/parts.js";
import { go, route } from "../kit/route.js";
import { html, useEffect, useState } from "../kit/view.js";
import { t } from "../kit/words.js";
import { Heading, Listed, useList, When } from "./parts.js";

// A number may be a carrier's or PayPal's: both are asked.
const namesOf = q => q.startsWith("ord-") ? ["orderId"] : q.startsWith("byr-") ? ["buyerId"] : q.startsWith("sel-") ? ["sellerId"]
  : ["trackingNumber", "payPalId"];
const pathOf = (name, q) => `ops/orders?${new URLSearchParams({ [name]: q })}`;

export function Orders() {
  const q = route.value.query.get("q") ?? "";
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  function find(event) {
    event.preventDefault();
    const to = text.trim();
    if (to !== "") go(to.startsWith("ord-") ? `/ops/orders/${encodeURIComponent(to)}` : `/ops/orders?q=${encodeURIComponent(to)}`);
  }

  return html`<${Heading}>${t("orders.title")}</${Heading}>
    <form class="search" role="search" onSubmit=${find}><${Field} label=${t("orders.find")} hint=${t("orders.find-how")} type="search"
      value=${text} onText=${setText}
      autocomplete="off" spellcheck=${false} maxlength="100" /><${Action} type="submit" kind="main">${t("orders.go")}</${Action}></form>
    ${q && html`<${Found} key=${q} q=${q} />`}`;
}

function Found({ q }) {
  const [first, second] = namesOf(q);
  const one = useList(pathOf(first, q));
  const other = useList(second ? pathOf(second, q) : null);
  const seen = new Set();
  const items = one.items && (!second || other.items) && [...one.items, ...(other.items ?? [])].filter(o => !seen.has(o.id) &&
    seen.add(o.id));
  const list = { ...one, items, problem: one.problem ?? other.problem, refresh: () => { one.refresh(); other.refresh(); } };
  return html`<${Listed} list=${list} empty=${t("orders.none")}>${orders =>
    html`<p class="soft" role="status">${t("orders.found", { count: orders.length })}</p>
    <ul class="rows">${orders.map(order => html`<li key=${order.id}><a class="row-link" href="/ops/orders/${order.id}">
      <span class="split"><span><${Words}>${order.lines.map(line =>
        line.description).join(", ")}</${Words}></span><strong>${money(order.total)}</strong></span>
      <span class="split hint"><span><${Status} status=${order.status} /> <code>${order.id}</code></span><${When}
        at=${order.sentAt} /></span></a></li>`)}</ul>`}
  </${Listed}>`;
}
